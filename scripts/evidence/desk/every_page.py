"""Lines about every page of the desk: accessibility, languages, and the bar that stays in sight."""

import re
from functools import lru_cache
from itertools import product

from django.urls import reverse
from playwright.sync_api import Page

from news.images.storing import store_image
from news.models import Activity, Author, Category, Image, Post, Source, Tag, User
from news.publishing.posts import workflow
from news.publishing.posts.recording import record_revision
from news.publishing.posts.saving import save_post
from news.text.excerpts import make_excerpt
from scripts.evidence.axe import find_violations
from scripts.evidence.desk.stage import READY, Desk, draw, open_form, url_of
from scripts.evidence.measured import Measured, desk_line, no_faults
from scripts.evidence.stage import HEIGHTS, windows
from tests.browser.waiting import settle
from tests.factories import AuthorFactory, CategoryFactory, PostFactory
from tests.test_translations import Sayings, chinese_words, english_words

# Names of keys, formats, programs and hosts, and an example of a slug.
NEUTRAL = re.compile(
    r"\b(?:Ctrl|Shift|Alt|Esc|Enter|Tab|Home|End|Word|WPS|Google|AIoT|JavaScript|CSV|JPEG|PNG|GIF|WebP|[KM]i?B)\b"
    r"|ferry-winter-timetable|(?<!/)(?:localhost|127\.0\.0\.1)(?::\d+)?"
)
PARTS_OF_TEXT = re.compile(r"[，。；\n]+")
CHANGED_WORDS = (
    "海尔",
    "集团",
    "智家",
    "发布新平台",
    "潮水在",
    "清晨",
    "傍晚",
    "退去，码头上的人开始一天的工作。",
)  # of make_post
PARAGRAPH = "<p>潮水在清晨退去，码头上的人开始一天的工作。</p>"


def make_post(desk: Desk, **values: object) -> Post:
    """Write, change and publish a post, so that the comparison and the log have content."""
    writer = desk.person("editor")
    links = {"categories": [CategoryFactory()], "authors": [AuthorFactory()], "tags": ["海港"]}
    image = store_image(draw(1200, 900), alt="渔船靠岸", uploaded_by=writer)
    body = f"<h2>码头</h2>{PARAGRAPH * 3}"
    shared = {"status": "draft", "published_at": None, "path_on": None, "owner": writer, "header_image": image}
    post = PostFactory(title="海尔集团发布新平台", body=body, **shared, **links, **values)
    record_revision(post, writer)
    post.title, post.body = "海尔智家发布新平台", body.replace("清晨", "傍晚", 1)
    save_post(post, writer)
    workflow.publish(post, writer)
    return post


@lru_cache(maxsize=2)
def pages_of(desk: Desk) -> dict[str, str]:
    """Return the pages to measure by name, each with some content."""
    post = make_post(desk)
    return {
        "login": reverse("admin:login"),
        "today": reverse("admin:index"),
        "list": reverse("admin:news_post_changelist"),
        "add": reverse("admin:news_post_add"),
        "change": url_of(post),
        "media": reverse("admin:news_image_changelist"),
        "calendar": reverse("admin:news_post_calendar"),
        "compare": url_of(post, "compare") + "?old=1&new=2",
        "log": reverse("admin:news_activity_changelist"),
        "front page": reverse("admin:front_page"),
    }


def visit(page: Page, name: str, path: str) -> Page:
    page.goto(path)
    if name in ("add", "change"):
        page.wait_for_selector(READY, state="attached")
    page.wait_for_load_state("load")
    settle(page)
    return page


