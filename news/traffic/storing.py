"""Add buffered views to the database, only for posts that are public at that moment."""

import datetime as dt
import logging
from collections.abc import Mapping
from typing import TypeAlias

from django.db import Error, connection

from news.models import Post

log = logging.getLogger(__name__)
Key: TypeAlias = tuple[int, dt.date]  # a post's id and the site-zone day
BATCH_ROWS = 500
# The ORM's `bulk_create(update_conflicts=True)` can replace a number but not add to one. The SQL is constant, with
# every value a parameter, and works on PostgreSQL and SQLite.
_INSERT = "INSERT INTO news_viewcount (post_id, day, count) VALUES "
_ROW = "(%s, %s, %s)"
_ADD = " ON CONFLICT (post_id, day) DO UPDATE SET count = news_viewcount.count + excluded.count"


def add_views(counts: Mapping[Key, int]) -> dict[Key, int]:
    """Add the counts, one query for posts and one atomic statement per 500 rows; processes may do so concurrently.

    Return the counts that could not be written, for a retry. If the database fails between writing a batch and
    confirming it, that batch is counted twice.
    """
    waiting = sorted(counts.items())  # always in the same order, so that two processes cannot deadlock
    try:
        while waiting:
            rows = waiting[:BATCH_ROWS]
            ids = {post_id for (post_id, _day), _count in rows}
            public = set(Post.objects.published().filter(pk__in=ids).order_by().values_list("pk", flat=True))
            kept = [(post_id, day, count) for (post_id, day), count in rows if post_id in public]
            if kept:
                _upsert(kept)
            waiting = waiting[BATCH_ROWS:]
    except Error as error:
        log.warning("%s view counts wait: the database did not take them (%s)", len(waiting), type(error).__name__)
    return dict(waiting)


def _upsert(rows: list[tuple[int, dt.date, int]]) -> None:
    to_column = connection.ops.adapt_datefield_value
    values = [value for post_id, day, count in rows for value in (post_id, to_column(day), count)]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT + ", ".join([_ROW] * len(rows)) + _ADD, values)
