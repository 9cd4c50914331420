"""Invent two weeks of views for the demo's posts, so that the home page and the desk have something to show."""

import datetime as dt
from collections.abc import Iterable
from zlib import crc32

from news.models import Post, ViewCount
from news.traffic.storing import Key, add_views

DAYS = 14
WEEKEND_SHARE = 0.7
HALF_LIFE_DAYS = 4  # in this many days a post's views fall by half


def make_views(posts: Iterable[Post], today: dt.date) -> None:
    """Add views once: if any of these posts has counted views, nothing is added."""
    known = list(posts)
    if not ViewCount.objects.filter(post__in=known).exists():
        add_views(invent_views(known, today))


def invent_views(posts: Iterable[Post], today: dt.date) -> dict[Key, int]:
    """Invent views, the same for the same posts and day. A post has some from the day in its address on."""
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
