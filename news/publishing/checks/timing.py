"""Checks publication times. The findings depend on the current time."""

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone

from news.publishing.checks.checked import CheckedPost
from news.publishing.checks.findings import Rule, Severity, Spot

GRACE = dt.timedelta(minutes=10)  # a «now» that was entered a moment ago is still valid
NIGHT_ENDS = 6  # o'clock, in the site's zone


def _past(post: CheckedPost) -> Iterable[Spot]:
    """Reports only a time that is being set; the time of a published post is past anyway."""
    if post.is_time_new and not post.is_live and post.published_at and post.published_at < post.now - GRACE:
        yield Spot({"time": _local(post.published_at)})


def _night(post: CheckedPost) -> Iterable[Spot]:
    if post.is_live or not post.published_at or post.published_at <= post.now:
        return
    if _site_time(post.published_at).hour < NIGHT_ENDS:
        yield Spot({"time": _local(post.published_at)})


def _embargo(post: CheckedPost) -> Iterable[Spot]:
    """Checks the embargo. A post without a time becomes public at once when it is published."""
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
