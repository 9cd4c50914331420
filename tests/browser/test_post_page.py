"""A post's page in a real browser: measure, contents list, copied link, enlarged picture, print."""

import datetime as dt
import io
import re

import pytest
from PIL import Image as Picture

from tests.factories import CategoryFactory, ImageFactory, PostFactory, SourceFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SENTENCE = "海风把“潮水”的消息带进老城，码头上的人抬头看了看云，又低头去数今天的船。"
ONE_EM = 0.02

MEASURE = """() => {
  const column = document.querySelector('.post'), style = getComputedStyle(column), em = parseFloat(style.fontSize);
  const edges = ['h1', '.hero img', '.prose p'].map((name) => {
    const box = document.querySelector(name).getBoundingClientRect();
    return [box.left, box.right];
  });
  const quoted = [...document.querySelectorAll('.prose p')].find((p) => p.firstChild.data.includes('“')).firstChild;
  const range = document.createRange();
  range.setStart(quoted, quoted.data.indexOf('“'));
  range.setEnd(quoted, quoted.data.indexOf('“') + 1);
  const prose = getComputedStyle(document.querySelector('.prose'));
  const indent = (name) => getComputedStyle(document.querySelector(name)).textIndent;
  return {
    characters: column.getBoundingClientRect().width / em, em, edges,
    lineHeight: parseFloat(prose.lineHeight) / parseFloat(prose.fontSize),
    quote: range.getBoundingClientRect().width / em,
    autospace: prose.textAutospace,
    indents: ['.prose p', '.prose h2', '.prose figure', '.prose li'].map(indent),
    styled: document.querySelectorAll('.prose [style]').length,
    overflow: document.documentElement.scrollWidth - innerWidth,
    headline: document.querySelector('h1').getBoundingClientRect().top,
  };
}"""


def jpeg():
    out = io.BytesIO()
    Picture.new("RGB", (160, 90), "#357").save(out, "JPEG")
    return out.getvalue()


def open_post(open_page, post, **options):
    page = open_page(**options)
    page.route("**/media/**", lambda route: route.fulfill(body=jpeg(), content_type="image/jpeg"))
    page.goto(post.get_absolute_url())
    return page


def make_post(**values):
    figure = f'<figure class="image"><img src="/i/{ImageFactory().pk}/" alt="图"></figure>'
    parts = [f"<p>{SENTENCE * 3}</p>" * 4, f"<h2>第一节</h2>{figure}", f"<p>{SENTENCE * 3}</p>" * 4]
    body = "".join(
        [*parts, "<h2>第二节</h2><ul><li>一</li></ul>", *[f"<p>{SENTENCE * 3}</p>"] * 6, values.pop("end", "")]
    )
    defaults = {
        "header_image": ImageFactory(),
        "summary": SENTENCE,
        "paragraph_style": "indent",
        "categories": [CategoryFactory()],
        "source": SourceFactory(name="门户"),
        "source_url": "https://outlet.example/a",
        "published_at": dt.datetime(2022, 8, 8, 5, 58, tzinfo=dt.UTC),
    }
    return PostFactory(body=body, **defaults | values)


def test_the_column_holds_whole_characters_and_everything_stands_on_its_edges(open_page):
    page = open_post(open_page, make_post(), width=320)
    for width, characters, em in ((320, 16, 17), (390, 20, 17), (768, 38, 18), (1280, 38, 18)):
        page.set_viewport_size({"width": width, "height": 844})
        found = page.evaluate(MEASURE)
        assert found["characters"] == pytest.approx(characters, abs=ONE_EM)
        assert found["em"] == em
        assert found["lineHeight"] == pytest.approx(1.8)
        assert max(abs(edge[side] - found["edges"][0][side]) for edge in found["edges"] for side in (0, 1)) <= 1
        assert found["quote"] >= 0.95
        assert found["autospace"] == "normal"
        assert found["indents"] == [f"{2 * em}px", "0px", "0px", "0px"]
        assert found["styled"] == 0
        assert found["overflow"] <= 0
        assert width != 390 or found["headline"] <= 180


def test_contents_are_folded_on_a_phone_and_stand_beside_the_text_where_there_is_room(open_page):
    page = open_post(open_page, make_post(end=f"<h2>第三节</h2><p>{SENTENCE * 60}</p>"), width=390)
    links = page.locator(".contents a")
    assert not links.first.is_visible()
    page.locator(".contents summary").click()
    links.nth(2).click()
    assert page.evaluate("document.querySelector(':target').textContent") == "第三节"
    page.reload()
    page.set_viewport_size({"width": 1280, "height": 900})
    assert links.first.is_visible()
    column, aside = page.locator(".prose").bounding_box(), page.locator(".contents nav").bounding_box()
    assert column["width"] == 38 * 18
    assert column["x"] + column["width"] < aside["x"]
    assert aside["x"] + aside["width"] <= 1280
    page.evaluate("window.scrollTo(0, document.querySelector('.prose').offsetTop + 1500)")
    assert 0 <= page.locator(".contents nav").bounding_box()["y"] <= 100


def test_the_copied_link_is_the_canonical_one_and_is_announced(open_page):
    page = open_post(open_page, make_post(), permissions=["clipboard-read", "clipboard-write"])
    button = page.locator("[data-copy]")
    button.click()
    said = page.get_by_role("status").filter(has_text=button.get_attribute("data-done"))
    said.wait_for()
    canonical = page.locator("link[rel=canonical]").get_attribute("href")
    assert page.evaluate("navigator.clipboard.readText()") == canonical
    assert not page.locator("[data-share]").is_visible() or page.evaluate("'share' in navigator")
    assert page.watch.errors == []
    assert page.watch.strangers == []


def test_a_picture_is_enlarged_and_esc_leads_back_to_it(open_page):
    page = open_post(open_page, make_post())
    link = page.locator(".prose a.zoom")
    link.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.wait_for()
    assert dialog.locator("img").get_attribute("src") == page.evaluate("document.querySelector('.prose a.zoom').href")
    page.keyboard.press("Escape")
    dialog.wait_for(state="detached")
    assert page.evaluate("document.activeElement === document.querySelector('.prose a.zoom')")


def test_without_a_script_everything_but_the_buttons_works(open_page):
    page = open_post(open_page, make_post(), java_script_enabled=False)
    assert page.locator(".share button:visible").count() == 0
    page.locator(".wechat summary").click()
    assert page.locator(".qr svg").is_visible()
    assert page.locator(".short-link a").is_visible()
    with page.expect_navigation(url="**/media/**"):
        page.locator(".prose a.zoom").click()


def test_a_usual_post_is_printed_on_three_sheets_with_its_address(open_page):
    post = make_post()
    assert post.han_count > 1300
    page = open_post(open_page, post)
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) <= 3
    page.emulate_media(media="print")
    assert not page.locator(":is(nav, form, fieldset, button):visible").count()
    assert not page.locator(".share").is_visible()
    assert page.locator(".only-print svg").is_visible()
    assert page.get_by_text(page.locator("link[rel=canonical]").get_attribute("href"), exact=True).is_visible()
