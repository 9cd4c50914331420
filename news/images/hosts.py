"""Decides which picture may be fetched next, so that no host is overloaded and no slow host delays the others."""

from collections import deque
from dataclasses import dataclass, field
from typing import Generic, TypeVar

AT_ONCE = 2
FAILURES_IN_A_ROW = 5  # after these the host is left alone for the rest of the run
BUDGET_COUNT = 2_000  # from one host in one run
BUDGET_BYTES = 500 << 20

Item = TypeVar("Item")


@dataclass(slots=True)
class _Host(Generic[Item]):
    waiting: deque[Item] = field(default_factory=deque)
    running_count: int = 0
    failed_in_a_row: int = 0
    taken_count: int = 0
    taken_bytes: int = 0

    @property
    def is_failing(self) -> bool:
        return self.failed_in_a_row >= FAILURES_IN_A_ROW

    @property
    def is_spent(self) -> bool:
        is_counted_out = self.taken_count + len(self.waiting) >= BUDGET_COUNT
        return is_counted_out or self.taken_bytes >= BUDGET_BYTES


class HostQueue(Generic[Item]):
    """A queue of items by host; hosts take turns, and each has at most AT_ONCE items being worked on."""

    def __init__(self) -> None:
        self._hosts: dict[str, _Host[Item]] = {}
        self._turns: deque[str] = deque()  # hosts with something waiting
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, host: str, item: Item) -> str:
        """Queue the item and return ""; or return why it is not taken in this run (host-failing, host-budget)."""
        known = self._hosts.setdefault(host, _Host())
        if known.is_failing:
            return "host-failing"
        if known.is_spent:
            return "host-budget"
        if not known.waiting:
            self._turns.append(host)
        known.waiting.append(item)
        self._count += 1
        return ""

    def take(self) -> tuple[str, Item] | None:
        """Return the next item whose host has room, now counted as being worked on; None when there is none now."""
        for _ in range(len(self._turns)):
            host = self._turns[0]
            self._turns.rotate(-1)
            known = self._hosts[host]
            if known.running_count < AT_ONCE:
                known.running_count += 1
                return host, self._take_from(host, known)
        return None

    def _take_from(self, host: str, known: _Host[Item]) -> Item:
        item = known.waiting.popleft()
        known.taken_count += 1
        self._count -= 1
        if not known.waiting:
            self._turns.remove(host)
        return item

    def put_down(self, host: str) -> None:
        """Release an item that was taken but not fetched, without counting it for or against the host."""
        self._hosts[host].running_count -= 1
        self._hosts[host].taken_count -= 1

    def end(self, host: str, size_bytes: int) -> list[Item]:
        """Record a finished fetch. Return the items left for another run because the host's budget is used up."""
        known = self._hosts[host]
        known.running_count -= 1
        known.failed_in_a_row = 0
        known.taken_bytes += size_bytes
        return self._drop(host, known) if known.taken_bytes >= BUDGET_BYTES else []

    def fail(self, host: str) -> list[Item]:
        """Record a failed fetch. Return the items left for another run if the host has now failed too often."""
        known = self._hosts[host]
        known.running_count -= 1
        known.failed_in_a_row += 1
        return self._drop(host, known) if known.is_failing else []

    def _drop(self, host: str, known: _Host[Item]) -> list[Item]:
        dropped = list(known.waiting)
        known.waiting.clear()
        self._count -= len(dropped)
        if dropped:
            self._turns.remove(host)
        return dropped
