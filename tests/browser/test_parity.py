"""Rules that are told in Python and in JavaScript say the same: both run over one table of cases."""

import datetime as dt
import sys
import unicodedata
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from news.admin.editors.prose_schema import BLOCKS, CHILDREN, INLINE, find_unknown
from news.admin.fields import NameListField
from news.images.child.renditions import crop_box
from news.images.limits import CROPS_PX
from news.publishing.checks.places import TAGS, CheckedBody
from news.publishing.checks.placing import RULES, SUMMARY_CHINESE, SUMMARY_OTHER
from news.text.cleaning import clean_html
from news.text.counts import count_han, count_html, reading_minutes
from news.text.excerpts import make_excerpt
from news.text.keys import fold_key, split_names
from news.text.links import safe_link
from news.text.plain import cut_text, visible_text
from tests.browser.shapes import make_bodies, shape_of
from tests.browser.test_editor import EVERYTHING
from tests.publishing.checks.made import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Texts that two languages may take otherwise: width, case, marks, invisible and control characters, emoji, direction.
TEXTS = [
    "",
    " ",
    "海尔智家",
    "ＡＩｏＴ　全角，标点！",
    "Straße ẞ STRASSE ſ ŉ ǰ ΐ",
    "ΟΔΟΣ οδος οδοσ Σ ς",
    "İstanbul ISTANBUL ıslak I i",
    "ᏣᎳᎩ ꮳꮃꭹ ᏸ Ᏸ",
    "é e\u0301 ﬁ ㍿ ½ Å Ⅻ ﷺ",
    "👩‍👩‍👧‍👦 🇨🇳 👍🏽 ❤️ 😀",
    "العربية \u200f עברית \u202eabc\u202c",
    "हिन्दी क्षि ไทย ကြ",
    "か\u3099が ﾊﾟ パ 漢字かな",
    "々〻〇 𠮷𠀀 ⺀⻌ 〆",
    "a\x00b\x1fc\x1cd\x85e\x7ff",
    "\ufeff零\u200b宽\u2060连\u00ad字\u180e",
    "tab\tline\nreturn\rfeed\fvertical\vno\u00a0break\u3000wide\u2028ls\u2029ps",
    "It’s don't o'clock 'quoted' ’tis AI/ML 3.5 node.js v2.0",
    "字" * 5_000,
    "😀" * 300 + "é" * 300,
    "a " * 2_000,
]


@pytest.fixture(scope="module")
def page(browser, live_server, django_db_blocker):
    """One page for all, from the server that the modules come from, which looks at its database for each request."""
    with django_db_blocker.unblock():
        page = browser.new_page(timezone_id="America/New_York", locale="zh-CN")
        page.goto(f"{live_server.url}/static/news-admin/desk.js")
        yield page
        page.close()


@pytest.fixture(scope="module")
def classic(page):
    """The scripts that are no modules."""
    for name in ("paste-office", "paste-runs", "paste", "pictures", "focal"):
        page.add_script_tag(url=f"/static/news-admin/{name}.js")
    return page


def call(page, name, cases):
    """What a function `module.function` makes of each list of arguments."""
    module, function = name.split(".")
    return page.evaluate(
        """async ([url, name, cases]) => {
          const called = (await import(url))[name];
          return cases.map((values) => called(...values));
        }""",
        [f"/static/news-admin/{module}.js", function, cases],
    )


def differences(cases, ours, theirs):
    """The cases with what Python and the browser make of them, where that is not the same."""
    return [row for row in zip(cases, ours, theirs, strict=True) if row[1] != row[2]]


def assigned():
    """Every character that this Python knows."""
    return [c for c in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(c) not in ("Cn", "Cs")]


# --- Names ---------------------------------------------------------------------


def test_each_character_is_folded_alike(page):
    characters = assigned()
    theirs = page.evaluate(
        """async (text) => {
          const { foldKey } = await import('/static/news-admin/names.js');
          return [...text].map((c) => (/\\p{Cn}/u.test(c) ? 'unknown here' : foldKey(c))).join('\\n');
        }""",
        "".join(characters),
    ).split("\n")
    found = differences(characters, map(fold_key, characters), theirs)
    assert [row for row in found if row[2] != "unknown here"] == []


def test_texts_are_folded_alike(page):
    cases = [*TEXTS, *("".join(TEXTS[at : at + 3]) for at in range(15))]
    assert differences(cases, map(fold_key, cases), call(page, "names.foldKey", [[text] for text in cases])) == []


