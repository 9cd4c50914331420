"""Limits how many fetches run at once, per host and altogether. Further ones wait for a turn."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from news.web.errors import FetchError
from news.web.limits import Limits


class PerHostLimiter:
    """Counts running fetches. Shared by the threads that fetch."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._busy: Counter[str] = Counter()
        self._freed = threading.Condition()

    @contextmanager
    def hold(self, host: str, timeout_s: float) -> Iterator[float]:
        """Hold a turn at a host; yields the seconds waited for it. Raises: FetchError (no-turn)."""
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
                self._busy = +self._busy  # drop hosts that are done, or a long run would remember every one
                self._freed.notify_all()

    def _is_free(self, host: str) -> bool:
        return self._busy[host] < self._limits.per_host and self._busy.total() < self._limits.at_once
