"""Looks up the names behind the ids in snapshots and in the log, many at once."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from news.models import Category, Post
from news.publishing.versions.fields import REFERENCES


class ReferenceNames:
    """The rows that snapshots refer to, read with one query for each kind of row that occurs."""

    def __init__(self, snapshots: Iterable[Mapping[str, Any]]) -> None:
        wanted: dict[str, set[int]] = {name: set() for name in REFERENCES}
        for snapshot in snapshots:
            for name, ids in wanted.items():
                ids.update(ids_in(snapshot.get(name)))
        self._rows = {name: _read(REFERENCES[name], ids) for name, ids in wanted.items()}
        has_categories = bool(self._rows["categories"])
        self._paths = Category.objects.path_labels() if has_categories else {}

    def row(self, field: str, pk: int) -> Any:
        return self._rows[field].get(pk)

    def name(self, field: str, pk: int) -> str:
        row = self.row(field, pk)
        if row is None:
            return _("no longer there (number %(number)s)") % {"number": pk}
        return self._paths.get(row.path, row.name) if isinstance(row, Category) else str(row)


def ids_in(value: Any) -> list[int]:
    """Returns a reference or a list of references as a list."""
    if value is None or value == "":
        return []
    return value if isinstance(value, list) else [value]


def _read(model: Any, ids: set[int]) -> dict[int, Any]:
    rows = model.objects.defer("body") if model is Post else model.objects
    return rows.in_bulk(ids) if ids else {}
