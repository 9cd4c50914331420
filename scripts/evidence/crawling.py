"""Finds every page of a site that a reader can reach through links."""

from collections import deque
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from scripts.evidence.stage import Answer, as_ascii, ask

SKIPPED = ("/admin/", "/media/", "/static/", "/api/", "/i/", "/p/")
EXTRA = ("/no-such-page-here/", "/search/?q=%E6%B5%B7", "/search/?q=qqqqzzzz", "/feeds/", "/en/")


def crawl(base: str, limit: int) -> Iterator[tuple[str, Answer]]:
    """Yield path and answer of at most `limit` pages, those nearest to the home page first."""
    waiting, seen = deque(["/", *EXTRA]), {"/", *EXTRA}
    while waiting and limit:
        path = waiting.popleft()
        answer = ask(as_ascii(base + path))
        if "location" in answer.headers:
            links = [answer.headers["location"]]
        elif "html" in answer.headers.get("content-type", ""):
            limit -= 1
            yield path, answer
            links = [str(href) for href in answer.tree.xpath("//a/@href")]
        else:
            continue
        for link in links:
            target = place_of(base, path, link)
            if target and target not in seen:
                seen.add(target)
                waiting.append(target)


def place_of(base: str, path: str, link: str) -> str:
    """Return the path of a link on this site; "" for other sites and for links to something other than a page."""
    try:
        parts = urlsplit(urljoin(base + path, link))
    except ValueError:
        return ""
    if parts.netloc != urlsplit(base).netloc or parts.path.startswith(SKIPPED):
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")
