"""Finds dead links into our own site by asking the database, never over the network."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db.models import Q
from django.urls import Resolver404, resolve
from django.utils import translation

from news.models import Address, Author, Category, Image, Page, Post, Source, Tag
from news.rendering.languages import bare_path

Arguments = Mapping[str, Any]
MAX_LINKS = 500  # of one post; later ones are not checked


def find_dead_paths(hrefs: Iterable[str]) -> frozenset[str]:
    """Returns those links of a post that answer 404 or 410 to readers now. At most one query per kind of page, none
    without inner links. Scheduled posts and drafts are dead until they appear; redirected addresses are alive."""
    paths = {href: path for href in list(hrefs)[:MAX_LINKS] if (path := inner_path(href))}
    asked: dict[str, dict[str, Arguments]] = defaultdict(dict)
    dead = set()
    for path in set(paths.values()):
        name, arguments = _resolve(path)
        if not name:
            dead.add(path)
        elif name in _FINDERS:
            asked[name][path] = arguments
    for name, places in asked.items():
        dead |= places.keys() - _FINDERS[name](places)
    dead -= _remembered(dead)
    return frozenset(href for href, path in paths.items() if path in dead)


def inner_path(href: str) -> str:
    """Returns the path of a link into our own site in the form in which addresses are stored; "" for other links."""
    root = settings.NEWS_SITE_URL
    try:
        parts = urlsplit(href)
        if parts.netloc and (not root or parts.netloc.lower() != urlsplit(root).netloc):
            return ""
    except ValueError:
        return ""
    return bare_path(unquote(parts.path)) if parts.path.startswith("/") else ""


def _resolve(path: str) -> tuple[str, Arguments]:
    """Returns the name of the view (a feed counts as its list) and its arguments; ("", {}) when there is none."""
    with translation.override(settings.LANGUAGE_CODE):
        for candidate in (path, path + "/"):  # Django redirects the first to the second
            try:
                match = resolve(candidate)
            except Resolver404:
                continue
            return (match.url_name or match.view_name).partition("_feed")[0], match.kwargs
    return "", {}


def _remembered(paths: set[str]) -> set[str]:
    """Returns the old addresses among these that redirect to a public page."""
    if not paths:
        return set()
    by_address = {path.rstrip("/") + "/": path for path in paths if "\0" not in path}
    rows = Address.objects.filter(path__in=by_address).select_related("post")
    gone = {"post", "category", "tag", "author", "source", "page"}
    return {
        by_address[row.path]
        for row in rows
        if any(getattr(row, f"{name}_id") for name in gone) and (row.post is None or row.post.is_public())
    }


def _posts(places: Mapping[str, Arguments]) -> set[str]:
    days: dict[tuple[dt.date | None, str], str] = {}
    for path, found in places.items():
        try:
            days[dt.date(found["year"], found["month"], found["day"]), found["slug"]] = path
        except ValueError:
            continue
    rule = Q()
    for day, slug in days:
        rule |= Q(path_on=day, slug=slug)
    rows = Post.objects.published().filter(rule).values_list("path_on", "slug") if days else ()
    return {days[row] for row in rows}


def _short_posts(places: Mapping[str, Arguments]) -> set[str]:
    return _among(Post.objects.published(), "pk", "pk", places)


def _finder(rows: Callable[[], Any], column: str, argument: str) -> Callable[[Mapping[str, Arguments]], set[str]]:
    return lambda places: _among(rows(), column, argument, places)


def _among(rows: Any, column: str, argument: str, places: Mapping[str, Arguments]) -> set[str]:
    wanted = {found[argument] for found in places.values()}
    there = set(rows.filter(**{f"{column}__in": wanted}).values_list(column, flat=True))
    return {path for path, found in places.items() if found[argument] in there}


_FINDERS: dict[str, Callable[[Mapping[str, Arguments]], set[str]]] = {
    "post": _posts,
    "post_short": _short_posts,
    "image": _finder(Image.objects.all, "pk", "pk"),
    "category": _finder(Category.objects.all, "path", "path"),
    "tag": _finder(Tag.objects.all, "slug", "slug"),
    "author": _finder(Author.objects.all, "slug", "slug"),
    "source": _finder(Source.objects.all, "slug", "slug"),
    "page": _finder(lambda: Page.objects.filter(is_published=True), "slug", "slug"),
}
