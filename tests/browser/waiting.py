"""Waiting for what no locator shows. A fixed pause is too short on a busy machine and too long on any other."""

from collections.abc import Callable

from playwright.sync_api import Page

STEP_MS, LONGEST_MS = 100, 10_000


def wait_until(page: Page, condition: Callable[[], bool]) -> None:
    """Playwright's own wait compiles text in the page, which our policy forbids. Raises: AssertionError."""
    for _step in range(LONGEST_MS // STEP_MS):
        if condition():
            return
        page.wait_for_timeout(STEP_MS)
    raise AssertionError(f"not so after {LONGEST_MS / 1000:.0f} s")
