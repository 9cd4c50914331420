"""Lines about what is written: the markup of the text, the post's address, the tags."""

import datetime as dt
import re
import statistics
from urllib.parse import unquote

from django.urls import reverse
from django.utils import timezone
from lxml import html
from playwright.sync_api import Page, expect

from news.images.storing import store_image
from news.models import Image, Post, Tag
from scripts.evidence.desk.stage import Desk, draw, open_form, save
from scripts.evidence.measured import Measured, desk_line, no_faults
from tests.admin.forms import fill
from tests.factories import ReadyPostFactory

FIGURE = (
    '<figure class="image"><img src="/i/{}/" alt="渔船“靠岸”" width="900" height="600">'
    "<figcaption>图注 <em>强调</em></figcaption></figure>"
)
HOSTILE = (
    '<p onclick="alert(1)">甲</p><script>alert(2)</script><p><a href="javascript:alert(3)">乙</a></p>'
    '<img src="x" onerror="alert(4)"><svg onload="alert(5)"></svg><p style="background:url(javascript:alert(6))">丙</p>'
)
LONGEST_SLUG, TAG_COUNT, SLOWEST_TAGS_MS = 60, 5000, 300
PASTE = """() => {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', '海尔、科创中国，AIoT');
  document.activeElement.dispatchEvent(
    new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
}"""


@desk_line(
    48, "a figure with caption, alt, width and height is stored and shown as it was opened; hostile markup is not"
)
def measure_markup(desk: Desk) -> Measured:
    person = desk.person("editor")
    image: Image = store_image(draw(900, 600), alt="渔船“靠岸”", uploaded_by=person)
    body = f"<p>前文</p>{FIGURE.format(image.pk)}<p>后文</p>"
    post = ReadyPostFactory(body=body)
    page = open_form(desk.window(person), post)
    page.fill("#id_title", "潮水退去")
    save(page)
    post = Post.objects.get(pk=post.pk)
    faults = [] if post.body == body and post.title == "潮水退去" else [f"stored as {post.body}"]
    page.goto(post.get_absolute_url())
    figure = page.locator(".prose figure")
    shown = [figure.locator("img").get_attribute(name) for name in ("alt", "width", "height")]
    caption = figure.locator("figcaption").inner_html().strip()
    if shown[0] != "渔船“靠岸”" or not all(shown) or "图注 <em>强调</em>" not in caption:
        faults.append(f"shown with {shown}, {caption}")
    faults += hostile_faults(desk)
    return no_faults(faults, "stored byte for byte, shown with caption, alt and size; no hostile piece on the page")


def hostile_faults(desk: Desk) -> list[str]:
    """Return what goes wrong when hostile HTML is sent without the editor, as no browser would do."""
    post = ReadyPostFactory()
    fill(desk.client(desk.person("editor")), post, body=HOSTILE)
    post = Post.objects.get(pk=post.pk)
    page = desk.window()
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.goto(post.get_absolute_url())
    prose = html.fromstring(page.locator(".prose").first.inner_html())
    bad = prose.xpath("//script | //svg | //@*[starts-with(name(), 'on')] | //@style | //@href[contains(., 'script:')]")
    faults = [f"{len(bad)} hostile pieces shown"] if bad else []
    faults += [f"text lost with the hostile markup: {word}" for word in "甲乙丙" if word not in post.body]
    return faults + [f"a script ran: {message}" for message in asked]


@desk_line(
    49,
    "a title makes an ASCII slug of at most 60 characters; that of a public post is locked, a change leaves a 301",
)
def measure_slug(desk: Desk) -> Measured:
    page = open_form(desk.window(desk.person("editor")))
    with page.expect_response(lambda answer: "协同发展" in unquote(answer.url)):  # the last request
        page.keyboard.type("行业唯一！海尔2类平台入选首批“科创中国”创新基地，带动产业链上下游协同发展")
    expect(page.locator("#id_slug")).to_have_value(re.compile(".{20}"))
    slug = page.input_value("#id_slug")
    faults = [] if slug.isascii() and len(slug) <= LONGEST_SLUG else [f"slug {slug}"]
    post = ReadyPostFactory(slug="chao-shui", published_at=timezone.now() - dt.timedelta(days=2))
    old = post.get_absolute_url()
    open_form(page, post)
    if page.locator("#id_slug").is_editable():
        faults.append("not locked")
    page.click(".field-slug button >> nth=0")
    page.fill("#id_slug", "ebb")
    save(page)
    answer = page.request.get(old, max_redirects=0)
    if answer.status != 301 or not answer.headers.get("location", "").endswith("/ebb/"):  # noqa: PLR2004
        faults.append(f"the old address answers {answer.status}")
    return no_faults(faults, f"{slug} ({len(slug)}); locked; 301 to the new address")


@desk_line(50, "a pasted 海尔、科创中国，AIoT becomes three tags; suggestions come within 300 ms among 5,000 tags")
def measure_tags(desk: Desk) -> Measured:
    Tag.objects.bulk_create(Tag(name=f"量尺{n}", key=f"量尺{n}", slug=f"liang-chi-{n}") for n in range(TAG_COUNT))
    try:
        page = open_form(desk.window(desk.person("editor")))
        page.focus("#id_tag_list")
        page.evaluate(PASTE)
        page.locator(".token").nth(2).wait_for()
        tags = page.locator(".token span").all_inner_texts()
        median = time_suggestions(page)
    finally:
        Tag.objects.filter(name__startswith="量尺").delete()
    holds = tags == ["海尔", "科创中国", "AIoT"] and median <= SLOWEST_TAGS_MS * desk.slack
    return Measured(f"{'、'.join(tags)}; {median:.0f} ms among {TAG_COUNT:,} tags, median of 9", holds)


def time_suggestions(page: Page) -> float:
    """Return the milliseconds from the request to the last byte, as measured by the browser."""
    url = reverse("admin:news_post_suggest_tags")
    script = """async ([url, words]) => {
      const times = [];
      for (const word of words) {
        const began = performance.now();
        const answer = await fetch(`${url}?q=${encodeURIComponent(word)}`);
        await answer.text();
        times.push(performance.now() - began);
      }
      return times;
    }"""
    words = ["量尺4", "liangchi", "lc", "量尺499", "尺", "kczg", "量", "海", "x"]
    return statistics.median(page.evaluate(script, [url, ["x", *words]])[1:])
