"""Live posts that need attention, and scheduled changes that could not be made. Three queries."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from news.admin.today.work import of_posts_seen
from news.models import Post, PostCategory, ScheduledChange, User

SHOWN = 5
CHANGE_DAYS = 14


@dataclass(frozen=True, slots=True)
class Troubles:
    """Counts are of published posts. `faulty` lists the newest posts in which the checks found errors."""

    without_summary: int
    without_category: int
    faulty_count: int
    faulty: list[Post]
    failed_changes: list[ScheduledChange]

    def __bool__(self) -> bool:
        return bool(self.without_summary or self.without_category or self.faulty_count or self.failed_changes)


def find_troubles(user: User) -> Troubles:
    posts = Post.objects.visible_to(user).published()
    has_category = Exists(PostCategory.objects.filter(post=OuterRef("pk")))
    counts = posts.aggregate(
        without_summary=Count("pk", filter=Q(summary="")),
        without_category=Count("pk", filter=~has_category),
        faulty_count=Count("pk", filter=Q(check_result__error_count__gt=0)),
    )
    faulty = posts.filter(check_result__error_count__gt=0).select_related("check_result").newest_first()
    columns = ("title", "published_at", "check_result__error_count", "check_result__warning_count")
    return Troubles(**counts, faulty=list(faulty.only(*columns)[:SHOWN]), failed_changes=_failed_changes(user))


def _failed_changes(user: User) -> list[ScheduledChange]:
    since = timezone.now() - dt.timedelta(days=CHANGE_DAYS)
    rows = ScheduledChange.objects.filter(done_at__gte=since, made_version=None).exclude(error="")
    seen = of_posts_seen(rows, user).select_related("post")
    return list(seen.only("due_at", "error", "post__title").order_by("-done_at")[:SHOWN])
