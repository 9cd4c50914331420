"""What changed between two texts or sequences: by Han character, by word elsewhere. In bounded time for any input."""

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

PieceKind = Literal["same", "removed", "added"]
# One Han character, kana, punctuation mark or space each; letters and digits of other scripts by the word.
_TOKEN = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]|[^\W_]+?(?=[\u3040-\u9fff])|\w+|\s|.", re.S
)
MAX_WORK = 3_000_000  # pairs of equal tokens looked at in one comparison; beyond it what is left differs as a whole


class DiffPiece(NamedTuple):
    """A run of text that both have, only the old one had, or only the new one has."""

    kind: PieceKind
    text: str


class DiffStep(NamedTuple):
    """`old[a:b]` is the same as, or became, `new[c:d]`."""

    is_equal: bool
    a: int
    b: int
    c: int
    d: int


class Budget:
    """The work left for a comparison of many parts; shared by all of them, so that their sum is bounded."""

    def __init__(self, work: int = MAX_WORK) -> None:
        self.work = work

    def covers(self, old: Sequence[Hashable], new: Sequence[Hashable]) -> bool:
        """Takes what comparing the two costs; False, and nothing taken, when that is more than what is left."""
        counts = Counter(old)
        cost = sum(counts[token] for token in new) + len(old) + len(new)
        if cost > self.work:
            return False
        self.work -= cost
        return True


def diff_text(old: str, new: str, budget: Budget | None = None) -> list[DiffPiece]:
    """The pieces in reading order; removed stands before added. Joined without «added» they give `old`, without
    «removed» `new`. Lines that are equal are found first, so that long texts take no long time."""
    budget = budget or Budget()
    return list(_join(_diff_lines(old.splitlines(keepends=True), new.splitlines(keepends=True), budget)))


def find_steps(old: Sequence[Hashable], new: Sequence[Hashable], budget: Budget) -> Iterator[DiffStep]:
    """How one sequence became the other, from the beginning to the end, equal stretches included."""
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
    """How many members both begin with."""
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
    """Drops empty pieces and joins neighbours of one kind."""
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
