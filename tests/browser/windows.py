"""Browser contexts that tests take one after another: the 98 files of a form are fetched and compiled once for many.

A new context costs a second of processor time and each form in it two more. What a test leaves in one (pages, cookies,
storage, answers that a browser keeps) goes before the next test gets it.
"""

import re

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, Response

WIDTH_PX, HEIGHT_PX, ZONE = 1280, 900, "Asia/Shanghai"
KEPT_COUNT = 3  # of windows that nobody uses: each holds a process
# A browser keeps an answer that may be kept for a while, or that says when it was written.
MAY_BE_KEPT = re.compile(r"max-age=[1-9]|immutable")
MAY_NOT_BE_KEPT = re.compile(r"no-store|no-cache|max-age=0")


class Window:
    """One context. Its first page stays open, and with it the process that holds what has been compiled."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.context: BrowserContext = browser.new_context(**describe(url))
        self.anchor: Page = self.context.new_page()
        self.anchor.goto("/healthz")
        self._network: CDPSession = self.context.new_cdp_session(self.anchor)
        self._has_kept = False
        self.context.on("response", self._on_response)

    def _on_response(self, response: Response) -> None:
        if "/static/" in response.url:  # the same in each test
            return
        headers = response.headers
        said = headers.get("cache-control", "")
        may_guess = "last-modified" in headers and not MAY_NOT_BE_KEPT.search(said)
        self._has_kept = self._has_kept or may_guess or bool(MAY_BE_KEPT.search(said))

    def empty(self) -> None:
        """As a new one. The cookies go first: what pages send as they close is nobody's then."""
        self.context.clear_cookies()
        for page in self.context.pages:
            if page is not self.anchor:
                page.close()
        self.context.set_offline(False)
        self.anchor.evaluate("localStorage.clear()")
        if self._has_kept:
            self._network.send("Network.enable")
            self._network.send("Network.clearBrowserCache")
            self._network.send("Network.setCacheDisabled", {"cacheDisabled": True})  # empties what the process holds
            self._network.send("Network.setCacheDisabled", {"cacheDisabled": False})
            self._network.send("Network.disable")
            self._has_kept = False


class Windows:
    """Those of one browser that no test uses now."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: list[Window] = []

    def take(self, url: str) -> Window:
        return self._free.pop() if self._free else Window(self._browser, url)

    def give_back(self, window: Window) -> None:
        if len(self._free) < KEPT_COUNT:
            window.empty()
            self._free.append(window)
        else:
            window.context.close()


def describe(url: str, zone: str = ZONE, **options: object) -> dict[str, object]:
    """The options of `new_context` for a reader or writer of the site at `url`."""
    size = {"width": WIDTH_PX, "height": HEIGHT_PX}
    return {"base_url": url, "viewport": size, "locale": "zh-CN", "timezone_id": zone, **options}
