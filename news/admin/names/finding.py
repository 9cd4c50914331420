"""Finds names while they are typed: by spelling, pinyin, or pinyin initials. Fast enough for 5,000 names."""

from collections.abc import Iterable
from typing import NamedTuple

from news.text.initials import spelt_parts
from news.text.keys import fold_key

MAX_FOUND = 12
MAX_TYPED = 100


class NameRow(NamedTuple):
    """`key` is the folded name (news.text.keys); `slug` is the one made from it."""

    pk: int
    name: str
    key: str
    slug: str


def find_names(rows: Iterable[NameRow], typed: str) -> list[NameRow]:
    """Return the best MAX_FOUND matches: exact ones, then prefixes, then the rest. Empty when nothing is typed."""
    key = fold_key(typed[:MAX_TYPED])
    if not key:
        return []
    letters = "".join(key.replace("-", " ").split())
    ranked = [(rank, len(row.key), row.key, row) for row in rows if (rank := _rank(row, key, letters)) is not None]
    return [row for *_place, row in sorted(ranked)[:MAX_FOUND]]


def _rank(row: NameRow, key: str, letters: str) -> int | None:
    """Return the rank of a row, smaller being better; None if it does not match."""
    if key in row.key:
        return 0 if key == row.key else 1 if row.key.startswith(key) else 3
    if not letters.isascii():
        return None
    spelt, initials = spelt_parts(row.slug)
    if spelt.startswith(letters) or initials.startswith(letters):
        return 2
    return 4 if letters in spelt else None
