"""The list, the calendar and the questions before acts, in a browser: moved by mouse and by keys, fit for everybody."""

import datetime as dt

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import timezone

from news.models import Post
from tests.factories import AuthorFactory, CategoryFactory, PostFactory
from tests.people import make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LIST, CALENDAR = reverse("admin:news_post_changelist"), reverse("admin:news_post_calendar")
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}


def soon(days, hour=9):
    day = timezone.localdate() + dt.timedelta(days=days)
    return dt.datetime.combine(day, dt.time(hour, 30), timezone.get_default_timezone())


def find_faults(page):
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{rule['id']} {node['target']}" for rule in found for node in rule["nodes"]]


def test_a_scheduled_post_moves_by_mouse_and_by_keyboard(open_page, editor_user):
    post = PostFactory(title="渡轮改期", published_at=soon(1))
    page = open_page(user=editor_user)
    page.goto(f"{CALENDAR}?month={soon(1):%Y-%m}")
    target = soon(2)
    with page.expect_navigation():
        page.locator(f"li[data-post='{post.pk}']").drag_to(page.locator(f"td[data-date='{target:%Y-%m-%d}'] .date"))
    post.refresh_from_db()
    assert post.published_at == target
    page.locator(f"li[data-post='{post.pk}'] summary").focus()
    page.keyboard.press("Enter")
    page.locator("details[open] [name=date]").fill(f"{soon(1):%Y-%m-%d}")
    page.locator("details[open] [name=time]").fill("20:15")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    post.refresh_from_db()
    assert post.published_at == soon(1).replace(hour=20, minute=15)
    assert page.watch.errors == []


def test_rows_are_reached_chosen_and_opened_with_keys(open_page, editor_user):
    first, second = (PostFactory(title=title) for title in ("乙", "甲"))
    page = open_page(user=editor_user)
    page.goto(LIST)
    for key in ("j", "j", "x", "k"):
        page.keyboard.press(key)
    assert page.locator(".action-select:checked").evaluate_all("boxes => boxes.map((box) => box.value)") == [
        str(first.pk)
    ]
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert f"/{second.pk}/change/" in page.url
    page.goto(LIST)
    page.evaluate("document.body.dataset.shortcuts = 'off'")
    page.keyboard.press("j")
    assert page.locator(".is-current").count() == 0


def test_quick_edit_works_without_scripts(open_page, editor_user):
    post = PostFactory(categories=[CategoryFactory()], tags=["甲"])
    page = open_page(user=editor_user, java_script_enabled=False)
    page.goto(LIST)
    page.locator(".quick summary").click()
    page.locator(f"#tags-{post.pk}").fill("甲，乙")
    with page.expect_navigation():
        page.locator(".quick button").click()
    assert {tag.name for tag in Post.objects.get().tags.all()} == {"甲", "乙"}


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_list_the_calendar_and_a_question_are_fit_for_everybody(open_page, width, dark):
    links = {"categories": [CategoryFactory()], "authors": [AuthorFactory()]}
    for values in ({}, {"published_at": soon(1)}, {"status": "draft"}, {"language": "en"}):
        PostFactory(**links, **values)
    PostFactory(trashed_at=timezone.now())
    page = open_page(width, 844 if width == 390 else 900, dark, make_person("chief"))
    for address in (LIST, f"{LIST}?state=trashed", f"{LIST}?q=没有", CALENDAR):
        page.goto(address)
        page.locator("details").evaluate_all("all => all.forEach((box) => { box.open = true; })")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        assert find_faults(page) == [], address
    for name in ("publish_selected", "schedule_selected", "change_categories_selected"):
        page.goto(LIST)
        page.locator(".action-select").evaluate_all("all => all.forEach((box) => { box.checked = true; })")
        page.select_option("select[name=action]", name)
        with page.expect_navigation():
            page.locator(".actions button[type=submit]").click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert find_faults(page) == [], name
