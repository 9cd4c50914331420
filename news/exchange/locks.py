"""Lets one import run at a time. The lock dies with its process, so that a killed run never blocks the next."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

LOCK_NAME = "import.lock"
ADVISORY_KEY = 0x4D617374  # «Mast», any number that no other advisory lock of this database uses


class ImportRunningError(Exception):
    """Another run holds the lock."""


@contextmanager
def hold_import_lock() -> Iterator[None]:
    """On SQLite a lock on a file in the data folder; on PostgreSQL one in the database, as its hosts may be many.

    Raises: ImportRunningError at once, without waiting.
    """
    hold = _hold_advisory_lock if connection.vendor == "postgresql" else _hold_file_lock
    with hold():
        yield


@contextmanager
def _hold_file_lock() -> Iterator[None]:
    path = Path(settings.DATA_DIR) / LOCK_NAME
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ImportRunningError from None
        yield


@contextmanager
def _hold_advisory_lock() -> Iterator[None]:
    """In a transaction of a connection of its own: session locks get lost behind PgBouncer's transaction pooling."""
    holder = connection.copy()
    try:
        holder.set_autocommit(False)
        with holder.cursor() as cursor:
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ADVISORY_KEY])
            row = cursor.fetchone()
        if not row or not row[0]:
            raise ImportRunningError
        try:
            yield
        finally:
            # At once: a connection that is merely closed keeps its locks until the server notices.
            with suppress(DatabaseError):
                holder.rollback()
    finally:
        holder.close()
