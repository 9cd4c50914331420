"""Views wait in memory, so that no reader waits for the database; one that is down costs nobody a page."""

import atexit
import datetime as dt
import logging
import threading
from collections import Counter
from collections.abc import Callable, Mapping

from django.db import connection

from news.traffic.storing import Key, add_views

log = logging.getLogger(__name__)
FLUSH_AFTER_S = 10.0
FLUSH_AT = 500  # keys: writes sooner than after FLUSH_AFTER_S
MAX_KEPT = 10_000  # keys while the database is away; further ones are dropped, known ones go on counting


class ViewBuffer:
    """Any number of threads may add. Written by a thread of its own, one at a time; each process has its own buffer.

    `write` takes counts and gives back those that could not be written. A killed process loses what waits: the readings
    of at most `FLUSH_AFTER_S` while the database answers.
    """

    def __init__(self, write: Callable[[Mapping[Key, int]], Mapping[Key, int]] = add_views) -> None:
        self._write = write
        self._counts: Counter[Key] = Counter()
        self._timer: threading.Timer | None = None
        self._is_closed = False
        self._state = threading.Lock()  # held for moments
        self._writing = threading.Lock()  # held for as long as the database takes

    def add(self, post_id: int, day: dt.date) -> None:
        with self._state:
            key = (post_id, day)
            if key not in self._counts and len(self._counts) >= MAX_KEPT:
                return
            self._counts[key] += 1
            is_full = len(self._counts) == FLUSH_AT and self._counts[key] == 1
            self._schedule(0.0 if is_full else FLUSH_AFTER_S)

    def flush(self) -> bool:
        """Writes what waits. False when something still waits: it will be tried again. May be called at any time."""
        with self._writing:
            with self._state:
                taken, self._counts = self._counts, Counter()
            left = self._write(taken) if taken else {}
            with self._state:
                self._counts.update(left)  # Counter's update adds
                if left:
                    self._schedule(FLUSH_AFTER_S)
                return not self._counts

    def close(self) -> None:
        """The last flush, at the end of the process. Says so when views are lost."""
        with self._state:
            self._is_closed = True
        if not self.flush():
            log.warning("%s view counts are lost: the database did not take them before the end", len(self._counts))

    def _schedule(self, delay_s: float) -> None:
        """Sees to it that a flush comes, soon if there is no delay. Call with the state held."""
        if self._is_closed or (self._timer and delay_s):
            return
        if self._timer:
            self._timer.cancel()
        self._timer = threading.Timer(delay_s, self._flush_apart)
        self._timer.daemon = True
        self._timer.start()

    def _flush_apart(self) -> None:
        with self._state:
            if self._timer is threading.current_thread():
                self._timer = None
        try:
            self.flush()
        finally:
            connection.close()  # this thread's own; it ends here


BUFFER = ViewBuffer()
atexit.register(BUFFER.close)
