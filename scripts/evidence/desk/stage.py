"""The desk of a served site: people, windows, forms. This process uses the same database as the site."""

import io
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from PIL import Image as Pixels
from PIL import ImageDraw
from playwright.sync_api import Browser, BrowserContext, Page

from news.models import Post, User
from scripts.evidence.stage import HEIGHTS
from tests.browser.waiting import follow_requests
from tests.people import make_person, sign_in

READY = "textarea[data-editor-ready]"
PASSWORD = "correct horse battery"  # noqa: S105 (of logins that live as long as a measurement)


class Desk:
    """Windows for people. `slack` multiplies the deadlines: 1 for measuring, more for tests that look for failures.

    `crash` kills the server and starts it again; None if the server is not ours to kill.
    """

    def __init__(
        self, browser: Browser, base: str, *, slack: float = 1, crash: Callable[[], None] | None = None
    ) -> None:
        self.browser, self.base, self.slack, self.crash = browser, base, slack, crash
        self._people: dict[tuple[str, str], User] = {}
        self._contexts: list[BrowserContext] = []

    def person(self, role: str, language: str = "zh-hans") -> User:
        """Return a person with that role, the same one each time."""
        key = (role, language)
        if key not in self._people:
            self._people[key] = make_person(role, interface_language=language)
        return self._people[key]

    def window(self, person: User | None = None, width: int = 1280, *, is_dark: bool = False) -> Page:
        """Open a separate browser window, signed in if a person is given."""
        context = self.browser.new_context(
            base_url=self.base,
            viewport={"width": width, "height": HEIGHTS[width]},
            color_scheme="dark" if is_dark else "light",
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
        )
        self._contexts.append(context)
        if person is not None:
            context.add_cookies([self.cookie(person)])
        page = context.new_page()
        page.set_default_timeout(20_000)
        follow_requests(page)
        return page

    def cookie(self, person: User) -> Any:
        client = sign_in(Client(), person)
        name = settings.SESSION_COOKIE_NAME
        return {"name": name, "value": client.cookies[name].value, "url": self.base}

    def client(self, person: User) -> Client:
        """Return a client for requests without a browser. This process answers them, from the same database."""
        return sign_in(Client(headers={"host": "127.0.0.1"}), person)

    def close(self) -> None:
        """Close all windows but keep the people."""
        for context in self._contexts:
            context.close()
        self._contexts.clear()

    def status(self, path: str) -> int:
        """Return the status that a reader gets after redirects."""
        context = self.browser.new_context(base_url=self.base)
        try:
            return context.request.get(path).status
        finally:
            context.close()


def end_sessions(person: User) -> None:
    """End the person's sessions, as if they had expired."""
    for session in Session.objects.all():
        if session.get_decoded().get("_auth_user_id") == str(person.pk):
            session.delete()


def url_of(post: Post, page: str = "change") -> str:
    return reverse(f"admin:news_post_{page}", args=[post.pk])


def open_form(page: Page, post: Post | None = None) -> Page:
    page.goto(url_of(post) if post else reverse("admin:news_post_add"))
    page.wait_for_selector(READY, state="attached")
    return page


def editor_body(page: Page) -> Any:
    return page.frame_locator(".cke_contents iframe").locator("body")


def write_body(page: Page, text: str) -> None:
    """Write at the end of the text."""
    editor_body(page).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def body_of(page: Page) -> str:
    return str(page.evaluate("CKEDITOR.instances.id_body.getData()"))


def save(page: Page, button: str = "_continue") -> None:
    with page.expect_navigation():
        page.click(f"input[name={button}]")
    page.wait_for_selector(READY, state="attached")


def publish(page: Page) -> int:
    """Publish from the form up to the live page, and return the number of clicks."""
    page.click("input[name=_publish]")
    with page.expect_navigation():
        page.click("#publish-dialog [data-confirm]")
    page.wait_for_selector(READY, state="attached")
    return 2


def draw(width: int = 600, height: int = 1200, colours: tuple[str, str] = ("#c00000", "#0000c0")) -> bytes:
    """Draw a JPEG of two halves in different colours, which show where a crop was cut."""
    picture = Pixels.new("RGB", (width, height), colours[0])
    ImageDraw.Draw(picture).rectangle((0, height // 2, width, height), fill=colours[1])
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=90)
    return buffer.getvalue()
