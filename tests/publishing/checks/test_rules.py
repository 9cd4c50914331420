"""Every check finds what it is for, and leaves alone what is right."""

import datetime as dt

import pytest

from news.publishing.checks.checked import DeadLink
from news.publishing.checks.findings import Severity
from news.publishing.checks.messages import MENDINGS, SENTENCES, describe_finding
from news.publishing.checks.registry import BY_CODE, RULES
from news.publishing.checks.running import find_all
from tests.publishing.checks.made import GOOD_BODY, NOW, PICTURE, codes, make

DAY = dt.timedelta(days=1)
FIGURE = '<figure class="image"><img src="/i/8/" alt="{}"></figure>'
LATER = NOW + DAY
NIGHT = dt.datetime(2026, 11, 27, 19, 30, tzinfo=dt.UTC)  # 3:30 in Shanghai
UNREADY = PICTURE._replace(pk=8, state="failed")

FOUND = {
    "title-empty": {"title": "  "},
    "title-long": {"title": "潮" * 31},
    "title-mangled": {"title": "入选首批_科创中国_基地"},
    "title-site-name": {"title": "港口的清晨 - 新海晚报"},
    "slug-long": {"slug": "港口"},
    "body-empty": {"body": "<p> </p>"},
    "unsafe-html": {"removed": ("script",)},
    "heading-empty": {"body": GOOD_BODY + "<h2> </h2><p>一</p>"},
    "heading-h1": {"body": "<h1>大标题</h1><p>一</p>"},
    "heading-jump": {"body": "<h2>一</h2><p>甲</p><h4>二</h4><p>乙</p>"},
    "bold-paragraph": {"body": "<p>甲。</p><p><strong>小标题</strong></p><p>乙。</p>"},
    "table-without-header": {"body": "<table><tr><td>年</td></tr><tr><td>1</td></tr></table>"},
    "title-repeated": {"body": "<p>港口的清晨</p><p>甲。</p>"},
    "category-missing": {"category_count": 0},
    "author-missing": {"author_count": 0},
    "tags-missing": {"tag_count": 0},
    "tags-many": {"tag_count": 9},
    "summary-missing": {"summary": ""},
    "summary-length": {"summary": "太短"},
    "header-missing": {"header": None},
    "header-alt-missing": {"header": PICTURE._replace(alt=" ")},
    "header-small": {"header": PICTURE._replace(width_px=799)},
    "header-repeated": {"body": '<p>甲</p><figure class="image"><img src="/i/7/" alt="船"></figure>'},
    "image-insecure": {"body": '<p>甲<img src="http://a.example/1.jpg" alt="船"></p>'},
    "image-remote": {"body": '<p>甲<img src="https://a.example/1.jpg" alt="船"></p>'},
    "image-proxied": {
        "body": FIGURE.format("船"),
        "images": {8: UNREADY._replace(wrapper_url="https://cors.zfour.workers.dev/?http://a.example/1.jpg")},
    },
    "image-gone": {"body": '<p><img src="/i/99/" alt="船"></p>'},
    "alt-missing": {"body": FIGURE.format("")},
    "alt-file-name": {"body": FIGURE.format("IMG_2231.JPG")},
    "alt-title": {"body": FIGURE.format("港口的清晨！")},
    "licence-ended": {"header": PICTURE._replace(licence_ends_on=dt.date(2026, 11, 25))},
    "link-text": {"body": '<p><a href="/about/">点击这里</a></p>'},
    "link-dead": {"body": '<p><a href="/tag/x/">海鲜价格</a></p>', "dead_paths": frozenset({"/tag/x/"})},
    "link-dead-outside": {
        "body": '<p><a href="https://a.example/">海鲜价格</a></p>',
        "dead_links": {"https://a.example/": DeadLink("not-found", {"status": 404}, "2026-11-26T00:00:00+00:00")},
    },
    "origin-without-source": {"origin": "republished"},
    "source-url-missing": {"has_source": True},
    "duplicate": {"twins": (3,)},
    "time-past": {"published_at": NOW - DAY, "is_time_new": True},
    "time-night": {"published_at": NIGHT},
    "embargo": {"embargo_until": LATER, "is_publishing": True},
    "punctuation": {"body": "<p>潮水退去,人来了。</p>"},
}
ERRORS = {
    *("title-empty", "body-empty", "category-missing", "author-missing", "header-alt-missing"),
    *("time-past", "heading-empty", "unsafe-html", "embargo"),
}


def test_a_good_post_has_nothing_wrong():
    assert find_all(make()) == []


def test_each_check_has_a_case_here_and_there_are_enough_of_them():
    assert FOUND.keys() == BY_CODE.keys()
    assert len(RULES) == len(BY_CODE) >= 25


