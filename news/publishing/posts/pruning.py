"""Deletes old revisions between which readers never saw the post, except those that are still needed."""

import datetime as dt
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.db.models.fields.json import KeyTextTransform
from django.utils import timezone

from news.models import Draft, ImportItem, RawSource, Revision, ScheduledChange
from news.models.states import PostState
from news.publishing.versions.as_of import STATE_KEYS, read_then, state_at, then

FEWEST = 3  # with fewer there is no revision between the first and the last
KEYS = (*STATE_KEYS, "corrections")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PrunedRevisions:
    """The number of revisions of one post that were, or would be, deleted."""

    post: int
    count: int
    kept: int


@dataclass(frozen=True, slots=True)
class _Moment:
    """A revision without its long texts."""

    pk: int
    version: int
    created_at: dt.datetime
    then: Mapping[str, Any]


def prune_revisions(
    before: dt.datetime, *, is_dry_run: bool = False, limit: int | None = None, should_stop: Callable[[], bool] = bool
) -> Iterator[PrunedRevisions]:
    """Prunes posts one by one, each in its own transaction; yields nothing for posts without anything to delete.

    Revisions since `before` (aware) are kept. `limit` counts posts. May be interrupted and repeated at any time.
    """
    done = 0
    for pk in _candidates(before):
        if should_stop() or (limit is not None and done >= limit):
            return
        pruned = _prune_one(pk, before, is_dry_run)
        if pruned.count:
            done += 1
            yield pruned


def count_candidates(before: dt.datetime) -> int:
    """Counts the posts that will be examined."""
    return len(_candidates(before))


def _candidates(before: dt.datetime) -> list[int]:
    """Returns posts that have revisions between the first and the last and at least one old revision."""
    rows = Revision.objects.order_by().values("post").annotate(count=Count("pk"), old=_count_old(before))
    return list(rows.filter(count__gte=FEWEST, old__gt=0).order_by("post").values_list("post", flat=True))


def _count_old(before: dt.datetime) -> Count:
    return Count("pk", filter=Q(created_at__lt=before))


@transaction.atomic
def _prune_one(pk: int, before: dt.datetime, is_dry_run: bool) -> PrunedRevisions:
    moments = _read_moments(pk)
    keep = kept_revisions(moments, before, _needed_versions(pk))
    go = [each.pk for each in moments if each.pk not in keep]
    if go and not is_dry_run:
        Revision.objects.filter(pk__in=go, created_at__lt=before).delete()
        log.info("post %s: %s revisions forgotten, %s kept", pk, len(go), len(keep))
    return PrunedRevisions(pk, len(go), len(moments) - len(go))


def _read_moments(pk: int) -> list[_Moment]:
    """Reads a post's revisions, oldest first, without the long texts."""
    keys = then(*KEYS)
    rows = Revision.objects.filter(post=pk).order_by("version").annotate(**keys)
    columns = ("pk", "version", "created_at", *keys)
    found = rows.values_list(*columns)
    return [_Moment(pk, version, at, read_then(KEYS, values)) for pk, version, at, *values in found]


def kept_revisions(moments: list[_Moment], before: dt.datetime, needed: Iterable[int] = ()) -> set[int]:
    """Returns the ids to keep. `moments` are all of a post's, oldest first; something refers to `needed` versions."""
    if not moments:
        return set()
    seen = [_was_seen(each, following) for each, following in _with_next(moments)]
    keep = {moments[0].pk, moments[-1].pk}
    keep |= {each.pk for each in moments if each.created_at >= before or each.version in set(needed)}
    keep |= {each.pk for each, is_seen in zip(moments, seen, strict=True) if is_seen}
    # Keep the revision that ended a public period: without it the one before would seem to have been public for longer.
    keep |= {moments[at].pk for at in range(1, len(moments)) if seen[at - 1]}
    keep |= _around_corrections(moments)
    days = {timezone.localtime(each.created_at, timezone.get_default_timezone()).date(): each.pk for each in moments}
    return keep | set(days.values())


def _with_next(moments: list[_Moment]) -> Iterator[tuple[_Moment, _Moment | None]]:
    yield from zip(moments, [*moments[1:], None], strict=True)


def _was_seen(moment: _Moment, following: _Moment | None) -> bool:
    """Tells whether readers saw this revision at any time while it was the newest."""
    end = following.created_at if following else timezone.now()
    return state_at(moment.then, end) == PostState.PUBLISHED


def _around_corrections(moments: list[_Moment]) -> set[int]:
    """Keeps each revision that changed the corrections and the one before it: the error and its correction."""
    keep: set[int] = set()
    for each, following in _with_next(moments):
        if following and (each.then["corrections"] or "[]") != (following.then["corrections"] or "[]"):
            keep |= {each.pk, following.pk}
    return keep


def _needed_versions(post: int) -> set[int]:
    """Returns the versions that an import's undo, a scheduled change or unsaved text refers to."""
    refer = (ScheduledChange.objects.filter(made_version=None), Draft.objects.all())
    needed = {version for rows in refer for version in rows.filter(post=post).values_list("base_version", flat=True)}
    needed.update(RawSource.objects.filter(post=post).values_list("post_version", flat=True))
    undone = [ImportItem.Undo.DELETED, ImportItem.Undo.RESTORED]
    items = ImportItem.objects.filter(post=post).exclude(undo__in=undone)
    rows = items.annotate(old_version=KeyTextTransform("version", "before"))
    for version, old in rows.values_list("post_version", "old_version"):
        # undoing an update restores the version before it, which the before-image records
        needed.update(each for each in (version, version and version - 1, int(old) if old else None) if each)
    return needed
