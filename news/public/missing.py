"""What to answer where nothing is: 301 for what moved, 410 for what is gone, 404 for the rest."""

import datetime as dt
from typing import NamedTuple

from django.db.models import Model
from django.urls import Resolver404, resolve

from news.models import Address, Author, Page, Post, Source, Tag
from news.rendering.feed_links import FEED_FORMATS
from news.rendering.languages import bare_path


def find_address(path: str) -> Address | None:
    """The row of an old path, written with or without its last slash. The chrome's prefix is not part of it."""
    if "\x00" in path:  # PostgreSQL refuses to look for it
        return None
    bare = bare_path(path).rstrip("/")
    rows = Address.objects.select_related("post", "category", "tag", "author", "source", "page")
    return rows.filter(path__in=[bare + "/", bare or "/"]).order_by("-path").first()


class FormerAddress(NamedTuple):
    """What became of what once stood at an address. Neither field set: nothing ever stood there."""

    new_path: str = ""
    is_gone: bool = False


def find_fate(path: str) -> FormerAddress:
    """One look at the present and one at the old addresses: pages that are not there are asked for a lot."""
    if is_trashed_here(path):
        return FormerAddress(is_gone=True)
    address = find_address(path)
    return FormerAddress(new_path(path, address), is_gone=address is not None and _is_withdrawn(address))


def new_path(path: str, address: Address | None) -> str:
    """Where an old path leads now, under the same chrome, or "". The feed of what moved has moved with it."""
    suffix = ""
    if address is None and (suffix := feed_suffix(path)):
        address = find_address(path.removesuffix(suffix))
    target = address.target if address else None
    if target is None or not _has_public_page(target):
        return ""
    found: str = target.get_absolute_url() + suffix  # type: ignore[attr-defined]
    return "" if found == path else found


def feed_suffix(path: str) -> str:
    """What stands behind a list's address when the path is that of one of its feeds, else ""."""
    return next((each.suffix for each in FEED_FORMATS if path.endswith("/" + each.suffix)), "")


def _has_public_page(target: Model) -> bool:
    """A tag, an author or a source has a page only with public posts: its name may be a secret until then."""
    if isinstance(target, Post):
        return target.is_public()
    if isinstance(target, Page):
        return target.is_published
    return not isinstance(target, Tag | Author | Source) or Post.objects.published().of(target).exists()


def _is_withdrawn(address: Address) -> bool:
    """Whether readers once saw what stood at this old address, and it has been trashed or purged since."""
    post = address.post
    return address.target is None or (post is not None and post.trashed_at is not None and post.was_public())


def is_trashed_here(path: str) -> bool:
    """Whether this is the present address of a post that readers once saw; it says more than who stood here before."""
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
