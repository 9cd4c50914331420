"""RSS 2.0 feeds of the site and of every category, tag, author and source: full text, as far as rights allow."""

from html import escape
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.feedgenerator import Enclosure, Rss201rev2Feed
from django.utils.http import http_date
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from news.models import Author, Category, Post, PostQuerySet, Source, Tag
from news.public.pages import Frame, frame_of
from news.rendering.languages import language_tag
from news.rendering.listings import Listing, author_listing, category_listing, source_listing, tag_listing
from news.rendering.lists import language_first
from news.rendering.meta import post_path
from news.rendering.rights import shown_parts
from news.rendering.syndicated import render_for_feed
from news.text.markup import strip_illegal

FEED_CACHE = "public, max-age=300, stale-while-revalidate=600"
CONTENT_NAMESPACE = "http://purl.org/rss/1.0/modules/content/"


class FullTextFeed(Rss201rev2Feed):
    """Items carry their HTML as `content_html` (RSS content module, content:encoded)."""

    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), "xmlns:content": CONTENT_NAMESPACE}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content:encoded", item["content_html"])


@require_safe
def home_feed(request: HttpRequest) -> HttpResponseBase:
    return answer_feed(request, Listing("", feed=reverse("home_feed")), reverse("home"), Post.objects.published())


@require_safe
def category_feed(request: HttpRequest, path: str) -> HttpResponseBase:
    found = get_object_or_404(Category, path=path)
    posts = Post.objects.published().in_category(found)
    return answer_feed(request, category_listing(found), found.get_absolute_url(), posts)


@require_safe
def tag_feed(request: HttpRequest, slug: str) -> HttpResponseBase:
    found = get_object_or_404(Tag, slug=slug)
    posts = Post.objects.published().with_tag(found)
    return answer_feed(request, tag_listing(found), found.get_absolute_url(), posts)


@require_safe
def author_feed(request: HttpRequest, slug: str) -> HttpResponseBase:
    found = get_object_or_404(Author, slug=slug)
    posts = Post.objects.published().by_author(found)
    return answer_feed(request, author_listing(found), found.get_absolute_url(), posts)


@require_safe
def source_feed(request: HttpRequest, slug: str) -> HttpResponseBase:
    found = get_object_or_404(Source, slug=slug)
    posts = Post.objects.published().from_source(found)
    return answer_feed(request, source_listing(found), found.get_absolute_url(), posts)


def answer_feed(request: HttpRequest, listing: Listing, page_path: str, posts: PostQuerySet) -> HttpResponseBase:
    """The newest posts, those in the chrome's language first; 304 when the reader has them already."""
    frame = frame_of(request)
    found = newest_whole(posts, frame.place.language)
    if not (found or listing.is_open_when_empty):
        raise Http404
    response = HttpResponse(write_feed(frame, listing, page_path, found), content_type=FullTextFeed.content_type)
    response.headers["Cache-Control"] = FEED_CACHE
    set_response_etag(response)
    modified = int(max((post.updated_at.timestamp() for post in found), default=0))
    if modified:
        response.headers["Last-Modified"] = http_date(modified)
    # Only the digest decides: a post taken back makes the newest date older, not newer.
    return get_conditional_response(request, etag=response.headers["ETag"], response=response) or response


def newest_whole(posts: PostQuerySet, language: str) -> list[Post]:
    """With bodies, in a number of queries that does not grow with the posts."""
    found = language_first(posts.for_cards().defer(None), language, settings.NEWS_FEED_ITEM_COUNT)
    prefetch_related_objects(found, "tags")
    return found


def write_feed(frame: Frame, listing: Listing, page_path: str, posts: list[Post]) -> str:
    place, site = frame.place, frame.site
    feed = FullTextFeed(
        title=" - ".join(part for part in (listing.heading, site.name) if part),
        link=place.absolute(page_path),
        description=escape(strip_illegal(listing.description or site.description or site.name), quote=False),
        language=language_tag(place.language),
        feed_url=place.absolute(listing.feed),
    )
    bodies = render_for_feed(posts, place.base_url)
    for post in posts:
        feed.add_item(**feed_item(post, bodies[post.pk], frame))
    return feed.writeString("utf-8")


def feed_item(post: Post, html: str, frame: Frame) -> dict[str, Any]:
    place = frame.place
    return {
        "title": post.title,
        "link": place.absolute(post_path(post)),
        "description": escape(shown_parts(post).teaser, quote=False),  # readers' programs take it for HTML
        "content_html": html,
        # RSS 2.0, guid: the same for ever, also when the title, the slug or the day changes.
        "unique_id": urljoin(place.base_url, f"/p/{post.pk}/"),
        "unique_id_is_permalink": False,
        "pubdate": post.published_at,
        "author_name": "、".join(author.name for author in post.ordered_authors()) or None,
        "categories": [*(each.name for each in post.ordered_categories()), *(tag.name for tag in post.tags.all())],
        "enclosures": enclosures(post, frame),
    }


def enclosures(post: Post, frame: Frame) -> list[Enclosure]:
    """RSS allows one: the header image, with its length in bytes."""
    image = post.header_image
    if image is None or not image.is_ready or not shown_parts(post).has_pictures:
        return []
    url = frame.place.absolute(image.rendition_url(""))
    return [Enclosure(url, str(image.size_bytes), image.mime_type)]
