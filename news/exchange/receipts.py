"""The result of an import: a receipt for each file, written out at once, and the counts of the run."""

import errno
import json
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Protocol

from news.exchange.messages import describe_note, describe_problem
from news.exchange.record import Note
from news.models import ImportItem

Outcome = ImportItem.Outcome
DONE = (Outcome.CREATED, Outcome.UPDATED)
IMAGE_STATES = ("found", "ready", "pending", "failed", "refused")


@dataclass(frozen=True, slots=True)
class ImportProblem:
    """Why a file failed: a code and facts for `news.exchange.messages`."""

    code: str
    facts: dict[str, str | int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, "facts": self.facts}

    def describe(self) -> str:
        return describe_problem(self.code, self.facts)


@dataclass(frozen=True, slots=True)
class ItemReceipt:
    """What became of one file. `images` counts its pictures by state; `found` counts its references to pictures.

    `waiting_images` are the ids of pictures that still have to be fetched.
    """

    path: str
    outcome: Outcome
    line: int = 1
    post_id: int | None = None
    notes: tuple[Note, ...] = ()
    problem: ImportProblem | None = None
    images: Counter[str] = field(default_factory=Counter)
    waiting_images: tuple[int, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the form used in the result and the report, with sentences in the active language."""
        return {
            "path": self.path,
            "line": self.line,
            "outcome": self.outcome.value,
            "post": self.post_id,
            "notes": [{"code": note.code, "message": describe_note(note)} for note in self.notes],
            "reason": self.problem.describe() if self.problem else None,
        }


def read_item(item: ImportItem) -> ItemReceipt:
    """Rebuild the receipt stored in an item; its path is the one that the item stored."""
    images = dict(item.images)
    waiting = images.pop("waiting", ())
    return ItemReceipt(
        item.path,
        Outcome(item.outcome),
        post_id=item.post_id,
        notes=tuple(Note(note["code"], note.get("facts", {})) for note in item.notes),
        images=Counter(images),
        waiting_images=tuple(waiting),
    )


@dataclass(slots=True)
class Receipt:
    """The result of a whole run. `batch_id` is None if nothing was written: a dry run, or only unchanged files."""

    is_dry_run: bool
    batch_id: int | None = None
    outcomes: Counter[str] = field(default_factory=Counter)
    images: Counter[str] = field(default_factory=Counter)
    waiting_images: Counter[int] = field(default_factory=Counter)  # by id, how often they were counted as pending
    note_codes: Counter[str] = field(default_factory=Counter)
    is_interrupted: bool = False
    is_cut: bool = False  # by a limit
    seconds: float = 0.0

    def add(self, item: ItemReceipt) -> None:
        self.outcomes[item.outcome.value] += 1
        self.images.update(item.images)
        self.waiting_images.update(item.waiting_images)
        self.note_codes.update(note.code for note in item.notes)

    def settle_image(self, pk: int, state: str) -> None:
        """Count a picture, pending when its posts were counted, under the state that it now has."""
        count = self.waiting_images.pop(pk, 0)
        self.images["pending"] -= count
        self.images[state] += count

    @property
    def item_count(self) -> int:
        return self.outcomes.total()

    def count(self, outcome: Outcome) -> int:
        return self.outcomes[outcome.value]

    def counts_as_json(self) -> dict[str, Any]:
        """Return files by outcome and pictures by state."""
        images = {state: self.images[state] for state in IMAGE_STATES}
        return {**{outcome.value: self.count(outcome) for outcome in Outcome}, "images": images}

    def counts_as_kept(self) -> dict[str, Any]:
        """Return the counts for `ImportBatch.counts`, which also say how often each note was made."""
        return {**self.counts_as_json(), "notes": dict(self.note_codes)}


class Receivable(Protocol):
    """Something that a report can write as a line."""

    def as_json(self) -> dict[str, Any]: ...


class ReportFile:
    """Writes a run's receipts to disk as one JSON line each, so that memory use stays constant.

    If the disk is full, the report ends after its last whole line, `problem` says why, and the run continues.
    """

    def __init__(self, path: Path) -> None:
        """Raises: OSError when the file cannot be created."""
        self.path = path
        self.problem = ""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file: IO[bytes] = path.open("wb", buffering=0)

    def add(self, item: Receivable) -> None:
        if self.problem:
            return
        line = (json.dumps(item.as_json(), ensure_ascii=False) + "\n").encode(errors="backslashreplace")
        end = self._file.tell()
        try:
            if self._file.write(line) < len(line):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        except OSError as error:
            self.problem = error.strerror or str(error)
            self._file.truncate(end)

    def close(self) -> None:
        self._file.close()

    def read_lines(self) -> Iterator[str]:
        with self.path.open(encoding="utf-8") as file:
            yield from file


def json_chunks(receipt: Receipt, report: ReportFile) -> Iterator[str]:
    """Yield the whole result as one JSON object in pieces, copying the items line by line from the report."""
    counts = receipt.counts_as_json()
    images = counts.pop("images")
    head = {"batch": receipt.batch_id, "dry_run": receipt.is_dry_run, **counts}
    yield json.dumps(head)[:-1] + ', "items": ['
    for number, line in enumerate(report.read_lines()):
        yield ("," if number else "") + "\n" + line.rstrip("\n")
    tail = {"images": images, "seconds": round(receipt.seconds, 3)}
    yield "\n], " + json.dumps(tail)[1:] + "\n"
