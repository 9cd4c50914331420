"""Waiting for what no locator shows. A fixed pause is too short on a busy machine and too long on any other."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from playwright.sync_api import Page, Request, Route

STEP_MS, LONGEST_S = 100, 20
# Two frames have been drawn and what was queued before has run.
DRAWN = """() => new Promise((done) => {
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)));
})"""


def wait_until(page: Page, condition: Callable[[], object], longest_s: float = LONGEST_S) -> None:
    """Playwright's own wait compiles text in the page, which our policy forbids. Raises: AssertionError."""
    for _step in range(int(longest_s * 1000 / STEP_MS)):
        if condition():
            return
        page.wait_for_timeout(STEP_MS)
    raise AssertionError(f"not so after {longest_s:.0f} s")


def follow_requests(page: Page) -> None:
    """So that `settle` knows what the document that is shown has asked for and not been answered."""
    under_way: set[Request] = set()
    page.under_way = under_way  # type: ignore[attr-defined]

    def note(request: Request) -> None:
        under_way.add(request)

    def forget(request: Request) -> None:
        under_way.discard(request)

    page.on("request", note)
    page.on("requestfinished", forget)
    page.on("requestfailed", forget)
    page.on("framenavigated", lambda frame: frame.parent_frame or under_way.clear())


def settle(page: Page) -> None:
    """Waits until a page is drawn and all that it asked for by itself has been answered."""

    def is_settled() -> bool:
        is_answered = not page.under_way  # type: ignore[attr-defined]
        page.evaluate(DRAWN)
        return is_answered and not page.under_way  # type: ignore[attr-defined]

    wait_until(page, is_settled)


def new_page(page: Page) -> AbstractContextManager[object]:
    """Waits for another document. Another address is not enough: a post that is kept the first time gets one too."""
    return page.expect_event("domcontentloaded")


def stop_clock(page: Page) -> None:
    """The page's timers run when the test says so, `page.clock.run_for`. The clock was installed before the page."""
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 60)


class Held:
    """Requests of a page that wait until the test lets them go."""

    def __init__(self, page: Page, url: str) -> None:
        self._page, self._url = page, url
        self._routes: list[Route] = []
        page.route(url, lambda route: self._routes.append(route))  # noqa: PLW0108 - a method of C is refused

    def arrive(self, count: int = 1) -> None:
        wait_until(self._page, lambda: len(self._routes) >= count)

    def let_go(self) -> None:
        self._end(Route.continue_)

    def fail(self) -> None:
        self._end(Route.abort)

    def _end(self, act: Callable[[Route], None]) -> None:
        for route in self._routes:
            act(route)
        self._page.unroute(self._url)
