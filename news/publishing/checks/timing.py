"""Checks of times. What they find depends on the moment."""

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone

from news.publishing.checks.checked import CheckedPost
from news.publishing.checks.findings import Rule, Severity, Spot

GRACE = dt.timedelta(minutes=10)  # «now» was written a moment ago
NIGHT_ENDS = 6  # o'clock, in the site's zone


def _past(post: CheckedPost) -> Iterable[Spot]:
    """Only a time that is being set: that of a post readers see, or once saw, is past by nature."""
    if post.is_time_new and not post.is_live and post.published_at and post.published_at < post.now - GRACE:
        yield Spot({"time": _local(post.published_at)})


def _night(post: CheckedPost) -> Iterable[Spot]:
    if post.is_live or not post.published_at or post.published_at <= post.now:
        return
    if _site_time(post.published_at).hour < NIGHT_ENDS:
        yield Spot({"time": _local(post.published_at)})


def _embargo(post: CheckedPost) -> Iterable[Spot]:
    """Without a time it would be public at once, if somebody published it now."""
    moment = post.published_at or (post.now if post.is_publishing else None)
    if post.embargo_until and moment and moment < post.embargo_until:
        yield Spot({"until": _local(post.embargo_until)})


def _site_time(moment: dt.datetime) -> dt.datetime:
    return timezone.localtime(moment, timezone.get_default_timezone())


def _local(moment: dt.datetime) -> str:
    return f"{_site_time(moment):%Y-%m-%d %H:%M}"


RULES = (
    Rule("time-past", Severity.ERROR, "published_at", _past, is_timed=True),
    Rule("time-night", Severity.WARNING, "published_at", _night, is_timed=True),
    Rule("embargo", Severity.ERROR, "published_at", _embargo, is_timed=True),
)
