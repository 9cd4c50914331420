"""Export the chosen posts as a file: a table for a spreadsheet, or everything as JSON."""

import csv
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.utils import timezone

from news.models import Category, Post
from news.publishing.versions.fields import COLUMNS as POST_COLUMNS
from news.text.csv_cells import quote_formula

COLUMNS = (
    *("id", "title", "state", "language", "address", "categories", "tags", "authors", "source", "source_url"),
    *("published_at", "updated_at", "characters", "words", "images"),
)
TYPES = {"csv": "text/csv", "json": "application/json"}
BYTE_ORDER_MARK = "\ufeff"  # without it spreadsheets do not recognize UTF-8


def make_export(posts: Any, file_format: str) -> HttpResponse:
    """Return the file as a download. `file_format` is "csv" or "json"."""
    rows = posts.for_cards().prefetch_related("tags").newest_first()
    response = HttpResponse(content_type=f"{TYPES[file_format]}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="posts-{timezone.localtime():%Y%m%d-%H%M}.{file_format}"'
    if file_format == "csv":
        _write_table(response, rows)
    else:
        everything = list(_describe_wholly(rows.defer(None)))
        response.write(json.dumps({"posts": everything}, ensure_ascii=False, indent=1, cls=DjangoJSONEncoder))
    return response


def _write_table(response: HttpResponse, posts: Iterable[Post]) -> None:
    response.write(BYTE_ORDER_MARK)
    table = csv.DictWriter(response, COLUMNS)
    table.writeheader()
    for row in _describe(posts):
        table.writerow({name: _as_cell(row[name]) for name in COLUMNS})


def _describe(posts: Iterable[Post]) -> Iterator[dict[str, object]]:
    labels = Category.objects.path_labels()
    for post in posts:
        yield {
            "id": post.pk,
            "title": post.title,
            "state": post.state.value,
            "language": post.language,
            "address": post.get_absolute_url(),
            "categories": [labels[category.path] for category in post.ordered_categories()],
            "tags": [tag.name for tag in post.tags.all()],
            "authors": [author.name for author in post.ordered_authors()],
            "source": str(post.source or ""),
            "source_url": post.source_url,
            "published_at": post.published_at,
            "updated_at": post.updated_at,
            "characters": post.han_count,
            "words": post.word_count,
            "images": post.image_count,
        }


def _describe_wholly(posts: Iterable[Post]) -> Iterator[dict[str, object]]:
    """Yield the columns of the table first, with names for ids, then every post column that a revision has."""
    for post, row in zip(posts, _describe(posts), strict=True):
        yield {**row, **{field.name: getattr(post, field.name) for field in POST_COLUMNS}}


def _as_cell(value: object) -> object:
    """Quote text that a spreadsheet would take for a formula (OWASP, CSV injection)."""
    text = "；".join(value) if isinstance(value, list) else value
    return quote_formula(text) if isinstance(text, str) else text
