"""Empties the trash: posts trashed long enough ago are deleted permanently, each in its own transaction."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import ProtectedError
from django.utils import timezone

from news.models import Post
from news.publishing.errors import EditConflictError
from news.publishing.posts.workflow import purge

DAYS_KEPT = 30


@dataclass(slots=True)
class Purged:
    """Ids and titles, in `failed` with the reason; `left` are posts changed during the run, perhaps restored."""

    purged: list[tuple[int, str]] = field(default_factory=list)
    left: list[tuple[int, str]] = field(default_factory=list)
    failed: list[tuple[int, str, str]] = field(default_factory=list)


def purge_trash(
    older_than: dt.timedelta = dt.timedelta(days=DAYS_KEPT),
    limit: int | None = None,
    *,
    is_dry_run: bool = False,
    should_stop: Callable[[], bool] = lambda: False,
) -> Purged:
    """Purges posts trashed longer ago than `older_than`, the oldest first. May be stopped, repeated, and run twice at
    once: posts that no longer exist are skipped."""
    due = Post.objects.trashed().filter(trashed_at__lte=timezone.now() - older_than).order_by("trashed_at", "pk")
    outcome = Purged()
    for pk in list(due.values_list("pk", flat=True)[:limit]):
        if should_stop():
            break
        post = due.filter(pk=pk).first()
        if post is not None:
            _purge_one(post, outcome, is_dry_run=is_dry_run)
    return outcome


def _purge_one(post: Post, outcome: Purged, *, is_dry_run: bool) -> None:
    pk, title = post.pk, str(post)
    try:
        if not is_dry_run:
            purge(post, None)
    except EditConflictError:
        outcome.left.append((pk, title))
    except ProtectedError as error:
        outcome.failed.append((pk, title, str(error.args[0])))
    else:
        outcome.purged.append((pk, title))
