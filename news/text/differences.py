"""Diff two texts or sequences, by Han character and otherwise by word, in bounded time for any input."""

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

PieceKind = Literal["same", "removed", "added"]
# One token per Han character, kana, punctuation mark or space, and per word of other scripts.
_TOKEN = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]|[^\W_]+?(?=[\u3040-\u9fff])|\w+|\s|.", re.S
)
MAX_WORK = 3_000_000  # pairs of equal tokens examined per comparison; beyond it the rest differs as a whole


class DiffPiece(NamedTuple):
    """A run of text that is in both texts, only in the old one, or only in the new one."""

    kind: PieceKind
    text: str


class DiffStep(NamedTuple):
    """`old[a:b]` equals `new[c:d]` or was replaced by it."""

    is_equal: bool
    a: int
    b: int
    c: int
    d: int


class Budget:
    """The work left for comparing many parts, shared between them so that their total is bounded."""

    def __init__(self, work: int = MAX_WORK) -> None:
        self.work = work

    def covers(self, old: Sequence[Hashable], new: Sequence[Hashable]) -> bool:
        """Deduct the cost of comparing the two; return False and deduct nothing if too little is left."""
        counts = Counter(old)
        cost = sum(counts[token] for token in new) + len(old) + len(new)
        if cost > self.work:
            return False
        self.work -= cost
        return True


def diff_text(old: str, new: str, budget: Budget | None = None) -> list[DiffPiece]:
    """Return the pieces in reading order, removed before added. Without the added ones they join to `old`, without
    the removed ones to `new`. Equal lines are matched first, so that long texts are fast."""
    budget = budget or Budget()
    return list(_join(_diff_lines(old.splitlines(keepends=True), new.splitlines(keepends=True), budget)))


def find_steps(old: Sequence[Hashable], new: Sequence[Hashable], budget: Budget) -> Iterator[DiffStep]:
    """Yield in order the steps from one sequence to the other, equal runs included."""
    start = _count_equal(old, new)
    end = _count_equal(old[start:][::-1], new[start:][::-1])
    b, d = len(old) - end, len(new) - end
    if start:
        yield DiffStep(True, 0, start, 0, start)
    if start < b and start < d and budget.covers(old[start:b], new[start:d]):
        for tag, i, j, k, m in SequenceMatcher(None, old[start:b], new[start:d], autojunk=False).get_opcodes():
            yield DiffStep(tag == "equal", start + i, start + j, start + k, start + m)
    elif start < b or start < d:
        yield DiffStep(False, start, b, start, d)
    if end:
        yield DiffStep(True, b, len(old), d, len(new))


def _count_equal(old: Sequence[Hashable], new: Sequence[Hashable]) -> int:
    """Return the length of the common prefix."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(old), len(new)))


def _diff_lines(old: Sequence[str], new: Sequence[str], budget: Budget) -> Iterator[DiffPiece]:
    for is_equal, a, b, c, d in find_steps(old, new, budget):
        if is_equal:
            yield DiffPiece("same", "".join(old[a:b]))
        else:
            yield from _diff_tokens("".join(old[a:b]), "".join(new[c:d]), budget)


def _diff_tokens(old: str, new: str, budget: Budget) -> Iterator[DiffPiece]:
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    for is_equal, a, b, c, d in find_steps(before, after, budget):
        if is_equal:
            yield DiffPiece("same", "".join(before[a:b]))
        else:
            yield from (DiffPiece("removed", "".join(before[a:b])), DiffPiece("added", "".join(after[c:d])))


def _join(pieces: Iterable[DiffPiece]) -> Iterator[DiffPiece]:
    """Drop empty pieces and join neighbours of the same kind."""
    last = DiffPiece("same", "")
    for piece in pieces:
        if not piece.text:
            continue
        if piece.kind == last.kind:
            last = DiffPiece(last.kind, last.text + piece.text)
            continue
        if last.text:
            yield last
        last = piece
    if last.text:
        yield last
