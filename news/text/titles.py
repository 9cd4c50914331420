"""Restore the characters of a title that the producer could not write in file names."""

import unicodedata
from collections.abc import Iterable

_MAX_LENGTH = 1_000


def repair_title(title: str, candidates: Iterable[str]) -> str | None:
    """Return the first candidate (alt text, heading, caption) that equals `title` with each `_` restored, or None.

    A `_` stands for exactly one punctuation character or symbol; width and spaces are ignored elsewhere.
    """
    if "_" not in title or len(title) > _MAX_LENGTH:
        return None
    damaged = _compact(title)
    for candidate in candidates:
        whole = " ".join(candidate[:_MAX_LENGTH].split())
        if whole != " ".join(title.split()) and _is_repaired(damaged, _compact(whole)):
            return whole
    return None


def _compact(text: str) -> str:
    """Fold each character to exactly one, so that positions agree, and drop spaces."""
    folded = (unicodedata.normalize("NFKC", character) for character in unicodedata.normalize("NFC", text))
    return "".join(new if len(new) == 1 else "…" for new in folded if not new.isspace())


def _is_repaired(damaged: str, whole: str) -> bool:
    if len(damaged) != len(whole) or damaged == whole:
        return False
    return all(
        old == new or (old == "_" and unicodedata.category(new)[0] in "PS")
        for old, new in zip(damaged, whole, strict=True)
    )
