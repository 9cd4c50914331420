"""Counts what a new editor has to do for the first post: every click, key command and file choice."""

from typing import Any

from playwright.sync_api import Locator, Page

from news.models import Post
from scripts.evidence.desk.stage import PASSWORD, READY, Desk, draw, editor_body
from scripts.evidence.measured import Measured, desk_promise
from tests.browser.pictures import give
from tests.factories import AuthorFactory, CategoryFactory
from tests.people import make_person

MOST_ACTIONS, MOST_CLICKS = 12, 2


class Hand:
    """Acts on a page and counts the acts. Typing text into the focused field is not counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.acts: list[str] = []

    def click(self, target: str) -> None:
        self.acts.append(f"click {target}")
        self.page.click(target)

    def click_on(self, target: Locator, name: str) -> None:
        self.acts.append(f"click {name}")
        target.click()

    def press(self, key: str) -> None:
        self.acts.append(f"key {key}")
        self.page.keyboard.press(key)

    def drop(self, target: str, name: str, data: bytes) -> None:
        self.acts.append("file")
        give(self.page.locator(target), "drop", [(name, "image/jpeg", data)])

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)


@desk_promise(
    "first post",
    "a new editor's first post with a picture, from the login page to readers: at most 12 actions besides typing, "
    "at most 2 clicks from the form to live",
)
def measure_first_post(desk: Desk) -> Measured:
    person = make_person("editor", interface_language="zh-hans")
    CategoryFactory.create_batch(9)  # so many that an editor has to search for one
    wanted = CategoryFactory(name="头一回栏目", slug="first-time")
    AuthorFactory(name="新来的编辑")
    page = desk.window()
    hand = Hand(page)
    page.goto("/admin/login/?next=/admin/")
    sign_in(hand, person)
    write(hand, wanted.name)
    clicks = go_live(hand)
    post = Post.objects.get(title="第一篇文章")
    status = desk.status(post.get_absolute_url())
    has_picture = post.header_image_id is not None
    value = f"{len(hand.acts)} actions ({', '.join(hand.acts)}); {clicks} from the form to live, which answers {status}"
    return Measured(value, len(hand.acts) <= MOST_ACTIONS and clicks <= MOST_CLICKS and status == 200 and has_picture)  # noqa: PLR2004


def sign_in(hand: Hand, person: Any) -> None:
    page = hand.page
    if page.evaluate("document.activeElement.id") != "id_username":
        hand.click("#id_username")
    hand.type(person.username)
    hand.press("Tab")
    hand.type(PASSWORD)
    with page.expect_navigation():
        hand.press("Enter")


def write(hand: Hand, category: str) -> None:
    page = hand.page
    with page.expect_navigation():
        hand.click("[data-go=n]")
    page.wait_for_selector(READY, state="attached")
    if page.evaluate("document.activeElement.id") != "id_title":
        hand.click("#id_title")
    hand.type("第一篇文章")
    hand.click_on(editor_body(page), "text")
    hand.type("潮水退去，码头上的人开始一天的工作。")
    hand.drop(".picture-zone", "码头.jpg", draw(1200, 900))
    page.locator(".focal-picture img[src*='/media/']").wait_for()
    hand.click("#id_header_alt")
    hand.type("清晨的码头")
    hand.click("#id_category_list")
    hand.type(category)
    hand.press("Enter")
    hand.click("#id_author_list")
    hand.type("新来的编辑")
    hand.press("Enter")
    page.locator(".byline-field .chosen-name").wait_for()


def go_live(hand: Hand) -> int:
    """Publish the post and return the number of clicks."""
    page, before = hand.page, len(hand.acts)
    hand.click("input[name=_publish]")
    page.wait_for_selector("#publish-dialog[open]")
    with page.expect_navigation():
        hand.click("#publish-dialog [data-confirm]")
    page.wait_for_selector(READY, state="attached")
    return len(hand.acts) - before
