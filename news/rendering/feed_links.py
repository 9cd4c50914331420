"""The formats that every list is fed in, and the address of each beside the list's RSS feed."""

from dataclasses import dataclass

RSS_SUFFIX = "feed/"


@dataclass(frozen=True, slots=True)
class FeedFormat:
    """`suffix` stands behind the address of the list; `mime_type` is what pages announce."""

    name: str
    suffix: str
    mime_type: str


RSS = FeedFormat("RSS", RSS_SUFFIX, "application/rss+xml")
ATOM = FeedFormat("Atom", "feed/atom/", "application/atom+xml")
JSON_FEED = FeedFormat("JSON Feed", "feed.json", "application/feed+json")
FEED_FORMATS = (RSS, ATOM, JSON_FEED)


@dataclass(frozen=True, slots=True)
class FeedLink:
    format: FeedFormat
    title: str
    path: str


def feed_path(rss_path: str, feed_format: FeedFormat) -> str:
    """The same list in another format. A query stays: `/search/feed/?q=a` → `/search/feed.json?q=a`."""
    path, mark, query = rss_path.partition("?")
    return path.removesuffix(RSS_SUFFIX) + feed_format.suffix + mark + query


def feed_links(title: str, rss_path: str) -> list[FeedLink]:
    """One for each format; the titles differ, so that a reader's program can offer a choice."""
    return [
        FeedLink(each, title if each is RSS else f"{title} ({each.name})", feed_path(rss_path, each))
        for each in FEED_FORMATS
    ]
