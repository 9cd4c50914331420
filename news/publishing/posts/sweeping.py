"""Checks many posts one after the other, keeps what is found, and mends what is asked for. For commands."""

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_noop

from news.models import Post
from news.publishing.checks.findings import Finding
from news.publishing.checks.outer_links import LinkLooker
from news.publishing.checks.reading import look_up, values_of
from news.publishing.checks.registry import RULES
from news.publishing.checks.running import find_all, mend
from news.publishing.checks.storing import store_findings
from news.publishing.errors import EditConflictError
from news.publishing.posts.saving import save_post

BATCH = 100
LINKS: tuple[str, ...] = ("category_links", "bylines", "tags")
REASON = gettext_noop("fixed by checks")
# Without those that the library mends: `fetch_images --retry-failed` fetches the pictures.
MENDABLE = tuple(rule.code for rule in RULES if rule.mend and not rule.is_download)


@dataclass(frozen=True, slots=True)
class SweepOptions:
    """`fixes`: codes of checks whose findings are mended. A dry run writes nothing at all."""

    fixes: Collection[str] = ()
    looker: LinkLooker | None = None
    is_dry_run: bool = False


@dataclass(frozen=True, slots=True)
class SweptPost:
    """`mended` are the codes of what was (or in a dry run would be) mended, `is_conflict`: saved by somebody meanwhile,
    so that nothing was written."""

    post: Post
    findings: tuple[Finding, ...]
    mended: tuple[str, ...] = ()
    is_conflict: bool = False


def choose_posts(
    ids: Sequence[int] = (), state: str = "", since: dt.datetime | None = None, limit: int | None = None
) -> list[int]:
    """Those never checked first, then those checked longest ago: an interrupted run goes on where it stopped.
    Without the trash, unless it is asked for."""
    posts = Post.objects.in_state(state) if state else Post.objects.not_trashed()
    if ids:
        posts = posts.filter(pk__in=ids)
    if since:
        posts = posts.filter(updated_at__gte=since)
    oldest_first = posts.order_by(F("check_result__checked_at").asc(nulls_first=True), "pk")
    return list(oldest_first.values_list("pk", flat=True)[:limit])


def sweep(
    ids: Sequence[int], options: SweepOptions = SweepOptions(), should_stop: Callable[[], bool] = bool
) -> Iterator[SweptPost]:
    """Each post as it is done; one purged meanwhile is passed over. Memory does not grow with the posts."""
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        posts = Post.objects.prefetch_related(*LINKS).in_bulk(batch)
        for pk in batch:
            if should_stop():
                return
            if pk in posts:
                yield _sweep_one(posts[pk], options)


def _sweep_one(post: Post, options: SweepOptions) -> SweptPost:
    mended: tuple[str, ...] = ()
    if options.fixes:
        try:
            mended = _mend(post, options)
        except EditConflictError:
            return SweptPost(post, (), is_conflict=True)
    found = look_up(values_of(post))
    if options.looker:
        found = options.looker.look(found)
    findings = find_all(found.post)
    if not options.is_dry_run:
        with transaction.atomic():
            if Post.objects.filter(pk=post.pk, version=post.version).exists():  # else who saved it has checked it
                store_findings(post.pk, found, findings)
    return SweptPost(post, tuple(findings), mended)


def _mend(post: Post, options: SweepOptions) -> tuple[str, ...]:
    """Raises: EditConflictError. In a dry run the instance changes all the same, for what is told of it."""
    mended = []
    for code in options.fixes:
        changes = mend(look_up(values_of(post)).post, code)
        for name, value in changes.items():
            setattr(post, name, value)
        mended += [code] if changes else []
    if mended and not options.is_dry_run:
        save_post(post, None, REASON, post.version)
    return tuple(mended)
