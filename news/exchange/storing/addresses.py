"""Gives an imported post the paths that it had on its old site, unless something else here has them."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence

from django.db.models import Q

from news.exchange.record import Note
from news.exchange.storing.made import MadeRows, add_made
from news.models import Address, Post
from news.models.address import PATH_LENGTH, TARGETS
from news.publishing.names.addresses import site_path

_DATED = re.compile(r"/(\d{4})/(\d\d)/(\d\d)/([\w-]{1,60})/", re.ASCII)


def add_legacy_addresses(post: Post, paths: Sequence[str], made: MadeRows) -> list[Note]:
    """Make the paths lead to the post and return a note for each path that is taken. May be repeated. Adds to `made`.

    Paths are stored with a trailing slash, as all addresses are, except those of files («/a.html»).
    """
    own = site_path(post)
    wanted = [path for path in dict.fromkeys(map(add_slash, paths)) if path != own and len(path) <= PATH_LENGTH]
    if not wanted:
        return []
    known = {address.path: address for address in Address.objects.filter(path__in=wanted)}
    taken = {path for path, address in known.items() if not _is_free_for(address, post)} | _live_paths(wanted, post)
    free = [path for path in wanted if path not in taken]
    revived = [known[path].pk for path in free if path in known and known[path].post_id is None]
    Address.objects.filter(pk__in=revived).update(post=post)
    new = Address.objects.bulk_create([Address(path=path, post=post) for path in free if path not in known])
    add_made(made, "revived", revived)
    add_made(made, "address", [address.pk for address in new])
    return [Note("address-taken", {"path": path}) for path in wanted if path in taken]


def _is_free_for(address: Address, post: Post) -> bool:
    """Tell whether the post may have it. Without a target it only says «gone»."""
    targets = {name: pk for name in TARGETS if (pk := getattr(address, f"{name}_id"))}
    return targets in ({}, {"post": post.pk})


def add_slash(path: str) -> str:
    last = path.rpartition("/")[2]
    return f"{path}/" if last and "." not in last else path


def _live_paths(paths: Iterable[str], post: Post) -> set[str]:
    """Return those of the paths that belong to another post."""
    dated = {path: match for path in paths if (match := _DATED.fullmatch(path))}
    rule = Q()
    for match in dated.values():
        if day := _as_date(match):
            rule |= Q(path_on=day, slug=match[4])
    if not rule:
        return set()
    others = Post.objects.filter(rule).exclude(pk=post.pk).only("path_on", "slug")
    return {site_path(other) for other in others} & set(dated)


def _as_date(match: re.Match[str]) -> dt.date | None:
    try:
        return dt.date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
