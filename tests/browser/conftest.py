"""A real Chromium before a real server. What is missing is said, never skipped."""

import os
import shutil
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client

from tests.people import make_person, sign_in

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
HARMLESS = ("favicon",)


def find_chromium():
    named = os.environ.get("CMS_CHROMIUM", "")
    if named:
        if not shutil.which(named):
            pytest.fail(
                f"CMS_CHROMIUM is {named!r}, which cannot be run. Set it to the path of a Chromium.", pytrace=False
            )
        return named
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        pytest.fail(
            f"No Chromium found. Install one, or set CMS_CHROMIUM to its path (looked for: {', '.join(NAMES)}).",
            pytrace=False,
        )
    return found


@pytest.fixture(scope="package")
def browser():
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        pytest.fail("Playwright is not installed: pip install -r requirements/dev.txt (make setup).", pytrace=False)
    path = find_chromium()
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright's event loop runs in this thread; Django would take the tests for asynchronous code.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield chromium
        chromium.close()


class Watch:
    """What a page did besides showing itself: console errors, failed requests, requests to other servers."""

    def __init__(self, page, origin):
        self.errors, self.strangers, self.host = [], [], urlsplit(origin).netloc
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.errors.append(f"exception: {error}"))
        page.on("request", self._on_request)

    def _on_console(self, message):
        where = (message.location or {}).get("url", "")
        if message.type == "error" and not any(word in where for word in HARMLESS):
            self.errors.append(f"{message.text} ({where})")

    def _on_request(self, request):
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != self.host:
            self.strangers.append(request.url)


@pytest.fixture
def open_page(browser, live_server):
    """`open_page(width=390, dark=True)` gives a page of this server; `page.watch` tells what went wrong on it.

    Further options are those of Playwright's `new_context`.
    """
    contexts = []

    def open_one(width=1280, height=900, dark=False, user=None, zone="Asia/Shanghai", **options):
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            locale="zh-CN",
            timezone_id=zone,
            **options,
        )
        contexts.append(context)
        if user is not None:
            context.add_cookies([session_cookie(user, live_server.url)])
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.watch = Watch(page, live_server.url)
        return page

    yield open_one
    for context in contexts:
        context.close()


def session_cookie(user, url):
    client = sign_in(Client(), user)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}


@pytest.fixture
def editor_user(transactional_db):
    return make_person("editor", username="bianji")