@pytest.mark.parametrize("code", FOUND)
def test_each_check_finds_what_it_is_for_and_says_where(code):
    findings = find_all(make(**FOUND[code]))
    found = next(finding for finding in findings if finding.code == code)
    assert found.severity == (Severity.ERROR if code in ERRORS else Severity.WARNING)
    assert found.field
    sentence = describe_finding(found, {3: "另一篇"})
    assert "…" not in sentence
    assert "%(" not in sentence
    assert "“”" not in sentence


@pytest.mark.parametrize("state", ["pending", "failed"])
@pytest.mark.parametrize(
    ("wrapper", "host"), [("", "a.example"), ("https://cors.zfour.workers.dev/?http://b.example/1.jpg", "b.example")]
)
def test_a_picture_that_is_not_here_is_named_by_the_host_where_it_lies(state, wrapper, host):
    picture = PICTURE._replace(state=state, wrapper_url=wrapper)
    (found,) = (each for each in find_all(make(header=picture)) if each.code in ("image-remote", "image-proxied"))
    assert host in describe_finding(found, {})


def test_every_sentence_and_every_button_belongs_to_a_check():
    assert all(any(name.startswith(code) for code in (*BY_CODE, "image")) for name in SENTENCES)
    assert MENDINGS.keys() == {code for code, rule in BY_CODE.items() if rule.mend}


RIGHT = [
    ("title-mangled", {"title": "snake_case 是什么"}),
    ("title-site-name", {"title": "COVID-19 的三年"}),
    ("title-site-name", {"title": "长三角 - 一座桥"}),
    ("heading-jump", {"body": "<h2>一</h2><h3>二</h3><h4>三</h4><h2>四</h2><p>甲</p>"}),
    ("bold-paragraph", {"body": "<p><strong>这一段全是粗体，但它是一句话。</strong></p><p>乙</p>"}),
    ("table-without-header", {"body": "<table><tr><th>年</th></tr><tr><td>1</td></tr></table>"}),
    ("alt-missing", {"body": FIGURE.format(""), "images": {8: PICTURE._replace(pk=8, is_decorative=True)}}),
    ("header-alt-missing", {"header": PICTURE._replace(alt="", is_decorative=True)}),
    ("link-text", {"body": '<p><a href="/a/">码头的水位</a></p>'}),
    ("link-text", {"body": '<p><a href="/a/"><img src="/i/8/" alt="船"></a></p>'}),
    ("licence-ended", {"header": PICTURE._replace(licence_ends_on=dt.date(2026, 11, 26))}),
    ("time-past", {"published_at": NOW - DAY, "is_time_new": True, "is_live": True}),
    ("time-past", {"published_at": NOW - DAY}),
    ("time-night", {"published_at": NIGHT - 3 * DAY}),
    ("source-url-missing", {"has_source": True, "source_url": "https://a.example/1"}),
    ("embargo", {"embargo_until": LATER, "published_at": LATER}),
    ("summary-length", {"summary": "The tide " * 20, "language": "en"}),
]


@pytest.mark.parametrize(("code", "values"), RIGHT)
def test_what_is_right_is_left_alone(code, values):
    assert code not in codes(make(**values))


@pytest.mark.parametrize(
    "text",
    [
        "共1,234人，比分3:2。",
        "见 https://a.example/新闻,2?x=汉字:1 一文。",
        "Tide, boats and fish: a list.",
        "<pre><code>打印(甲,乙)</code></pre><p>甲。</p>",
        "他说：<code>值,值</code>。",
    ],
)
def test_punctuation_of_numbers_addresses_code_and_latin_text_is_left_alone(text):
    assert "punctuation" not in codes(make(body=f"<p>{text}</p>"))
    assert "punctuation" not in codes(make(body="<p>潮水,</p>", language="en"))


def test_a_place_tells_which_element_and_what_it_says():
    post = make(body="<h2>一</h2><p>甲</p><h4>  二\n三 </h4><p>乙</p>")
    found = next(each for each in find_all(post) if each.code == "heading-jump")
    assert found.place == ("heading", 1, "二 三")
    assert found.as_json()["place"] == {"kind": "heading", "number": 1, "text": "二 三"}


def test_a_picture_that_is_header_and_in_the_text_is_blamed_once():
    picture = PICTURE._replace(alt="港口的清晨")
    post = make(body='<p>甲</p><p><img src="/i/7/" alt="港口的清晨"></p>', header=picture, images={7: picture})
    assert codes(post).count("alt-title") == 1


def test_a_post_of_the_archive_is_not_blamed_for_its_old_time():
    assert codes(make(published_at=NIGHT - 900 * DAY, is_live=True)) == []
