"""Plans follow-ups when a post's address appears, changes or disappears, in the transaction of the write."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from news.models import FollowUp, Post
from news.publishing.follow_ups.registry import configured_kinds
from news.rendering.meta import post_path

NEWS_HOURS = 48  # older imported posts are an archive, which may be ten thousand posts that nobody need be told of


@dataclass(frozen=True, slots=True)
class PlannedFollowUp:
    """A notification about a path, due at `due_at`. `is_new`: the address was not public before."""

    path: str
    due_at: dt.datetime
    is_new: bool


def plan_follow_ups(post: Post, before: Post | None, *, is_import: bool = False) -> None:
    """Plans the follow-ups of a write. `before` is the post as it was stored, None for a new one.

    An import reports only posts published in the last 48 hours.
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
    """Keeps one open row for each kind and path. A row being sent at this moment will be sent again."""
    again = {"post": post, "due_at": plan.due_at, "claimed_until": None, "try_count": 0, "error": ""}
    if not FollowUp.objects.open().filter(kind=kind, path=plan.path).update(**again):
        row = FollowUp(kind=kind, path=plan.path, post=post, due_at=plan.due_at)
        FollowUp.objects.bulk_create([row], ignore_conflicts=True)
