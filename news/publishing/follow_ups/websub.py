"""WebSub: tells the hub which feeds have changed, so that feed readers need not poll (W3C WebSub §7)."""

from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from news.models import FollowUp, Post, SiteProfile
from news.publishing.follow_ups.kinds import AddressStatus, FollowUpKind, absolute
from news.rendering.feed_links import FEED_FORMATS, feed_path
from news.rendering.languages import site_languages
from news.web.fetching import Fetcher

MAX_POSTS = 50
MAX_TOPICS = 200  # in one request; the parameter may be repeated


def is_configured() -> bool:
    return bool(settings.NEWS_SITE_URL and SiteProfile.load().websub_hub)


def send(fetcher: Fetcher, rows: Sequence[FollowUp]) -> set[str]:
    hub, topics = SiteProfile.load().websub_hub, find_topics(row.post for row in rows)
    for start in range(0, len(topics), MAX_TOPICS):
        pairs = [("hub.mode", "publish"), *(("hub.url", topic) for topic in topics[start : start + MAX_TOPICS])]
        fetcher.send(hub, urlencode(pairs).encode(), "application/x-www-form-urlencoded")
    return set()


def find_topics(posts: Iterable[Post | None]) -> list[str]:
    """Returns the absolute URLs of all feeds that these posts are or were in, in each format and language."""
    lists = {("home_feed", "")} | {found for post in posts if post for found in _lists_of(post)}
    topics = []
    for language in site_languages():
        with translation.override(language):
            paths = [reverse(name, args=[key] if key else []) for name, key in sorted(lists)]
        topics += [absolute(feed_path(path, each)) for path in paths for each in FEED_FORMATS]
    return topics


def _lists_of(post: Post) -> Iterator[tuple[str, str]]:
    for category in post.ordered_categories():
        yield from (("category_feed", prefix) for prefix in category.path_prefixes())
    yield from (("tag_feed", tag.slug) for tag in post.tags.all())
    yield from (("author_feed", author.slug) for author in post.ordered_authors())
    if post.source:
        yield ("source_feed", post.source.slug)


WEBSUB = FollowUpKind(
    "websub", MAX_POSTS, {AddressStatus.PRESENT, AddressStatus.ELSEWHERE, AddressStatus.GONE}, is_configured, send
)
