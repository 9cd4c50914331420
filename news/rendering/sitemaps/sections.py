"""Sitemaps of everything that is not a post: home, pages, categories, tags, authors, sources.

A list is entered under each chrome in whose language it has posts, because there it is its own canonical page.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, QuerySet
from django.urls import reverse

from news.models import Byline, Page, PostCategory
from news.models.category import path_prefixes
from news.models.tag import PostTag
from news.rendering.about import page_path
from news.rendering.languages import language_tag, path_in, site_languages
from news.rendering.list_pages import MIN_TAG_POSTS
from news.rendering.site import PagePlace
from news.rendering.sitemaps.entries import Part, SitemapEntry, part_names, slice_of
from news.rendering.sitemaps.posts import listed_posts

CHROME_PAGES = ("home", "archive", "tag_index", "feeds")
SectionRows = QuerySet[
    Any, Any
]  # rows of a slug, a language, and the times of the newest post and of the newest change in it


def section_parts() -> list[Part]:
    """List the parts that have entries. One query for each kind of list."""
    counts = {
        "pages": 1,
        "categories": len(_category_times()),
        **{name: rows().count() for name, rows in NAMED.items()},
    }
    return [Part(part) for name, count in counts.items() for part in part_names(name, count)]


def section_entries(name: str, part: int, place: PagePlace) -> Iterator[SitemapEntry]:
    """Yield a part's entries in one or two queries; none for an unknown section or part."""
    if name == "pages" and part == 1:
        yield from (entry for route in CHROME_PAGES for entry in _chrome_entries(reverse(route), place))
        yield from _about_entries(place)
    if name == "categories":
        for (path, language), at in sorted(_category_times().items())[slice_of(part)]:
            yield SitemapEntry(_url_in(language, reverse("category", args=[path]), place), at)
    if name in NAMED:
        for slug, language, published_at, updated_at in NAMED[name]()[slice_of(part)].iterator():
            path = reverse(ROUTES[name], args=[slug])
            yield SitemapEntry(_url_in(language, path, place), max(published_at, updated_at))


def _url_in(language: str, path: str, place: PagePlace) -> str:
    return place.absolute(path_in(language, path))


def _chrome_entries(path: str, place: PagePlace) -> Iterator[SitemapEntry]:
    """Yield an entry per language for a page that is all chrome, with the others as alternates."""
    urls = [(language_tag(code), _url_in(code, path, place)) for code in site_languages()]
    default = _url_in(settings.LANGUAGE_CODE, path, place)
    return (SitemapEntry(url, alternates=[*urls, ("x-default", default)]) for _tag, url in urls)


def _about_entries(place: PagePlace) -> Iterator[SitemapEntry]:
    pages = Page.objects.published().defer("body").order_by("slug", "language")
    for _slug, group in groupby(pages, lambda page: page.slug):
        urls = [(page, place.absolute(page_path(page))) for page in group]
        links = [(language_tag(page.language), url) for page, url in urls]
        yield from (
            SitemapEntry(url, page.updated_at, alternates=links if len(links) > 1 else []) for page, url in urls
        )


def _category_times() -> dict[tuple[str, str], dt.datetime]:
    """Return the time of the newest change by path and language, for categories with posts in or below them."""
    links = PostCategory.objects.filter(post__in=listed_posts()).order_by()
    rows = links.values_list("category__path", "post__language")
    times: dict[tuple[str, str], dt.datetime] = {}
    for path, language, published_at, updated_at in _with_times(rows, "post__"):
        for prefix in path_prefixes(path):
            times[prefix, language] = max(published_at, updated_at, times.get((prefix, language), published_at))
    return times


def _tag_rows() -> SectionRows:
    """Select tags with several posts; the page of a single post only repeats it and is not indexed."""
    used = PostTag.objects.filter(content_object__in=listed_posts())
    many = used.order_by().values("tag").annotate(count=Count("pk")).filter(count__gte=MIN_TAG_POSTS)
    rows = used.filter(tag__in=many.values("tag")).order_by("tag__slug", "content_object__language")
    return _with_times(rows.values_list("tag__slug", "content_object__language"), "content_object__")


def _author_rows() -> SectionRows:
    rows = Byline.objects.filter(post__in=listed_posts()).order_by("author__slug", "post__language")
    return _with_times(rows.values_list("author__slug", "post__language"), "post__")


def _source_rows() -> SectionRows:
    rows = listed_posts().filter(source__isnull=False).order_by("source__slug", "language")
    return _with_times(rows.values_list("source__slug", "language"), "")


def _with_times(rows: SectionRows, to_post: str) -> SectionRows:
    return rows.annotate(newest=Max(f"{to_post}published_at"), changed=Max(f"{to_post}updated_at"))


NAMED: dict[str, Callable[[], SectionRows]] = {"tags": _tag_rows, "authors": _author_rows, "sources": _source_rows}
ROUTES = {"tags": "tag", "authors": "author", "sources": "source"}
