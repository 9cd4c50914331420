"""Turns a post into JSON values, and reads its values back from them."""

import datetime as dt
import json
from typing import Any, TypeVar

from django.db import models
from django.utils.dateparse import parse_date, parse_datetime

from news.models import Author, Category, Post
from news.publishing.versions.fields import COLUMNS, FIELDS

LinkedT = TypeVar("LinkedT", bound=models.Model)


def take_snapshot(post: Post, links: dict[str, list[Any]] | None = None) -> dict[str, Any]:
    """Returns the post as JSON values, links included. Reads the links from the database unless they are given."""
    values = {field.name: getattr(post, field.name) for field in COLUMNS}
    values |= read_links(post) if links is None else links
    snapshot: dict[str, Any] = json.loads(json.dumps(values, default=_write_time))
    return snapshot


def read_links(post: Post) -> dict[str, list[Any]]:
    """Reads a post's links in the form that a snapshot keeps."""
    return {
        "categories": list(post.category_links.order_by("position").values_list("category_id", flat=True)),
        "authors": list(post.bylines.order_by("position").values_list("author_id", flat=True)),
        "tags": [tag.name for tag in post.tags.all()],
        "corrections": [[each.text, _write_time(each.corrected_at)] for each in post.corrections.all()],
    }


def restore_value(name: str, value: Any) -> Any:
    """Restores a column's value from JSON; a reference to a deleted row becomes None."""
    if value is None:
        return None
    field = FIELDS[name]
    if field.kind == "moment":
        return parse_datetime(value)
    if field.refers_to is not None:
        return value if field.refers_to._default_manager.filter(pk=value).exists() else None
    return parse_date(value) if field.kind == "day" else value


def restore_links(snapshot: dict[str, Any]) -> tuple[list[Category], list[Author]]:
    """Returns the categories and authors of a snapshot in its order, without deleted ones."""
    return _in_order(Category, snapshot.get("categories", [])), _in_order(Author, snapshot.get("authors", []))


def restore_corrections(snapshot: dict[str, Any]) -> list[tuple[str, dt.datetime]]:
    """Returns each correction of a snapshot as its text and time."""
    return [(text, dt.datetime.fromisoformat(at)) for text, at in snapshot.get("corrections", [])]


def _in_order(model: type[LinkedT], ids: list[int]) -> list[LinkedT]:
    found = model._default_manager.in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def _write_time(value: dt.date) -> str:
    """Writes dates and aware times in full: Django's encoder would drop the microseconds and alter a restored post.
    Uses UTC: forms give times in the site's zone, and the same moment must not count as a change."""
    return (value.astimezone(dt.UTC) if isinstance(value, dt.datetime) else value).isoformat()
