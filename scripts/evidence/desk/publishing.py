"""Lines about publishing: the checks before it, two clicks, undo, a scheduled time."""

import datetime as dt
import time

from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from news.models import Post, User
from news.publishing.posts import workflow
from scripts.evidence.desk.stage import Desk, open_form, publish
from scripts.evidence.measured import Measured, desk_line, no_faults
from tests.factories import AuthorFactory, CategoryFactory, ImageFactory, PostFactory, ReadyPostFactory

NOT_FOUND, FOUND = 404, 200
CODES = {"header-alt-missing": "header_alt", "category-missing": "category_list"}
MOST_CLICKS, UNDO_S = 2, 10
DRAFT = {"status": "draft", "published_at": None, "path_on": None}


@desk_line(
    53,
    "without alt and category nothing goes out; each finding leads to its field and goes when mended, without a reload",
)
def measure_gate(desk: Desk) -> Measured:
    CategoryFactory.create_batch(9)  # with only a few categories there is no search field
    category = CategoryFactory(name="把关科技")
    post = PostFactory(title="把关", authors=[AuthorFactory()], header_image=ImageFactory(alt=""), **DRAFT)
    page = open_form(desk.window(desk.person("editor")), post)
    page.evaluate("window.stayed = true")
    page.click("input[name=_publish]")
    page.locator(".check[data-code='category-missing']").wait_for()
    faults = [] if page.locator("[data-confirm]").is_disabled() else ["the dialog does not hold it back"]
    page.click("#publish-dialog [data-cancel]")
    for code, field in CODES.items():
        faults += lead(page, code, field)
        if code == "header-alt-missing":
            page.keyboard.type("渔船在晨雾里靠岸")
        else:
            page.fill("#id_category_list", category.name)
            page.keyboard.press("Enter")
        page.locator(f".check[data-code='{code}']").wait_for(state="detached")
    faults += [] if page.evaluate("window.stayed") else ["the page was loaded anew"]
    publish(page)
    faults += [] if Post.objects.get(pk=post.pk).is_public() else ["still not out after mending"]
    return no_faults(faults, f"{len(CODES)} of {len(CODES)} lead to their fields and go; then it is out")


def lead(page: Page, code: str, field: str) -> list[str]:
    page.locator(f".check[data-code='{code}'] [data-go]").first.click()
    script = "(name) => document.activeElement.matches(`#id_${name}, .field-${name} *`)"
    return [] if page.evaluate(script, field) else [f"{code} leads elsewhere"]


@desk_line(54, "from the form to the live page in two clicks; 200 at once, 404 after undo within ten seconds")
def measure_publication(desk: Desk) -> Measured:
    post = ReadyPostFactory(title="两次点击", **DRAFT)
    page = open_form(desk.window(desk.person("editor")), post)
    began = time.monotonic()
    clicks = publish(page)
    path = Post.objects.get(pk=post.pk).get_absolute_url()
    live, live_s = desk.status(path), time.monotonic() - began
    with page.expect_navigation():
        page.click("[data-undo] button")
    undone_s, after = time.monotonic() - began, desk.status(path)
    value = f"{clicks} clicks; {live} after {live_s:.1f} s; undone after {undone_s:.1f} s: {after}"
    holds = clicks <= MOST_CLICKS and (live, after) == (FOUND, NOT_FOUND) and undone_s <= UNDO_S * desk.slack
    return Measured(value, holds)


def soon(days: int, hour: int = 9, minute: int = 30) -> dt.datetime:
    day = timezone.localdate() + dt.timedelta(days=days)
    return dt.datetime.combine(day, dt.time(hour, minute), timezone.get_default_timezone())


@desk_line(55, "a scheduled post answers 404 before its time, 200 after it; the calendar moves it by mouse and keys")
def measure_schedule(desk: Desk) -> Measured:
    person = desk.person("editor")
    post = workflow.publish(ReadyPostFactory(title="渡轮改期", **DRAFT), person, at=soon(1))
    page, faults = desk.window(person), []
    page.goto(f"{reverse('admin:news_post_calendar')}?month={soon(1):%Y-%m}")
    with page.expect_navigation():
        page.locator(f"li[data-post='{post.pk}']").drag_to(page.locator(f"td[data-date='{soon(2):%Y-%m-%d}'] .date"))
    post.refresh_from_db()
    faults += [] if post.published_at == soon(2) else [f"dragged to {post.published_at}"]
    move_by_keyboard(page, post)
    post.refresh_from_db()
    faults += [] if post.published_at == soon(1, 20, 15) else [f"moved by keys to {post.published_at}"]
    path, before = schedule_and_ask(desk, post, person)
    post.refresh_from_db()
    time.sleep(max(0, (post.published_at - timezone.now()).total_seconds()) + 0.2)
    call_command("publish_due", verbosity=0, quiet=True)
    after = desk.status(path)
    faults += [] if (before, after) == (NOT_FOUND, FOUND) else [f"{before} before, {after} after its time"]
    return no_faults(faults, f"moved by mouse and by keys; {before} before, {after} after its time")


def schedule_and_ask(desk: Desk, post: Post, person: User) -> tuple[str, int]:
    """Return the post's path and its status before its time. If the time came too soon, retry with a later one."""
    ahead = dt.timedelta(seconds=4)
    while True:
        post = workflow.publish(post, person, at=timezone.now() + ahead)
        path, before = post.get_absolute_url(), desk.status(post.get_absolute_url())
        if timezone.now() < post.published_at:
            return path, before
        ahead *= 2


def move_by_keyboard(page: Page, post: Post) -> None:
    page.goto(f"{reverse('admin:news_post_calendar')}?month={soon(2):%Y-%m}")
    page.locator(f"li[data-post='{post.pk}'] summary").focus()
    page.keyboard.press("Enter")
    page.locator("details[open] [name=date]").fill(f"{soon(1):%Y-%m-%d}")
    page.locator("details[open] [name=time]").fill("20:15")
    with page.expect_navigation():
        page.keyboard.press("Enter")
