"""Runs axe-core on a page: the WCAG rules up to 2.2 AA, and axe's best practices."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}


def find_violations(page: Page) -> list[str]:
    """Return one sentence for each rule that the page breaks, with the first offending element."""
    found = Axe().run(page, options=OPTIONS).response["violations"]
    return [f"{each['id']} ×{len(each['nodes'])} ({each['nodes'][0]['target'][0]})" for each in found]
