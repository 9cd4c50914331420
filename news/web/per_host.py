"""Politeness: few fetches at once to one host, and few altogether. Who comes too many waits for a turn."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from news.web.errors import FetchError
from news.web.limits import Limits


class PerHostLimiter:
    """Shared by the threads that fetch."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._busy: Counter[str] = Counter()
        self._freed = threading.Condition()

    @contextmanager
    def hold(self, host: str, timeout_s: float) -> Iterator[float]:
        """A turn at a host; gives the seconds waited for it. Raises: FetchError (no-turn)."""
        asked_at = time.monotonic()
        with self._freed:
            if not self._freed.wait_for(lambda: self._is_free(host), timeout_s):
                raise FetchError("no-turn", host=host)
            self._busy[host] += 1
        try:
            yield time.monotonic() - asked_at
        finally:
            with self._freed:
                self._busy[host] -= 1
                self._busy = +self._busy  # forget hosts that are done, or a long run remembers every one
                self._freed.notify_all()

    def _is_free(self, host: str) -> bool:
        return self._busy[host] < self._limits.per_host and self._busy.total() < self._limits.at_once
