"""Pages of a list: how many rows, whether there are more, and the address of the next page."""

from typing import Any, TypeVar
from urllib.parse import urlencode

from django.db.models import Model, QuerySet

from news.api.contract import APIRequest
from news.api.parameters import DEFAULT_LIMIT
from news.api.shapes import INTEGER, URL, Schema, Shape, optional

PagedT = TypeVar("PagedT", bound=Model)


def go_on(rows: QuerySet[PagedT], asked: APIRequest) -> tuple[list[PagedT], bool]:
    """Return as many rows as requested, and whether more follow, which is known by reading one extra row."""
    limit = asked.values.get("limit", DEFAULT_LIMIT)
    found = list(rows[: limit + 1])
    return found[:limit], len(found) > limit


def list_data(asked: APIRequest, total: int, items: list[dict[str, Any]], cursor: str) -> dict[str, Any]:
    """Build the data of a list. `cursor` is where it continues, "" at its end."""
    texts = asked.texts | {"cursor": cursor}
    following = f"{asked.place.absolute(asked.place.path)}?{urlencode(texts)}" if cursor else None
    return {"total": total, "next": following, "items": items}


def list_schema(shape: Shape) -> Schema:
    properties: Schema = {
        "total": INTEGER | {"description": "The total number on all pages."},
        "next": optional(URL) | {"description": "The address of the next page; null on the last one."},
        "items": shape.many(),
    }
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
