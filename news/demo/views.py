"""Two weeks of invented readings for the demo's posts, so that the home page and the editors have something to show."""

import datetime as dt
from collections.abc import Iterable
from zlib import crc32

from news.models import Post, ViewCount
from news.traffic.storing import Key, add_views

DAYS = 14
WEEKEND_SHARE = 0.7
HALF_LIFE_DAYS = 4  # after so many days half as many read a post


def make_views(posts: Iterable[Post], today: dt.date) -> None:
    """Once: where a reading of one of these posts has been counted, nothing is added."""
    known = list(posts)
    if not ViewCount.objects.filter(post__in=known).exists():
        add_views(invent_views(known, today))


def invent_views(posts: Iterable[Post], today: dt.date) -> dict[Key, int]:
    """The same posts and day give the same numbers. A post has readers from the day in its address on."""
    days = [today - dt.timedelta(days=age) for age in range(DAYS)]
    return {
        (post.pk, day): _views_of(post, day) for post in posts for day in days if post.path_on and post.path_on <= day
    }


def _views_of(post: Post, day: dt.date) -> int:
    age = (day - (post.path_on or day)).days
    fame = 120 + crc32(post.slug.encode()) % 700
    chance = 0.8 + crc32(f"{post.slug} {day}".encode()) % 100 / 250
    week = WEEKEND_SHARE if day.isoweekday() > 5 else 1  # noqa: PLR2004 (Saturday and Sunday)
    return round(fame * chance * week * max(0.5 ** (age / HALF_LIFE_DAYS), 0.02)) + 1
