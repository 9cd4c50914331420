"""What mends a finding takes it away, changes nothing else, loses no text, and may be done twice."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from news.publishing.checks.running import find_all, mend
from news.publishing.posts.sweeping import MENDABLE
from news.text.cleaning import clean_html
from news.text.plain import visible_text
from tests.publishing.checks.made import PICTURE, codes, make, mended
from tests.publishing.checks.test_rules import FOUND
from tests.text.soup import tag_soup

TITLE = "入选首批“科创中国”基地"
CASES = {
    **{code: FOUND[code] for code in MENDABLE},
    "title-mangled": {"title": "入选首批_科创中国_基地", "body": f"<p>甲</p><h2>{TITLE}</h2><p>乙</p>"},
    "unsafe-html": {"body": '<p onclick="x()">甲<script>1</script></p>', "removed": ("script", "onclick")},
    "alt-missing": {"body": '<p>甲<img src="/i/8/" alt=""></p>'},
}
SAME_TEXT = set(MENDABLE) - {"title-repeated", "punctuation"}


def test_every_check_that_can_be_mended_by_a_command_is_tried_here():
    assert set(CASES) >= set(MENDABLE)


@pytest.mark.parametrize("code", MENDABLE)
def test_mending_takes_the_finding_away_and_nothing_of_the_text(code):
    before = make(**CASES[code])
    assert code in codes(before)
    after = mended(before, code)
    assert code not in codes(make(after.body, title=after.title, summary=after.summary))
    if code in SAME_TEXT:
        assert visible_text(after.body).split() == visible_text(before.body).split()
    assert mend(after, code) == {}, "twice is as once"


@pytest.mark.parametrize("code", MENDABLE)
def test_mending_brings_no_new_finding(code):
    before = make(**CASES[code])
    known = set(codes(before))
    after = mended(before, code)
    assert set(codes(make(after.body, title=after.title, summary=after.summary))) <= known


@pytest.mark.parametrize("code", MENDABLE)
def test_where_nothing_is_wrong_nothing_changes(code):
    assert mend(make(), code) == {}


def test_a_mangled_title_gets_back_what_a_picture_still_says():
    assert mended(make(**CASES["title-mangled"]), "title-mangled").title == TITLE


def test_several_site_names_come_off_and_a_title_that_is_only_a_name_stays():
    assert mended(make(title="港口的清晨 | 新闻频道 | 新海晚报"), "title-site-name").title == "港口的清晨"
    assert mended(make(title="港口_清晨 - 新海晚报"), "title-site-name").title == "港口_清晨"
    assert mend(make(title=" | 新海晚报"), "title-site-name") == {}


def test_only_the_paragraph_in_the_place_becomes_a_heading():
    post = make(body="<p>甲。</p><p><b>其一</b></p><p>乙。</p><p><b>其二</b></p><p>丙。</p>")
    places = [finding.place for finding in find_all(post) if finding.code == "bold-paragraph"]
    body = mended(post, "bold-paragraph", places[1]).body
    assert body == "<p>甲。</p><p><b>其一</b></p><p>乙。</p><h2>其二</h2><p>丙。</p>"


def test_a_place_that_has_moved_is_found_by_what_it_says_and_a_place_that_is_gone_is_left():
    post = make(body="<p>新。</p><p>甲。</p><p><b>其一</b></p><p>乙。</p>")
    place = find_all(make(body="<p>甲。</p><p><b>其一</b></p><p>乙。</p>"))[0].place
    assert "<h2>其一</h2>" in mended(post, "bold-paragraph", place).body
    assert mend(post, "bold-paragraph", place._replace(text="没有这段")) == {}


def test_punctuation_becomes_full_width_in_all_fields_and_only_there():
    post = make(
        title="潮水,码头", summary="第一,1,000人;第二", body="<p>海,风!<code>值,</code> https://a.example/汉,字 好?</p>"
    )
    after = mended(post, "punctuation")
    assert (after.title, after.summary) == ("潮水，码头", "第一，1,000人；第二")
    assert after.body == "<p>海，风！<code>值,</code> https://a.example/汉,字 好？</p>"


def test_a_repeated_header_with_words_of_its_own_is_not_taken_out():
    body = '<p>甲</p><figure class="image"><img src="/i/7/" alt="船"><figcaption>清晨</figcaption></figure>'
    found = next(each for each in find_all(make(body=body)) if each.code == "header-repeated")
    assert not found.is_mendable
    assert mend(make(body=body), "header-repeated") == {}
    bare = PICTURE._replace(alt="")
    lone = '<p>甲</p><p><img src="/i/7/" alt="船"></p>'
    assert mend(make(body=lone, header=bare, images={7: bare}), "header-repeated") == {}


def test_a_check_without_a_remedy_says_so():
    for code in ("title-empty", "no-such-check"):
        with pytest.raises(KeyError):
            mend(make(), code)


@settings(max_examples=60, deadline=None)
@given(html=tag_soup, codes=st.permutations(MENDABLE))
@example(html="x<h1></h1>x", codes=MENDABLE)
@example(html="<b>x</b><h2></h2><i>x</i>", codes=MENDABLE)
def test_any_body_is_checked_and_mended_without_losing_text(html, codes):
    clean = clean_html(html).html
    post = make(body=clean)
    find_all(post)
    for code in codes:
        if code in SAME_TEXT:
            after = mended(post, code)
            stored = clean_html(after.body).html
            assert visible_text(stored).split() == visible_text(clean).split(), code
            assert code not in {each.code for each in find_all(make(body=stored)) if each.is_mendable}, code
