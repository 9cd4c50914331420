"""The library, merging and one's own preferences in a browser: drop, paste, keys, and nothing for axe to find."""

import os

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from news.images.storing import store_image
from news.models import Category, Image
from tests.browser.pictures import give
from tests.browser.waiting import settle
from tests.factories import AuthorFactory, CategoryFactory, ImageFactory, PostFactory, TagFactory
from tests.images.pictures import jpeg

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("CMS_SCREENSHOTS", "")
# What sticks out, if anything makes the page scroll sideways.
WIDER = """() => document.documentElement.scrollWidth <= innerWidth ? []
  : [...document.querySelectorAll('body *')].filter((each) => each.getBoundingClientRect().right > innerWidth + 1)
    .map((each) => each.outerHTML.slice(0, 120)).slice(-3)"""
SHAPES = [(width, dark) for width in (390, 1280) for dark in (False, True)]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    return settings.MEDIA_ROOT


def library(page):
    page.goto(reverse("admin:news_image_changelist"))
    return page


def test_two_are_dropped_and_one_is_known(open_page, editor_user):
    known = store_image(jpeg(90, 60), alt="旧图")
    page = library(open_page(user=editor_user))
    files = [("新.jpg", "image/jpeg", jpeg(90, 60, "red")), ("旧.jpg", "image/jpeg", jpeg(90, 60))]
    give(page.locator("#media-upload"), "drop", [*files, ("字.txt", "text/plain", b"x")])
    expect(page.locator("#media-upload-results .is-added")).to_have_count(1)
    expect(page.locator("#media-upload-results .is-known a")).to_have_attribute(
        "href", reverse("admin:news_image_change", args=[known.pk])
    )
    expect(page.locator("#media-upload-results .is-failed")).to_contain_text("字.txt")
    assert Image.objects.count() == 2
    page.locator("#media-upload-done a").click()
    expect(page.locator(".media-tile")).to_have_count(2)
    assert page.watch.errors == page.watch.strangers == []


def test_pasted_and_chosen_pictures_come_too(open_page, editor_user):
    page = library(open_page(user=editor_user, width=390, height=844))
    give(page.locator("#media-upload"), "paste", [("image.png", "image/jpeg", jpeg(80, 60))])
    expect(page.locator("#media-upload-results .is-added")).to_have_count(1)
    files = [
        {"name": f"{colour}.jpg", "mimeType": "image/jpeg", "buffer": jpeg(80, 60, colour)}
        for colour in ("red", "blue")
    ]
    page.locator("#media-files").set_input_files(files)
    expect(page.locator("#media-upload-results .is-added")).to_have_count(3)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_arrow_keys_move_the_focal_point_and_all_four_crops(open_page, editor_user):
    image = store_image(jpeg(600, 1200))
    page = open_page(user=editor_user)
    page.goto(reverse("admin:news_image_change", args=[image.pk]))
    crops = page.locator(".focal-crops img")
    before = crops.evaluate_all("all => all.map((each) => getComputedStyle(each).objectPosition)")
    point = page.locator(".focal-point")
    point.press("Home")
    for _ in range(3):
        point.press("Shift+ArrowUp")
    assert page.input_value("#id_focal_y") == "20"
    after = crops.evaluate_all("all => all.map((each) => getComputedStyle(each).objectPosition)")
    assert len(after) == 4
    assert all(a != b for a, b in zip(before, after, strict=True))
    with page.expect_navigation():
        page.click("[name=_continue]")
    image.refresh_from_db()
    assert image.focal_y == 0.2


def test_a_category_is_moved_by_a_button_and_by_dragging(open_page, editor_user):
    rows = CategoryFactory.create_batch(3)
    page = open_page(user=editor_user)
    page.goto(reverse("admin:news_category_order"))
    line = page.locator(f"#category-{rows[2].pk} > .order-line")
    line.locator("button").first.click()
    expect(page.locator("#desk-announcer")).not_to_be_empty()
    assert list(Category.objects.order_by("position")) == [rows[0], rows[2], rows[1]]
    with page.expect_response("**/order/"):
        line.locator(".order-grip").drag_to(page.locator(f"#category-{rows[0].pk} > .order-line"))
    assert list(Category.objects.order_by("position")) == [rows[2], rows[0], rows[1]]
    assert page.watch.errors == []


def make_content(user):
    """One of each: described, without words, too large, decorative, waiting, licence over."""
    first = store_image(jpeg(900, 600), alt="渔船靠岸，清晨的码头", uploaded_by=user)
    ImageFactory(pending=True, state="failed", state_reason="not-found", alt="")
    store_image(jpeg(600, 900, "navy"), original_name="IMG_20261124_0813.jpg")
    Image.objects.filter(alt="").update(size_bytes=3 << 20, licence_ends_on="2026-01-01")
    parent = CategoryFactory(name="新闻")
    CategoryFactory(name="高科技", parent=parent)
    tags = [TagFactory(name=name) for name in ("人工智能", "AI", "机器学习")]
    author = AuthorFactory(name="本报记者", picture=first)
    PostFactory(header_image=first, categories=[parent], tags=["AI"], authors=[author])
    return first, parent, tags, author


def addresses(first, parent, tags, author):
    chosen = "&".join(f"ids={tag.pk}" for tag in tags)
    merge = reverse("admin:news_tag_merge")
    return {
        "grid": reverse("admin:news_image_changelist"),
        "list": reverse("admin:news_image_changelist") + "?view=list",
        "detail": reverse("admin:news_image_change", args=[first.pk]),
        "replace": reverse("admin:news_image_replace", args=[first.pk]),
        "delete": reverse("admin:news_image_delete", args=[first.pk]),
        "merge": f"{merge}?{chosen}",
        "merge-preview": f"{merge}?{chosen}&into={tags[0].pk}",
        "merge-one": f"{reverse('admin:news_category_merge')}?ids={parent.pk}",
        "delete-category": reverse("admin:news_category_delete", args=[parent.pk]),
        "delete-author": reverse("admin:news_author_delete", args=[author.pk]),
        "order": reverse("admin:news_category_order"),
        "preferences": reverse("admin:preferences"),
    }


@pytest.mark.parametrize(("width", "dark"), SHAPES)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(open_page, editor_user, width, dark):
    pages = addresses(*make_content(editor_user))
    page = open_page(user=editor_user, width=width, height=844 if width == 390 else 900, dark=dark)
    found = {}
    for name, url in pages.items():
        page.goto(url)
        settle(page)
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/{name}-{width}-{'dark' if dark else 'light'}.png", full_page=True)
        violations = Axe().run(page).response["violations"]
        problems = [(each["id"], [node["html"][:160] for node in each["nodes"]][:3]) for each in violations]
        problems += [("too wide", wide) for wide in page.evaluate(WIDER)]
        if problems:
            found[name] = problems
    assert found == {}
