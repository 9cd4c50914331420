"""Read the counts: the most read posts of the last days, and the numbers shown to editors."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Q, Sum, Value, When
from django.utils import timezone

from news.models import Post, PostQuerySet, ViewCount
from news.traffic.visits import site_day

DAYS = 7  # today and the six days before it
MOST_READ_COUNT = 8


def first_day(days: int = DAYS) -> dt.date:
    """Return the first of the last `days` days in the site's time zone, today included."""
    return site_day(timezone.now()) - dt.timedelta(days=days - 1)


def most_read(posts: PostQuerySet, language: str, count: int = MOST_READ_COUNT, days: int = DAYS) -> list[Post]:
    """Return the most read of the posts, those in the language first, without unread ones. One query.

    Only title, address and language are loaded, because the database groups by every loaded column.
    """
    is_foreign = Case(When(language=language, then=Value(0)), default=Value(1))
    read = posts.filter(view_counts__day__gte=first_day(days), view_counts__count__gt=0)
    ranked = read.only("title", "slug", "path_on", "language").annotate(views=Sum("view_counts__count"))
    return list(ranked.annotate(is_foreign=is_foreign).order_by("is_foreign", "-views", "-pk")[:count])


def week_views(post_ids: Iterable[int]) -> dict[int, int]:
    """Return views by post id, for posts read in the last seven days. One query."""
    rows = ViewCount.objects.since(first_day()).filter(post__in=list(post_ids)).totals()
    return {row["post"]: row["views"] for row in rows}


@dataclass(frozen=True, slots=True)
class ViewNumbers:
    week: int
    total: int


def view_numbers(post_id: int) -> ViewNumbers:
    """Read the numbers of one post. One query."""
    sums = ViewCount.objects.filter(post=post_id).aggregate(
        week=Sum("count", filter=Q(day__gte=first_day()), default=0), total=Sum("count", default=0)
    )
    return ViewNumbers(**sums)
