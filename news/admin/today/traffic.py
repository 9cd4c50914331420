"""Readership: two weeks as a chart and a table, this week compared with the last, today's most read posts."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Sum

from news.models import Post, User, ViewCount
from news.traffic.numbers import first_day

DAYS = 14
WEEK = 7
TOP = 5
STEP, WIDTH, HEIGHT = 20, 14, 60  # of the chart, in its own units


@dataclass(frozen=True, slots=True)
class Bar:
    day: dt.date
    views: int
    x: int
    y: float
    height: float
    width: int = WIDTH


@dataclass(frozen=True, slots=True)
class Traffic:
    """`change_percent` is None if nobody read anything the week before. `top` holds post ids, titles and `count`."""

    bars: list[Bar]
    week: int
    change_percent: int | None
    top: list[dict[str, Any]]
    view_box: str = f"0 0 {DAYS * STEP} {HEIGHT}"

    @property
    def week_text(self) -> str:
        return f"{self.week:,}"

    @property
    def change_size(self) -> int:
        return abs(self.change_percent or 0)


def find_traffic(user: User) -> Traffic:
    """Count views of the posts that this user may see. Two queries."""
    first = first_day(DAYS)
    counts: Any = ViewCount.objects.since(first)
    if not user.has_perm("news.edit_others_post"):
        counts = counts.filter(post__in=Post.objects.visible_to(user).only("pk"))
    by_day = dict(counts.order_by().values_list("day").annotate(views=Sum("count")))
    views = [by_day.get(first + dt.timedelta(days=number), 0) for number in range(DAYS)]
    today = counts.filter(day=first + dt.timedelta(days=DAYS - 1), post__trashed_at=None, count__gt=0)
    top = today.order_by("-count", "-post").values("post_id", "count", "post__title")[:TOP]
    before, week = sum(views[:-WEEK]), sum(views[-WEEK:])
    change = round((week - before) * 100 / before) if before else None
    return Traffic(_bars(first, views), week, change, list(top))


def _bars(first: dt.date, views: list[int]) -> list[Bar]:
    most = max(views) or 1
    return [_bar(first + dt.timedelta(days=number), count, number, most) for number, count in enumerate(views)]


def _bar(day: dt.date, count: int, number: int, most: int) -> Bar:
    """Build one bar; a day without readers gets a thin line, to show that it was counted."""
    height = max(1.0, round(count * (HEIGHT - 2) / most, 1))
    return Bar(day, count, number * STEP + (STEP - WIDTH) // 2, round(HEIGHT - height, 1), height)
