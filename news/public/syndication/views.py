"""The feeds' views: each picks a list and its posts; the URLconf passes the writer of the format."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_safe

from news.models import Author, Category, Post, Source, Tag
from news.public.searching import find_in, read_followed
from news.public.syndication.answering import WRITERS, Writer, answer_feed
from news.rendering.list_pages import ListPage, author_list_page, source_list_page, tag_list_page
from news.rendering.search import newest_found, search_list_page

FeedView = Callable[..., HttpResponseBase]


def feed_paths(prefix: str, view: FeedView, name: str) -> list[URLPattern]:
    """Return the addresses of one list's feeds. `name` is the RSS feed's; the other formats append to it."""
    return [
        path(prefix + writer.format.suffix, require_safe(view), {"writer": writer}, name=name + ending)
        for ending, writer in WRITERS.items()
    ]


def home_feed(request: HttpRequest, writer: Writer) -> HttpResponseBase:
    listing = ListPage("", feed=reverse("home_feed"))
    return answer_feed(request, writer, listing, reverse("home"), Post.objects.published())


def category_feed(request: HttpRequest, path: str, writer: Writer) -> HttpResponseBase:
    found = get_object_or_404(Category, path=path)
    listing = ListPage(found.name, found.description, reverse("category_feed", args=[found.path]), thing=found)
    return answer_feed(request, writer, listing, found.get_absolute_url(), Post.objects.published().in_category(found))


def tag_feed(request: HttpRequest, slug: str, writer: Writer) -> HttpResponseBase:
    return _feed_of(request, writer, get_object_or_404(Tag, slug=slug), tag_list_page)


def author_feed(request: HttpRequest, slug: str, writer: Writer) -> HttpResponseBase:
    return _feed_of(request, writer, get_object_or_404(Author, slug=slug), author_list_page)


def source_feed(request: HttpRequest, slug: str, writer: Writer) -> HttpResponseBase:
    return _feed_of(request, writer, get_object_or_404(Source, slug=slug), source_list_page)


def search_feed(request: HttpRequest, writer: Writer) -> HttpResponseBase:
    """Answer with the newest posts a search finds; hidden from search engines, like the search page."""
    asked = read_followed(request.GET)
    page_path = reverse("search") + asked.address_query
    posts = newest_found(find_in(asked), asked.query)
    response = answer_feed(request, writer, search_list_page(asked.text, asked.feed), page_path, posts)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _feed_of(
    request: HttpRequest, writer: Writer, thing: Any, make_list_page: Callable[[Any], ListPage]
) -> HttpResponseBase:
    posts = Post.objects.published().of(thing)
    return answer_feed(request, writer, make_list_page(thing), thing.get_absolute_url(), posts)
