"""The feed formats that every list has, and their addresses, derived from that of the RSS feed."""

from dataclasses import dataclass

RSS_SUFFIX = "feed/"


@dataclass(frozen=True, slots=True)
class FeedFormat:
    """`suffix` is appended to the list's address; `mime_type` is what pages announce."""

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
    """Return the path in another format, keeping a query: `/search/feed/?q=a` → `/search/feed.json?q=a`."""
    path, mark, query = rss_path.partition("?")
    return path.removesuffix(RSS_SUFFIX) + feed_format.suffix + mark + query


def feed_links(title: str, rss_path: str) -> list[FeedLink]:
    """Return a link per format, with different titles so that feed readers can offer a choice."""
    return [
        FeedLink(each, title if each is RSS else f"{title} ({each.name})", feed_path(rss_path, each))
        for each in FEED_FORMATS
    ]