LINES = [
    *TEXTS,
    "海尔、科创中国，AIoT；家电;x, y",
    '"a, b"，c，"他说""好"""',
    '"未关，甲\n"乙" x，"丙"  ，丁',
    ',,，；、;\n\n "" , " "',
    '  "a"\t\n  "b"  ;c',
    '"\u200b", \u200b，a\u200b, A, ａ',
    '"甲"\ufeff，乙\ufeff',
    '"甲"\x1c，\x1d乙\x85丙',
    '"""，""',
    '"a\nb"',
    "a;;;b\u2028c",
]


def test_a_line_of_names_is_split_alike(page):
    theirs = call(page, "names.splitNames", [[line] for line in LINES])
    assert differences(LINES, map(split_names, LINES), theirs) == []


def test_names_are_joined_alike_and_come_back(page):
    cases = [["甲"], [], ["a, b", "c"], ['他说"好"', "x；y"], ["甲、乙", "丙  丁"], ["😀", "é", '"']]
    joined = call(page, "names.joinNames", [[names] for names in cases])
    assert differences(cases, (NameListField().prepare_value(names) for names in cases), joined) == []
    assert list(map(split_names, joined)) == [[" ".join(name.split()) for name in names] for names in cases]


# --- Plain text ----------------------------------------------------------------


def test_spaces_are_the_same(page):
    theirs = call(page, "plain-text.collapseSpaces", [[text] for text in TEXTS])
    assert differences(TEXTS, (" ".join(text.split()) for text in TEXTS), theirs) == []
    around = [f" \t\x1c\u3000{text}\u2029\x85 " for text in TEXTS]
    theirs = call(page, "plain-text.trim", [[text] for text in around])
    assert differences(around, (text.strip() for text in around), theirs) == []


def test_text_is_cut_alike(page):
    cases = [[text, most] for text in TEXTS for most in (1, 2, 5, 12, 30, 80, 120)]
    theirs = call(page, "plain-text.cutText", cases)
    assert differences(cases, (cut_text(*case) for case in cases), theirs) == []


def test_a_summary_is_counted_as_its_check_counts(page):
    texts = [
        *TEXTS,
        *(word * number for word in ("字", "😀", "a，") for number in (29, 30, 60, 61, 99, 100, 120, 121, 241)),
    ]
    cases = [[language, text.replace("\r", "\n")] for language in ("zh-hans", "en") for text in texts]
    theirs = page.evaluate(
        """async ([cases, limits]) => {
          const { startSummary } = await import('/static/news-admin/summary-field.js');
          const { make } = await import('/static/news-admin/desk.js');
          return cases.map(([language, text]) => {
            const field = make('textarea', { name: 'summary', value: text });
            const form = make('form', {}, make('input', { name: 'language', value: language }), field);
            document.body.append(form);
            startSummary(form, { limits, words: { summary: { count: '{count} {low} {high}' } } });
            const counter = form.querySelector('.counter');
            form.remove();
            return [...counter.textContent.split(' ').map(Number), counter.classList.contains('is-long')];
          });
        }""",
        [cases, {"summaryChinese": SUMMARY_CHINESE, "summaryOther": SUMMARY_OTHER}],
    )
    [rule] = [rule for rule in RULES if rule.code == "summary-length"]
    for (language, text), (count, low, high, is_odd) in zip(cases, theirs, strict=True):
        spots = list(rule.find(make(summary=text, language=language)))
        assert bool(spots) == is_odd, (language, text, count)
        assert [spot.facts for spot in spots] in ([], [{"count": count, "min": low, "max": high}])


# --- What is counted and cut of a body ------------------------------------------

