"""Decides what to answer for unknown addresses: 301 for what moved, 410 for what is gone, 404 for the rest."""

import datetime as dt
from typing import NamedTuple

from django.db.models import Model
from django.urls import Resolver404, resolve

from news.models import Address, Author, Page, Post, Source, Tag
from news.rendering.feed_links import FEED_FORMATS
from news.rendering.languages import bare_path


def find_address(path: str) -> Address | None:
    """Find the row of an old path, with or without its trailing slash. The chrome's language prefix is ignored."""
    if "\x00" in path:  # PostgreSQL rejects it in a query
        return None
    bare = bare_path(path).rstrip("/")
    rows = Address.objects.select_related("post", "category", "tag", "author", "source", "page")
    return rows.filter(path__in=[bare + "/", bare or "/"]).order_by("-path").first()


class FormerAddress(NamedTuple):
    """What became of a former address. If neither field is set, there was never anything at it."""

    new_path: str = ""
    is_gone: bool = False


def find_fate(path: str) -> FormerAddress:
    """Look at present posts first, then at old addresses. Few queries, because missing pages are requested often."""
    if is_trashed_here(path):
        return FormerAddress(is_gone=True)
    address = find_address(path)
    return FormerAddress(new_path(path, address), is_gone=address is not None and _is_withdrawn(address))


def new_path(path: str, address: Address | None) -> str:
    """Return where an old path leads now, in the same language's chrome, or "". Feeds of moved lists move along."""
    suffix = ""
    if address is None and (suffix := feed_suffix(path)):
        address = find_address(path.removesuffix(suffix))
    target = address.target if address else None
    if target is None or not _has_public_page(target):
        return ""
    found: str = target.get_absolute_url() + suffix  # type: ignore[attr-defined]
    return "" if found == path else found


def feed_suffix(path: str) -> str:
    """Return a feed's suffix after the address of its list; "" if the path is not a feed's."""
    return next((each.suffix for each in FEED_FORMATS if path.endswith("/" + each.suffix)), "")


def _has_public_page(target: Model) -> bool:
    """Tell whether a target has a page. A tag, an author or a source needs public posts: its name may be a secret."""
    if isinstance(target, Post):
        return target.is_public()
    if isinstance(target, Page):
        return target.is_published
    return not isinstance(target, Tag | Author | Source) or Post.objects.published().of(target).exists()


def _is_withdrawn(address: Address) -> bool:
    """Tell whether readers once saw the post at this old address and it has been trashed or purged since."""
    post = address.post
    return address.target is None or (post is not None and post.trashed_at is not None and post.was_public())


def is_trashed_here(path: str) -> bool:
    """Tell whether this is the present address of a trashed post that readers saw; that outranks former occupants."""
    try:
        match = resolve(path)
    except Resolver404:
        return False
    if match.url_name == "post":
        return _is_gone_post(**match.kwargs)
    return match.url_name == "post_short" and Post.objects.gone().filter(pk=match.kwargs["pk"]).exists()


def _is_gone_post(year: int, month: int, day: int, slug: str) -> bool:
    try:
        path_on = dt.date(year, month, day)
    except ValueError:
        return False
    return Post.objects.gone().filter(path_on=path_on, slug=slug).exists()
