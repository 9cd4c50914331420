"""Allows only one import at a time. The lock ends with its process, so a killed run never blocks the next one."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

LOCK_NAME = "import.lock"
ADVISORY_KEY = 0x4D617374  # «Mast»; could be any number that no other advisory lock in this database uses


class ImportRunningError(Exception):
    """Another run holds the lock."""


@contextmanager
def hold_import_lock() -> Iterator[None]:
    """Lock a file in the data folder on SQLite; on PostgreSQL, which several hosts may share, lock in the database.

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
    """Lock in a transaction on a separate connection: PgBouncer's transaction pooling loses session locks."""
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
            # Roll back first: after a mere close, the locks stay until the server notices.
            with suppress(DatabaseError):
                holder.rollback()
    finally:
        holder.close()