BODIES = [
    *(f"<p>{text}</p>" for text in TEXTS if "\x00" not in text),
    *EVERYTHING.values(),
    "<p>海尔2类平台入选“科创中国”。It's Apple’s AI/ML 3.5 を々〻</p><p>a<br>b</p>",
    "<h2>题</h2><p>潮水在清晨退去，码头上的人开始一天的工作。" + "第二句也不短，它说了很多。" * 12 + "</p>",
    "<p>" + "Eighty-one ferries left the harbour. " * 6 + "</p><p>" + "word " * 40 + "</p>",
    "<p>" + "没有句号的长文字" * 30 + "</p>",
    "<p>" + "字" * 78 + "。”" + "字" * 100 + "</p>",
    "<p>" + "字" * 118 + "node.js’s</p>",
    "<p>" + "字" * 117 + "（“甲乙丙</p>",
    "<p>" + "a" * 300 + "</p>",
    "<p>" + "字" * 115 + "👩‍👩‍👧‍👦👩‍👩‍👧‍👦</p>",
    "<p>x.y</p><p>" + "3.14 pi. " * 20 + "</p>",
    "<h2>只有标题</h2><table><tbody><tr><td>甲a</td><td>b乙</td></tr></tbody></table><pre>code  x=1</pre>",
    "<p>图<img src='/i/1/' alt='不算'>后</p><script>let x = '不算'</script><style>p{}</style>",
    "<ul><li>x<ul><li>y</li></ul></li><li>z</li></ul><dl><dt>甲</dt><dd>乙</dd></dl><p>&amp;nbsp;&nbsp;&lt;b&gt;</p>",
    '<p><a href="?page=2">下页</a><a href="#top">顶</a><a href="//example.org/">外</a></p>',
    "裸文字<b>粗</b>体<div>甲<div>乙</div></div>",
    "<p>" + "<em>字</em>" * 2_000 + "</p>",
]


def test_each_chinese_character_is_one(page):
    characters = assigned()
    theirs = page.evaluate(
        """async (text) => {
          const { countHan } = await import('/static/news-admin/text-counts.js');
          return [...text].map((c) => (/\\p{Cn}/u.test(c) ? '?' : countHan(c))).join('');
        }""",
        "".join(characters),
    )
    found = differences(characters, map(str, map(count_han, characters)), theirs)
    assert [row for row in found if row[2] != "?"] == []


def test_a_body_is_counted_alike(page):
    cases = [*BODIES, *(clean_html(body).html for body in BODIES), *make_bodies(60, is_every=True)]
    theirs = page.evaluate(
        """async (cases) => {
          const { countBody, parseBody } = await import('/static/news-admin/text-counts.js');
          return cases.map((html) => countBody(parseBody(html)));
        }""",
        cases,
    )
    counted = [count_html(html) for html in cases]
    ours = [{"han": c.han, "words": c.words, "images": c.images, "minutes": reading_minutes(c)} for c in counted]
    assert differences(cases, ours, theirs) == []


def test_a_body_has_the_same_excerpt(page):
    bodies = [*BODIES, *make_bodies(60, is_every=True)]
    cases = [[html, most] for html in bodies for most in (120, 30, 7)]
    theirs = page.evaluate(
        """async (cases) => {
          const { makeExcerpt } = await import('/static/news-admin/excerpt.js');
          const { parseBody } = await import('/static/news-admin/text-counts.js');
          return cases.map(([html, most]) => makeExcerpt(parseBody(html), most));
        }""",
        cases,
    )
    assert differences(cases, (make_excerpt(*case) for case in cases), theirs) == []


def test_a_place_that_a_check_names_is_found(page):
    said = [f"<h2>{text[:200]}</h2><p>{text}</p><p>{text} 后</p>" for text in TEXTS]
    bodies = [clean_html(html).html for html in [*BODIES, *said]]
    cases = [
        [html, place._asdict()]
        for html in bodies
        for kind in TAGS
        for place, _element in CheckedBody(html, is_clean=True).places(kind)
    ]
    assert {place["kind"] for _html, place in cases} == set(TAGS)
    theirs = page.evaluate(
        """async ([cases, tags]) => {
          const { findElement } = await import('/static/news-admin/checks-places.js');
          return cases.map(([html, place]) => {
            const { body } = new DOMParser().parseFromString(html, 'text/html');
            return [...body.querySelectorAll(tags[place.kind])].indexOf(findElement(body, place));
          });
        }""",
        [cases, {kind: ",".join(names) for kind, names in TAGS.items()}],
    )
    assert differences(cases, (place["number"] for _html, place in cases), theirs) == []


# --- What may be stored -----------------------------------------------------------


def test_a_picture_of_ours_has_the_same_address(classic):
    cases = [
        "/i/7/",
        f"/i/{'9' * 18}/",
        f"/i/{'9' * 19}/",
        "/i/7",
        "/i//",
        "/i/七/",
        "/i/７/",
        "/i/-1/",
        "/j/7/",
        "/i/7/8/",
        "",
    ]
    theirs = classic.evaluate("(cases) => cases.map((source) => newsPictures.ownAddress(source))", cases)
    kept = [clean_html(f'<p><img src="{source}" alt=""></p>').html for source in cases]
    ours = [source if "<img" in html else "" for source, html in zip(cases, kept, strict=True)]
    assert differences(cases, ours, theirs) == []


