"""Checks many posts one after another, stores the findings and fixes them on request. For commands."""

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
# Excludes findings that the image library fixes: `fetch_images --retry-failed` fetches the pictures.
MENDABLE = tuple(rule.code for rule in RULES if rule.mend and not rule.is_download)


@dataclass(frozen=True, slots=True)
class SweepOptions:
    """`fixes`: the codes of checks whose findings are to be fixed. A dry run writes nothing at all."""

    fixes: Collection[str] = ()
    looker: LinkLooker | None = None
    is_dry_run: bool = False


@dataclass(frozen=True, slots=True)
class SweptPost:
    """`mended` are the codes that were (or in a dry run would be) fixed. `is_conflict`: someone else saved the post at
    the same time, so nothing was written."""

    post: Post
    findings: tuple[Finding, ...]
    mended: tuple[str, ...] = ()
    is_conflict: bool = False


def choose_posts(
    ids: Sequence[int] = (), state: str = "", since: dt.datetime | None = None, limit: int | None = None
) -> list[int]:
    """Chooses the posts to check, never-checked ones first, then the longest-ago checked: an interrupted run resumes
    where it stopped. Excludes the trash unless `state` asks for it."""
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
    """Yields each post when it is done; skips posts purged since. Memory use does not grow with the number of posts."""
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
            if Post.objects.filter(pk=post.pk, version=post.version).exists():  # else the newer save has checked it
                store_findings(post.pk, found, findings)
    return SweptPost(post, tuple(findings), mended)


def _mend(post: Post, options: SweepOptions) -> tuple[str, ...]:
    """Fixes what it can. A dry run changes the instance too, but does not save it. Raises: EditConflictError."""
    mended = []
    for code in options.fixes:
        changes = mend(look_up(values_of(post)).post, code)
        for name, value in changes.items():
            setattr(post, name, value)
        mended += [code] if changes else []
    if mended and not options.is_dry_run:
        save_post(post, None, REASON, post.version)
    return tuple(mended)
