"""A month of posts as weeks of days, and the long gaps of a day. Needs no request; two queries however many posts."""

import calendar
import datetime as dt
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import get_format

from news.models import Post, PostQuerySet
from news.models.states import PostState
from news.traffic.visits import site_day

SHOWN_A_DAY = 12
OPEN_FROM, OPEN_UNTIL = 8, 22  # hours of the site's zone in which readers expect something new
SILENCE = dt.timedelta(hours=3)
FIRST_YEAR, LAST_YEAR = 1990, 2100
COLUMNS = ("title", "status", "published_at", "embargo_until", "trashed_at", "version", "owner")


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """A post at the moment of its publication or, if `is_embargo`, at the end of its embargo."""

    post: Post
    at: dt.datetime
    is_embargo: bool = False

    @property
    def state(self) -> PostState:
        return self.post.state


@dataclass(slots=True)
class Day:
    date: dt.date
    is_in_month: bool
    is_today: bool
    is_future: bool
    every: list[CalendarEntry] = field(default_factory=list)

    @property
    def entries(self) -> list[CalendarEntry]:
        return self.every[:SHOWN_A_DAY]

    @property
    def more_count(self) -> int:
        return max(0, len(self.every) - SHOWN_A_DAY)


@dataclass(frozen=True, slots=True)
class Gap:
    starts_at: dt.datetime
    ends_at: dt.datetime

    @property
    def hours(self) -> int:
        return (self.ends_at - self.starts_at) // dt.timedelta(hours=1)


class CalendarMonth:
    """`first` is any day of the month; `posts` are those that may be shown. Days and hours are in the site's zone."""

    def __init__(self, first: dt.date, posts: PostQuerySet) -> None:
        self.first = first.replace(day=1)
        self.posts = posts
        self.first_weekday = (int(get_format("FIRST_DAY_OF_WEEK")) - 1) % 7

    @cached_property
    def weeks(self) -> list[list[Day]]:
        today = site_day(timezone.now())
        dates = calendar.Calendar(self.first_weekday).monthdatescalendar(self.first.year, self.first.month)
        days = {
            date: Day(date, date.month == self.first.month, date == today, date > today)
            for date in itertools.chain.from_iterable(dates)
        }
        for entry in self._find_entries(dates[0][0], dates[-1][-1]):
            days[site_day(entry.at)].every.append(entry)
        return [[days[date] for date in week] for week in dates]

    @property
    def weekdays(self) -> list[dt.date]:
        """The days of the first week, used for their names."""
        return [day.date for day in self.weeks[0]]

    @property
    def before(self) -> dt.date:
        return self.first - dt.timedelta(days=1)

    @property
    def after(self) -> dt.date:
        return self.first + dt.timedelta(days=31)

    def _find_entries(self, first: dt.date, last: dt.date) -> list[CalendarEntry]:
        span = (midnight(first), midnight(last + dt.timedelta(days=1)) - dt.timedelta(microseconds=1))
        posts = self.posts.not_trashed().only(*COLUMNS)
        approved = Q(status=Post.Status.APPROVED)
        shown = posts.filter(approved, published_at__range=span)
        held = posts.exclude(approved).filter(embargo_until__range=span)
        entries = [CalendarEntry(post, post.published_at) for post in shown if post.published_at]
        entries += [CalendarEntry(post, post.embargo_until, is_embargo=True) for post in held if post.embargo_until]
        return sorted(entries, key=lambda entry: (entry.at, entry.post.pk))


def find_gaps(posts: PostQuerySet, day: dt.date) -> list[Gap]:
    """Return the spans of over three hours between 8:00 and 22:00 in which none of the posts appears. One query."""
    opens, closes = midnight(day, OPEN_FROM), midnight(day, OPEN_UNTIL)
    times = posts.not_trashed().filter(status=Post.Status.APPROVED, published_at__range=(opens, closes))
    moments = [opens, *times.order_by("published_at").values_list("published_at", flat=True), closes]
    return list(_find_silences(moments))


def _find_silences(moments: Iterable[dt.datetime | None]) -> Iterator[Gap]:
    known = [moment for moment in moments if moment]
    for earlier, later in itertools.pairwise(known):
        if later - earlier > SILENCE:
            yield Gap(earlier, later)


def midnight(day: dt.date, hour: int = 0) -> dt.datetime:
    """Return the day's midnight in the site's zone (aware), or another full hour of it."""
    return dt.datetime.combine(day, dt.time(hour), timezone.get_default_timezone())


def read_month(text: str) -> dt.date | None:
    """Read a month like «2026-11»; None for anything else, and for years outside `FIRST_YEAR` to `LAST_YEAR`."""
    try:
        month = dt.datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007 (a month has no zone)
    except ValueError:
        return None
    return month if FIRST_YEAR <= month.year <= LAST_YEAR else None