PASTED = [
    *BODIES,
    *(
        f'<p class="{classes}">甲</p><p>乙</p>'
        for classes in ("ti-2", "ti-2 ta-right", "ta-right ti-4 x", "ti-5", "ti-1 ti-2")
    ),
    '<figure class="image image-left"><img src="/i/1/" alt="左"><figcaption>注</figcaption></figure><p>x</p>',
    '<figure class="image image-left image-right"><img src="/i/1/" alt=""></figure><p>x</p>',
    *(
        f'<table><tr><td colspan="{n}" rowspan="{n}">甲</td><td>乙</td></tr></table>'
        for n in ("1", "2", "99", "100", "101", "0", "x", "-1")
    ),
    *(f'<ol start="{n}"><li>甲</li></ol>' for n in ("1", "0", "7", "007", "-3", "999999", "1000000", "x")),
    *(f'<p><img src="/i/1/" alt="" width="{n}" height="{n}">x</p>' for n in ("1", "0", "40", "010", "99999", "100000")),
    *(
        f"<p><del>{tag}</del><{tag}>甲</{tag}></p>"
        for tag in ("kbd", "samp", "tt", "strike", "del", "ins", "u", "q", "cite", "mark")
    ),
    "<pre>\n\n  x\n</pre><pre class='language-js'><code>y</code></pre><p>z</p>",
    "<p>العربية \u202eabc\u202c 👩‍👩‍👧‍👦 e\u0301 \ufeff\u200b\u00ad</p><p>x</p>",
    "<ruby>汉<rp>(</rp><rt>hàn</rt><rp>)</rp></ruby><h5>五</h5>",
]
LINKS = [
    "https://example.org/?a=1&b=2#c",
    "HTTPS://EXAMPLE.ORG",
    "http://例子.中国/路",
    "mailto:a@example.org",
    "mailto:",
    "/tag/x/",
    "//example.org/x",
    "#top",
    "?page=2",
    "page.html",
    "javascript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,x",
    "tel:110",
    "ftp://example.org/",
    "https://user:pw@example.org/",
    "https:///x",
    "https://",
    "https://example.org/a b",
    "https://example.org/\u202e",
    "https://example.org/" + "a" * 5_000,
    "https://example.org:0/",
    "https://example.org:99999/",
    "https://a?b@c",
    "https://[::1]/",
    "  https://example.org/  ",
    "/\\example.org",
    "",
]


def test_what_is_pasted_is_what_the_cleaner_keeps(classic):
    once = classic.evaluate("(cases) => cases.map((html) => newsPaste.clean(html))", PASTED)
    assert differences(PASTED, (clean_html(html).html for html in once), once) == []


def test_a_link_may_lead_to_the_same_addresses(classic):
    """Pasted or written in the second engine."""
    theirs = classic.evaluate("(links) => links.map((link) => newsPasteRuns.mayLinkTo(link))", LINKS)
    assert differences(LINKS, (bool(safe_link(link)) for link in LINKS), theirs) == []
    pasted = [f'<p>甲<a href="{link}">链</a></p><p>乙</p>' for link in LINKS]
    once = classic.evaluate("(cases) => cases.map((html) => newsPaste.clean(html))", pasted)
    assert differences(pasted, ("<a" in clean_html(html).html for html in once), ("<a" in html for html in once)) == []


def test_a_crop_is_shown_where_it_is_cut(classic):
    sizes = [(4000, 3000), (3000, 4000), (1200, 630), (1, 1), (10, 4000), (4000, 10), (1600, 900), (801, 799)]
    points = [(x, y) for x in (0, 0.1, 0.335, 0.5, 0.99, 1) for y in (0, 0.25, 0.5, 0.8, 1)]
    cases = [[*size, *point] for size in sizes for point in points]
    theirs = classic.evaluate(
        """(cases) => cases.map(([width, height, x, y]) => {
          const inputs = [x, y].map((value) => Object.assign(document.createElement('input'), { value: value * 100 }));
          const box = document.createElement('div');
          newsPictures.focal(box, inputs, { point: '' }).show({ width, height, preview: 'data:,' });
          return Object.fromEntries([...box.querySelectorAll('.focal-crops img')].map((image) => [
            image.className.replace('crop-', ''), image.style.objectPosition.split(' ').map(parseFloat)]));
        })""",
        cases,
    )
    for (width, height, x, y), shown in zip(cases, theirs, strict=True):
        assert shown.keys() == CROPS_PX.keys()
        for name, shape in CROPS_PX.items():
            left, top, right, bottom = crop_box((width, height), shape, (x, y))
            cut = (width - (right - left), height - (bottom - top))
            for share, begin, left_over in zip(shown[name], (left, top), cut, strict=True):
                assert abs(share / 100 * left_over - begin) <= 1, (width, height, x, y, name)


