"""A real Chromium before a real server. What is missing is said, never skipped."""

import os
import shutil
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client

from tests.browser.waiting import follow_requests
from tests.browser.windows import HEIGHT_PX, WIDTH_PX, ZONE, Windows, describe
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
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--process-per-site"])
        yield chromium
        chromium.close()


class Watch:
    """What a page did besides showing itself: console errors, failed requests, requests to other servers."""

    def __init__(self, page, origin):
        self.errors, self.strangers, self.host = [], [], urlsplit(origin).netloc
        follow_requests(page)
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


@pytest.fixture(scope="package")
def windows(browser):
    return Windows(browser)


@pytest.fixture
def open_page(browser, windows, live_server):
    """`open_page(width=390, dark=True)` gives a page of this server; `page.watch` tells what went wrong on it.

    Each is in a context apart. `is_own`: a new one, for who changes what all pages of a context share (its clock, its
    listeners). Further options are those of Playwright's `new_context`, and make a new one too.
    """
    taken, contexts = [], []

    def open_context(options):
        if not options:
            taken.append(windows.take(live_server.url))
            return taken[-1].context
        contexts.append(browser.new_context(**describe(live_server.url, **options)))
        return contexts[-1]

    def open_one(width=WIDTH_PX, height=HEIGHT_PX, dark=False, user=None, is_own=False, **options):
        context = open_context({"zone": ZONE, **options} if is_own else options)
        if user is not None:
            context.add_cookies([session_cookie(user, live_server.url)])
        page = context.new_page()
        if (width, height) != (WIDTH_PX, HEIGHT_PX):
            page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme="dark" if dark else "light")
        page.set_default_timeout(20_000)
        page.watch = Watch(page, live_server.url)
        return page

    yield open_one
    for window in taken:
        windows.give_back(window)
    for context in contexts:
        context.close()


def session_cookie(user, url):
    client = sign_in(Client(), user)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}


@pytest.fixture
def editor_user(transactional_db):
    return make_person("editor", username="bianji")
