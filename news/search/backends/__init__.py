"""The databases that can search. To add one, write a module with a `BACKEND` and add a line to `BACKENDS`."""

from importlib import import_module
from typing import Any, Protocol

from django.db.backends.base.base import BaseDatabaseWrapper

from news.search.query import SearchQuery

BACKENDS = {"sqlite": "news.search.backends.sqlite", "postgresql": "news.search.backends.postgresql"}


class Backend(Protocol):
    """Full-text search in one database. SQL is constant; anything from a query is passed as a parameter."""

    def create(self, schema_editor: Any) -> None:
        """Create the structures that derive the index from the `SearchEntry` table, without filling them."""

    def drop(self, schema_editor: Any) -> None: ...

    def select_ids(self, query: SearchQuery) -> tuple[str, list[Any]]:
        """Return SQL and parameters that select ids of matching posts in any state. `query` must have terms."""

    def is_sound(self) -> bool:
        """Tell whether the derived index agrees with the table. Reads all of it."""

    def derive_again(self) -> None:
        """Rebuild the derived index from the table."""


def find_backend(connection: BaseDatabaseWrapper) -> Backend:
    """Return the connection's backend. Raises: KeyError for a database that cannot search."""
    found: Backend = import_module(BACKENDS[connection.vendor]).BACKEND
    return found
