"""The result of one measurement, and the registry of what is measured."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

TOLD_FAULTS = 6


@dataclass(frozen=True, slots=True)
class Measured:
    """A result. `value` tells people what was found, with units."""

    value: str
    holds: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One promise: what must hold, and the function that measures it on the `Stage` or, for editors, the `Desk`."""

    number: int | str
    text: str
    measure: "Measure"


Measure = Callable[[Any], Measured]
LINES: dict[int, Line] = {}  # what readers are promised
DESK_LINES: dict[int, Line] = {}  # what editors are promised
DESK_PROMISES: dict[str, Line] = {}  # promises to editors that have a name instead of a number


def line(number: int, text: str, lines: dict[int, Line] = LINES) -> Callable[[Measure], Measure]:
    """Register the function that measures a line."""

    def register(measure: Measure) -> Measure:
        lines[number] = Line(number, text, measure)
        return measure

    return register


def desk_line(number: int, text: str) -> Callable[[Measure], Measure]:
    """Register the function that measures an editors' line."""
    return line(number, text, DESK_LINES)


def desk_promise(name: str, text: str) -> Callable[[Measure], Measure]:
    def register(measure: Measure) -> Measure:
        DESK_PROMISES[name] = Line(name, text, measure)
        return measure

    return register


def no_faults(faults: Iterable[str], praise: str) -> Measured:
    """Return a result that holds if there are no faults; otherwise it gives the first few and their number."""
    found = list(dict.fromkeys(faults))
    if not found:
        return Measured(praise, holds=True)
    more = f" (+{len(found) - TOLD_FAULTS} more)" if len(found) > TOLD_FAULTS else ""
    return Measured("; ".join(found[:TOLD_FAULTS]) + more, holds=False)