@desk_line(41, "axe finds nothing on ten pages of the desk, light and dark, 390 and 1280 px; none is too wide")
def measure_barriers(desk: Desk) -> Measured:
    faults, count = [], 0
    for width, is_dark in windows():
        signed_in = desk.window(desk.person("chief"), width, is_dark=is_dark)
        stranger = desk.window(None, width, is_dark=is_dark)
        for name, path in pages_of(desk).items():
            page = visit(stranger if name == "login" else signed_in, name, path)
            where = f"{name} {width} {'dark' if is_dark else 'light'}"
            faults += [f"{where}: {each}" for each in find_violations(page)]
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                faults.append(f"{where}: wider than the window")
            count += 1
    return no_faults(faults, f"0 violations in {count} windows")


@desk_line(42, "the same pages say nothing in English on a Chinese desk and nothing in Chinese on an English one")
def measure_words(desk: Desk) -> Measured:
    faults, pages = [], pages_of(desk)
    for language, find in (("zh-hans", english_words), ("en", chinese_words)):
        page, names = desk.window(desk.person("chief", language)), names_in_use()
        for name, path in pages.items():
            if name != "login":  # it follows the browser's language; tests/test_translations.py reads both
                texts = Sayings(visit(page, name, path).content()).found
                strange = find([without(names, text) for text in texts])
                faults += [f"{name} in {language}: «{text[:40]}»" for text in strange]
    return no_faults(faults, f"0 strange words on {len(pages_of(desk)) - 1} pages in two languages")


def names_in_use() -> list[str]:
    """Return names and texts written by people, the longest first; they stay the same in every language."""
    found: set[str] = set(Activity.objects.values_list("title", flat=True))  # titles that posts had earlier, too
    for body in Post.objects.order_by("-pk").values_list("body", flat=True)[:50]:
        found.update((*PARTS_OF_TEXT.split(re.sub("<[^>]+>", "\n", body)), re.sub("<[^>]+>", "", body)))
        found.add(make_excerpt(body, len(body)))  # of which the mock of a shared link shows the beginning
    found.update((PARAGRAPH[3:-4], *CHANGED_WORDS))
    for model, fields in (
        (Post, ("title", "slug", "summary")),
        (Category, ("name", "slug")),
        (Tag, ("name",)),
        (Author, ("name",)),
        (Source, ("name",)),
        (Image, ("alt", "original_name", "caption", "credit")),
        (User, ("username", "first_name", "last_name")),
    ):
        for row in model.objects.values_list(*fields):
            found.update(str(value) for value in row if value)
    # A lone «.», «5» or «a» would be removed from inside other words.
    telling = (name for name in found if any(map(str.isalpha, name)) and not (len(name) == 1 and name.isascii()))
    return sorted(telling, key=len, reverse=True)


def without(names: list[str], text: str) -> str:
    if text.endswith("…") and any(name.startswith(text[:-1].rstrip()) for name in names):
        return ""
    if not text:
        return ""
    for name in names:
        if name in text:
            text = text.replace(name, " ")
    text = NEUTRAL.sub(" ", text)
    return re.sub(r"\S*@\S+|\b[\w-]+\.(?:jpe?g|png|webp|gif)\b", " ", text)


@desk_line(44, "the bar with Save and Publish is in view wherever the form is scrolled, at 390 and 1280 px")
def measure_bar(desk: Desk) -> Measured:
    post = PostFactory(status="draft", published_at=None, path_on=None, body=PARAGRAPH * 60)
    faults, count = [], 0
    for width in (390, 1280):
        page = open_form(desk.window(desk.person("editor"), width), post)
        total = page.evaluate("document.documentElement.scrollHeight")
        for top, name in product(range(0, total + 199, 200), ("_continue", "_publish")):
            page.evaluate("(y) => window.scrollTo({ top: y, behavior: 'instant' })", top)
            box = page.locator(f"input[name={name}]").bounding_box()
            count += 1
            if box is None or box["y"] < 0 or box["y"] + box["height"] > HEIGHTS[width] + 0.5:
                faults.append(f"{width} px, scrolled by {top}: {name} at {box and round(box['y'])}")
    return no_faults(faults, f"in view at each of {count // 2} positions")
