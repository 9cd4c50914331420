"""What one fetch may use, and how much of it is left: time, bytes, redirects, turns."""

import time
from dataclasses import dataclass, field

from news.web.errors import FetchError


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of every fetch. `total_s` covers everything, including redirects, except waiting for a turn."""

    resolve_s: float = 3
    connect_s: float = 5  # once for TCP, over all addresses of the name, and once more for TLS
    first_byte_s: float = 8
    total_s: float = 15
    turn_s: float = 120
    max_header_bytes: int = 32 << 10
    max_redirects: int = 4
    per_host: int = 2
    at_once: int = 8
    max_resolving: int = 16


DEFAULT_LIMITS = Limits()
READ_AHEAD_BYTES = 64 << 10  # httpcore reads this much at once, before its parser has counted any of it


class Deadline:
    """A moment that no step may pass, even while data keeps arriving."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._until = time.monotonic() + seconds

    @property
    def elapsed_s(self) -> float:
        """Return the seconds since the start, without the extensions."""
        return time.monotonic() - self._until + self.seconds

    def extend(self, seconds: float) -> None:
        self._until += seconds

    def rest(self) -> float:
        """Return the seconds left, more than 0. Raises: FetchError (deadline)."""
        rest = self._until - time.monotonic()
        if rest <= 0:
            raise self.passed()
        return rest

    def passed(self) -> FetchError:
        return FetchError("deadline", seconds=round(self.seconds))


@dataclass(slots=True)
class FetchProgress:
    """One fetch in progress: what it may still use, and its present host and address for the log."""

    limits: Limits
    max_bytes: int
    deadline: Deadline = field(init=False)
    turn_left_s: float = field(init=False)
    host: str = "-"
    address: str = "-"
    bytes_read: int = 0

    def __post_init__(self) -> None:
        self.deadline = Deadline(self.limits.total_s)
        self.turn_left_s = self.limits.turn_s

    @property
    def bytes_left(self) -> int:
        """Return how many bytes may still be received: the content, its framing, and the headers of all answers."""
        return self.max_bytes + self._framing_for(self.max_bytes) - self.bytes_read

    def check_size(self, content_bytes: int) -> None:
        """Raises: FetchError (answer-too-large), also for little content in a lot of framing, which costs time."""
        if content_bytes > self.max_bytes or self.bytes_read - content_bytes > self._framing_for(content_bytes):
            raise self.too_large()

    def _framing_for(self, content_bytes: int) -> int:
        headers = (self.limits.max_redirects + 1) * self.limits.max_header_bytes
        return content_bytes // 8 + headers + READ_AHEAD_BYTES

    def wait_ended(self, waited_s: float) -> None:
        self.turn_left_s = max(0.0, self.turn_left_s - waited_s)
        self.deadline.extend(waited_s)

    def too_large(self) -> FetchError:
        return FetchError("answer-too-large", host=self.host, max_bytes=self.max_bytes)
