"""Buffer views in memory, so that readers never wait for the database and still get pages when it is down."""

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
FLUSH_AT = 500  # keys; so many are written at once, before FLUSH_AFTER_S
MAX_KEPT = 10_000  # keys while the database is down; new keys are dropped then, known ones still count


class ViewBuffer:
    """A buffer per process. Any number of threads may add; a separate thread writes, only one at a time.

    `write` takes counts and returns those that could not be written. A killed process loses what is buffered: at most
    `FLUSH_AFTER_S` of readings if the database works.
    """

    def __init__(self, write: Callable[[Mapping[Key, int]], Mapping[Key, int]] = add_views) -> None:
        self._write = write
        self._counts: Counter[Key] = Counter()
        self._timer: threading.Timer | None = None
        self._is_closed = False
        self._state = threading.Lock()  # held only briefly
        self._writing = threading.Lock()  # held while the database writes

    def add(self, post_id: int, day: dt.date) -> None:
        with self._state:
            key = (post_id, day)
            if key not in self._counts and len(self._counts) >= MAX_KEPT:
                return
            self._counts[key] += 1
            is_full = len(self._counts) == FLUSH_AT and self._counts[key] == 1
            self._schedule(0.0 if is_full else FLUSH_AFTER_S)

    def flush(self) -> bool:
        """Write the buffer; return False if something is left, which will be retried. May be called at any time."""
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
        """Flush a last time at the end of the process; log a warning when views are lost."""
        with self._state:
            self._is_closed = True
        if not self.flush():
            log.warning("%s view counts are lost: the database did not take them before the end", len(self._counts))

    def _schedule(self, delay_s: float) -> None:
        """Make sure that a flush is scheduled, at once if `delay_s` is 0. The caller must hold `_state`."""
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
            connection.close()  # this thread's own connection; the thread ends here


BUFFER = ViewBuffer()
atexit.register(BUFFER.close)
