"""Looks once at every kind of page in every window, for all lines about every page."""

from dataclasses import dataclass, field
from functools import lru_cache
from http import HTTPStatus
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request

from scripts.evidence.axe import find_violations
from scripts.evidence.stage import KINDS, Stage, windows

# Facts about a page, read from its own document. Widths are in CSS pixels.
_FACTS = """
() => {
  const box = (element) => element.getBoundingClientRect();
  const isShown = (element) => element.checkVisibility({ visibilityProperty: true }) && box(element).width > 0;
  const name = (element) => `${element.localName}.${[...element.classList].join('.')}`
    + ` «${(element.getAttribute('aria-label') || element.textContent || element.name || '').trim().slice(0, 16)}»`;
  // A link inside a sentence is as high as its line (WCAG 2.5.8, exception «inline»).
  const isInSentence = (element) => getComputedStyle(element).display === 'inline'
    && element.parentElement.textContent.trim().length > element.textContent.trim().length;
  const area = (element) => {
    const label = element.matches('input[type=radio], input[type=checkbox]') && element.closest('label');
    const cover = getComputedStyle(element, '::after');
    const card = cover.content !== 'none' && cover.position === 'absolute' && element.closest('.card');
    return box(label || card || element);
  };
  const interactive = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary')]
    .filter((element) => isShown(element) && !element.matches('.skip') && !isInSentence(element));
  const high = 'nav a, .site-header a, button, .button, summary';
  const images = [...document.images];
  const fold = window.innerHeight;
  return {
    overflow: document.documentElement.scrollWidth - window.innerWidth,
    small: interactive.filter((e) => area(e).width < 23.5 || area(e).height < 23.5).map(name),
    low: interactive.filter((e) => e.matches(high) && !e.closest('.breadcrumb'))
      .filter((e) => area(e).height < 43.5).map(name),
    headings: [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map((e) => Number(e.localName[1])),
    unsized: images.filter((e) => !e.hasAttribute('width') || !e.hasAttribute('height') || !e.hasAttribute('alt'))
      .map((e) => e.currentSrc || e.src),
    eagerBelow: images.filter((e) => box(e).top > fold && e.loading !== 'lazy' && isShown(e)).map((e) => e.src),
    urgent: images.filter((e) => e.fetchPriority === 'high').length,
    firstLazy: images.filter(isShown).slice(0, 1).filter((e) => box(e).top < fold && e.loading === 'lazy').length,
    images: images.filter(isShown).length,
  };
}
"""


@dataclass
class Visit:
    """One kind of page in one window, and what was found there."""

    kind: str
    width: int
    is_dark: bool
    facts: dict[str, object] = field(default_factory=dict)
    violations: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    @property
    def where(self) -> str:
        return f"{self.kind} {self.width} {'dark' if self.is_dark else 'light'}"


@lru_cache(maxsize=2)
def look_at_all(stage: Stage) -> list[Visit]:
    """Visit each kind of page in four windows. Many lines call this, but the visits are made once."""
    return [look(stage, kind, width, is_dark) for width, is_dark in windows() for kind in KINDS]


def look(stage: Stage, kind: str, width: int, is_dark: bool) -> Visit:
    visit = Visit(kind, width, is_dark)
    page = stage.window(width, is_dark=is_dark)
    host = urlsplit(stage.base).netloc

    def on_console(message: ConsoleMessage) -> None:
        # Chromium reports the page's own 404, which is intended here.
        if message.type == "error" and not (kind == "missing" and "404" in message.text):
            visit.errors.append(message.text[:160])

    def on_request(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https") and parts.netloc != host:
            visit.strangers.append(request.url)

    page.on("console", on_console)
    page.on("request", on_request)
    try:
        status = getattr(page.goto(stage.paths[kind]), "status", 0)
        visit.facts = settle(page)
        visit.violations = [*wrong_status(kind, status), *find_violations(page)]
    finally:
        page.remove_listener("console", on_console)
        page.remove_listener("request", on_request)
    return visit


def wrong_status(kind: str, status: int) -> list[str]:
    """Check the status, because an error page breaks no other rule and would pass unnoticed."""
    wanted = HTTPStatus.NOT_FOUND if kind == "missing" else HTTPStatus.OK
    return [f"answers {status}"] if status != wanted else []


def settle(page: Page) -> dict[str, object]:
    page.wait_for_load_state("load")
    return dict(page.evaluate(_FACTS))