# --- The clock ----------------------------------------------------------------------


def test_now_is_the_newsrooms_now(browser, live_server):
    moments = [
        dt.datetime(2026, *rest, tzinfo=dt.UTC)
        for rest in ((1, 1, 0, 0), (3, 29, 0, 59), (3, 29, 1, 0), (7, 1, 23, 59))
    ]
    moments += [dt.datetime(2024, 2, 28, 18, 30, tzinfo=dt.UTC), dt.datetime(2026, 11, 1, 6, 0, tzinfo=dt.UTC)]
    zones = ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Kiritimati", "UTC"]
    page = browser.new_page(timezone_id="Australia/Lord_Howe")
    page.goto(f"{live_server.url}/static/news-admin/desk.js")
    for moment in moments:
        page.clock.set_fixed_time(moment)
        theirs = page.evaluate(
            """async (zones) => {
              const { addChips } = await import('/static/news-admin/time-chips.js');
              const { make } = await import('/static/news-admin/desk.js');
              return zones.map((zone) => {
                const inputs = ['date', 'time'].map((type) => make('input', { type }));
                const form = make('form', {}, ...inputs);
                const chips = addChips(...inputs, { now: 'now', tonight: '', tomorrow: '', group: '', zone });
                const [now, , tomorrow] = chips.querySelectorAll('button');
                return [now, tomorrow].map((chip) => {
                  chip.click();
                  return inputs.map(({ value }) => value).join(' ');
                });
              });
            }""",
            zones,
        )
        local = [moment.astimezone(ZoneInfo(zone)) for zone in zones]
        ours = [[f"{at:%Y-%m-%d %H:%M}", f"{at.date() + dt.timedelta(days=1)} 08:00"] for at in local]
        assert differences(zones, ours, theirs) == []
    page.close()


# --- The second engine ----------------------------------------------------------------


@pytest.fixture
def engine(classic, settings):
    prose_editor = pytest.importorskip(
        "django_prose_editor", reason="django-prose-editor is not installed (extra `prose`)"
    )
    settings.STATICFILES_DIRS = [*settings.STATICFILES_DIRS, Path(prose_editor.__file__).parent / "static"]
    classic.evaluate(
        """async () => {
          const engine = await import('/static/django_prose_editor/editor.js');
          const { makeExtensions } = await import('/static/news-admin/prose-schema.js');
          const { readHtml, writeHtml } = await import('/static/news-admin/prose-writing.js');
          window.extensions = makeExtensions(engine, { askForLink: () => {} });
          window.schema = engine.getSchema(extensions);
          window.rewrite = (html) => {
            const content = readHtml(engine, schema, html);
            const element = document.createElement('div');
            const editor = new engine.Editor({ element, extensions, content, injectCSS: false });
            const written = writeHtml(editor.getHTML());
            editor.destroy();
            return written;
          };
        }"""
    )
    return classic


def test_the_schema_holds_the_same_elements(engine):
    rules = engine.evaluate(
        """() => [schema.nodes, schema.marks].flatMap((all) => Object.values(all))
          .flatMap(({ spec }) => spec.parseDOM ?? []).map(({ tag }) => tag).filter(Boolean)"""
    )
    theirs = {name for rule in rules for name in [rule.split()[-1].split("[")[0]] if name}
    ours = (BLOCKS | INLINE | CHILDREN.keys() | set().union(*CHILDREN.values())) - {"root"}
    meaningless = {"span", "thead", "tbody", "tfoot"}  # no node of their own: a span says nothing, rows keep their part
    assert theirs & ours == ours - meaningless


def test_what_the_server_lets_it_open_it_writes_as_it_was(engine):
    bodies = [clean_html(body).html for body in BODIES] + make_bodies(60, is_every=False)
    known = [body for body in bodies if ("<img" in body or visible_text(body)) and not find_unknown(body)]
    assert len(known) > 60
    written = engine.evaluate("(bodies) => bodies.map(rewrite)", known)
    assert differences(known, map(shape_of, known), (shape_of(clean_html(html).html) for html in written)) == []
