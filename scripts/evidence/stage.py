"""A served site with the scene in it, a browser to look at it, and the paths of its kinds of pages."""

import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote, urlsplit, urlunsplit

from lxml import html
from playwright.sync_api import Browser, BrowserContext, Page

from scripts.evidence import scene

HEIGHTS = {320: 700, 390: 844, 768: 1024, 1280: 900}
# The nine kinds of page that are measured in both colour schemes and at both widths.
API_PATH = "/api/v1/posts/"
KINDS = ("home", "category", "post", "tag", "author", "archive", "search", "missing", "feeds")


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer. `headers` are by lower-case name; redirects are not followed."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    @property
    def tree(self) -> html.HtmlElement:
        return html.document_fromstring(self.body, parser=html.HTMLParser(encoding="utf-8"))


class NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


OPENER = urllib.request.build_opener(NoRedirects, urllib.request.ProxyHandler({}))


class Stage:
    """Opens pages of the site. They stay open per kind of window, so that a measurement costs one navigation."""

    def __init__(self, browser: Browser, base: str) -> None:
        self.browser, self.base = browser, base
        self._contexts: dict[tuple[object, ...], BrowserContext] = {}
        self._answers: dict[str, Answer] = {}

    def close(self) -> None:
        for context in self._contexts.values():
            context.close()

    def fetch(self, path: str) -> Answer:
        """Send one GET and remember the answer. `path` may be absolute and may contain Han characters."""
        url = as_ascii(path if "://" in path else self.base + path)
        if url not in self._answers:
            self._answers[url] = ask(url)
        return self._answers[url]

    def links(self, path: str, xpath: str) -> list[str]:
        """Return the paths of a page's links at `xpath`, which must select `@href` values."""
        return [urlsplit(str(each)).path for each in self.fetch(path).tree.xpath(xpath)]

    @cached_property
    def paths(self) -> dict[str, str]:
        """Return the path of each kind of page, found by following links from the scene's main post."""
        first = lambda xpath, fallback: next(iter(self.links(scene.PATH, xpath)), fallback)  # noqa: E731
        today = next(iter(self.links("/", f"//a[contains(@href, '{scene.TODAY_SLUG}')]/@href")), "/")
        return {
            "home": "/",
            "category": first("(//nav[contains(@class,'breadcrumb')]//a)[last()]/@href", "/category/none/"),
            "post": scene.PATH,
            "tag": first("//a[@rel='tag']/@href", "/tag/none/"),
            "author": first("//a[contains(@rel,'author')]/@href", "/author/none/"),
            "archive": "/archive/",
            "search": f"/search/?q={quote(scene.SEARCHES[0])}",
            "missing": "/no-such-page-here/",
            "feeds": "/feeds/",
            "source": first("//a[contains(@href,'/source/')]/@href", "/source/none/"),
            "tags": "/tag/",
            "year": "/2023/",
            "month": "/2023/03/",
            "today": today,
            "home-en": "/en/",
        }

    def window(self, width: int = 390, *, is_dark: bool = False, has_js: bool = True, **options: object) -> Page:
        """Return the page of such a window; further options are those of Playwright's `new_context`."""
        key = (width, is_dark, has_js, *sorted(options.items()))
        if key not in self._contexts:
            self._contexts[key] = self.browser.new_context(
                base_url=self.base,
                viewport={"width": width, "height": HEIGHTS[width]},
                color_scheme="dark" if is_dark else "light",
                java_script_enabled=has_js,
                locale="zh-CN",
                timezone_id="Asia/Shanghai",
                **options,  # type: ignore[arg-type]
            )
            self._contexts[key].new_page().set_default_timeout(20_000)
        return self._contexts[key].pages[0]

    def visit(self, kind: str, width: int = 390, **window: object) -> Page:
        """Open a kind of page, or a path that begins with /."""
        page = self.window(width, **window)  # type: ignore[arg-type]
        page.goto(kind if kind.startswith("/") else self.paths[kind])
        return page


def ask(url: str) -> Answer:
    request = urllib.request.Request(url, headers={"Accept-Encoding": "identity"})
    try:
        with OPENER.open(request, timeout=30) as response:
            return Answer(response.status, lower(response.headers), response.read())
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, lower(error.headers), error.read())


def lower(headers: object) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}  # type: ignore[attr-defined]


def as_ascii(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, quote(parts.path, safe="/%"), quote(parts.query, safe="=&%+"), ""))


def windows() -> Iterator[tuple[int, bool]]:
    """Yield the widths and colour schemes in which every kind of page is measured."""
    yield from ((width, is_dark) for width in (390, 1280) for is_dark in (False, True))
