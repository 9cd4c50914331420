"""Answers every feed: any list of posts in any format, with 304 for readers who already have it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from news.models import PostQuerySet
from news.public.conditional import answer_once
from news.public.pages import place_of
from news.public.syndication import atom, json_feed, rss
from news.rendering.feed_links import ATOM, JSON_FEED, RSS, FeedFormat, feed_path
from news.rendering.feeds import Feed, compose_feed, newest_whole
from news.rendering.list_pages import ListPage
from news.rendering.site import read_site

FEED_CACHE = "public, max-age=300, stale-while-revalidate=600"


@dataclass(frozen=True, slots=True)
class Writer:
    """A feed format and the function that writes it."""

    format: FeedFormat
    write: Callable[[Feed], bytes]


RSS_WRITER = Writer(RSS, rss.write_feed)
WRITERS = {"": RSS_WRITER, "_atom": Writer(ATOM, atom.write_feed), "_json": Writer(JSON_FEED, json_feed.write_feed)}


def answer_feed(
    request: HttpRequest, writer: Writer, listing: ListPage, page_path: str, posts: PostQuerySet
) -> HttpResponseBase:
    """Answer with the newest of some published posts, those in the chrome's language first.

    `listing.feed` is the path of the list's RSS feed, including the query if the list is a search.
    """
    place = place_of(request)
    found = newest_whole(posts, place.language)
    if not (found or listing.is_open_when_empty):
        raise Http404
    paths = (feed_path(listing.feed, writer.format), page_path)
    feed = compose_feed(listing, paths, found, read_site(place.language), place)
    response = HttpResponse(writer.write(feed), content_type=f"{writer.format.mime_type}; charset=utf-8")
    response.headers["Cache-Control"] = FEED_CACHE
    if feed.hub_url:  # WebSub §4: discovery prefers the Link header to the content
        response.headers["Link"] = f'<{feed.hub_url}>; rel="hub", <{feed.url}>; rel="self"'
    return answer_once(request, response, feed.updated_at)
