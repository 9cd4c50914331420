"""Writes follow-ups down where a post's address becomes public, changes or goes; part of the write's transaction."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from news.models import FollowUp, Post
from news.publishing.follow_ups.registry import configured_kinds
from news.rendering.meta import post_path

NEWS_HOURS = 48  # what an import brings that is older is an archive: nobody need be told of ten thousand of those


@dataclass(frozen=True, slots=True)
class PlannedFollowUp:
    """Something to tell of: what is at a path from a moment on. `is_new`: an address that was not public before."""

    path: str
    due_at: dt.datetime
    is_new: bool


def plan_follow_ups(post: Post, before: Post | None, *, is_import: bool = False) -> None:
    """`before` is the post as it was stored, None for a new one.

    An import tells only of what was published in the last 48 hours.
    """
    if is_import and not _is_news(post):
        return
    plans = _find_plans(post, before)
    if not plans:
        return
    for kind in configured_kinds():
        for plan in plans:
            if plan.is_new or not kind.is_for_new_only:
                _write_down(kind.name, post, plan)


def _find_plans(post: Post, before: Post | None) -> list[PlannedFollowUp]:
    now = timezone.now()
    old_path = post_path(before) if before and before.is_public(now) else ""
    new_path = post_path(post) if post.is_public(now) else ""
    plans = []
    if old_path and old_path != new_path:
        plans.append(PlannedFollowUp(old_path, now, is_new=False))
    if new_path and old_path != new_path:
        plans.append(PlannedFollowUp(new_path, now, is_new=True))
    if new_path and old_path == new_path and before and before.updated_at != post.updated_at:
        plans.append(PlannedFollowUp(new_path, now, is_new=False))
    if post.is_scheduled and not new_path and post.published_at:
        plans.append(PlannedFollowUp(post_path(post), post.published_at, is_new=True))
    return plans


def _is_news(post: Post) -> bool:
    since = timezone.now() - dt.timedelta(hours=NEWS_HOURS)
    return post.published_at is not None and post.published_at >= since


def _write_down(kind: str, post: Post, plan: PlannedFollowUp) -> None:
    """One open row for each kind and path. A row that is being done right now is to be done once more."""
    again = {"post": post, "due_at": plan.due_at, "claimed_until": None, "try_count": 0, "error": ""}
    if not FollowUp.objects.open().filter(kind=kind, path=plan.path).update(**again):
        row = FollowUp(kind=kind, path=plan.path, post=post, due_at=plan.due_at)
        FollowUp.objects.bulk_create([row], ignore_conflicts=True)
