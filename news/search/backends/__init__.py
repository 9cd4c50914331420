"""The databases that can search. A new one is a module with a `Backend` and a line in `BACKENDS`."""

from importlib import import_module
from typing import Any, Protocol

from django.db.backends.base.base import BaseDatabaseWrapper

from news.search.query import SearchQuery

BACKENDS = {"sqlite": "news.search.backends.sqlite", "postgresql": "news.search.backends.postgresql"}


class Backend(Protocol):
    """All SQL is a constant; what comes from a query goes into parameters."""

    def create(self, schema_editor: Any) -> None:
        """Makes what derives the index from the table of `SearchEntry`. Fills it with nothing."""

    def drop(self, schema_editor: Any) -> None: ...

    def select_ids(self, query: SearchQuery) -> tuple[str, list[Any]]:
        """A SELECT of the ids of all posts, whatever their state, that the query finds. `query` has terms."""

    def is_sound(self) -> bool:
        """Whether the derived index is what the table says. Reads all of it."""

    def derive_again(self) -> None:
        """Makes the derived index anew from the table."""


def find_backend(connection: BaseDatabaseWrapper) -> Backend:
    """Raises: KeyError for a database that cannot search."""
    found: Backend = import_module(BACKENDS[connection.vendor]).BACKEND
    return found
