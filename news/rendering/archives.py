"""Archives by the day in posts' addresses: counts per month, posts in a range of days, and the nearest other days."""

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, Subquery
from django.urls import reverse

from news.models import Post, PostQuerySet
from news.rendering.dates import site_time, site_today

BAR_UNITS = 100  # full length of a bar in the chart
MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class ArchiveMonth:
    """`bar` is the count as a percentage of the fullest month's, at least 1."""

    first_day: dt.date
    count: int
    bar: int = BAR_UNITS

    def get_absolute_url(self) -> str:
        return reverse("month", args=[self.first_day.year, self.first_day.month])


@dataclass(frozen=True, slots=True)
class Year:
    number: int
    months: list[ArchiveMonth]

    @property
    def count(self) -> int:
        return sum(month.count for month in self.months)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The nearest days with posts before and after a range of days."""

    earlier: dt.date | None = None
    later: dt.date | None = None


def count_months(posts: PostQuerySet) -> list[Year]:
    """Count the posts of each month by the day in their address, newest year and month first. One query.

    The database groups by day and Python by month: SQLite would call Python for every post to truncate to a month.
    """
    days = posts.order_by("-path_on").values_list("path_on").annotate(count=Count("pk"))
    counts = {
        first: sum(count for _day, count in group) for first, group in groupby(days, lambda row: row[0].replace(day=1))
    }
    most = max(counts.values(), default=1)
    months = [ArchiveMonth(first, count, max(1, BAR_UNITS * count // most)) for first, count in counts.items()]
    return [Year(year, list(group)) for year, group in groupby(months, lambda month: month.first_day.year)]


def days_of(year: int, month: int | None = None) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of a year or a month. Raises: ValueError when it does not exist."""
    first = dt.date(year, month or 1, 1)
    last_month = month or MONTHS_A_YEAR
    return first, dt.date(year, last_month, calendar.monthrange(year, last_month)[1])


def in_days(posts: PostQuerySet, first: dt.date, last: dt.date) -> PostQuerySet:
    """Return the posts whose address day is from `first` to `last`, both included; newest first."""
    return posts.filter(path_on__range=(first, last)).order_by("-path_on", "-published_at", "-pk")


def days_around(posts: PostQuerySet, first: dt.date, last: dt.date) -> Neighbours:
    """Find the nearest days with posts outside a range of days. One query, answered from the index on days."""
    days = posts.values("path_on")
    row = (
        posts.order_by()
        .annotate(
            earlier=Subquery(days.filter(path_on__lt=first).order_by("-path_on")[:1]),
            later=Subquery(days.filter(path_on__gt=last).order_by("path_on")[:1]),
        )
        .values_list("earlier", "later")[:1]
    )
    return next((Neighbours(*found) for found in row), Neighbours())


def group_by_address_day(posts: Iterable[Post]) -> list[tuple[dt.date, list[Post]]]:
    """Group posts by the day in their address; they must already be sorted by it."""
    return [(day, list(group)) for day, group in groupby(posts, _address_day)]


def is_on_address_day(post: Post) -> bool:
    """Tell whether the post was published on its address day; an editor may have moved the publication time since."""
    return post.published_at is not None and site_time(post.published_at).date() == post.path_on


def _address_day(post: Post) -> dt.date:
    return post.path_on or site_today()
