"""Find in a text what the search index matched: ranges to mark, and the words around the first hit."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import regex

from news.text.folding import fold_with_positions
from news.text.search_tokens import Term

_LETTER = r"[\p{L}\p{M}\p{N}--[\p{Han}\p{Hiragana}\p{Katakana}ー々〇〆]]"
_ELLIPSIS = "…"
_FIRST_WIDE = "\u2e80"


@dataclass(frozen=True, slots=True)
class HighlightedPiece:
    """A stretch of text, marked or not."""

    text: str
    is_marked: bool


def split_marked(text: str, terms: Iterable[Term]) -> list[HighlightedPiece]:
    """Split the text into marked and unmarked pieces that join to the whole text."""
    pieces, end = [], 0
    for start, stop in find_marks(text, terms):
        pieces += [
            HighlightedPiece(text[end:start], is_marked=False),
            HighlightedPiece(text[start:stop], is_marked=True),
        ]
        end = stop
    return [piece for piece in (*pieces, HighlightedPiece(text[end:], is_marked=False)) if piece.text]


def find_marks(text: str, terms: Iterable[Term]) -> list[tuple[int, int]]:
    """Return (start, stop) of the terms in any spelling, in order, with adjacent or overlapping ranges merged."""
    marks: list[tuple[int, int]] = []
    for start, stop in _find_each(text, terms):
        if marks and start <= marks[-1][1]:
            marks[-1] = (marks[-1][0], max(stop, marks[-1][1]))
        else:
            marks.append((start, stop))
    return marks


def _find_each(text: str, terms: Iterable[Term]) -> Iterator[tuple[int, int]]:
    patterns = [_pattern(term) for term in terms]
    if not patterns:
        return
    folded, positions = fold_with_positions(text)
    for match in regex.finditer("|".join(patterns), folded, regex.VERSION1, overlapped=True):
        yield positions[match.start()], positions[match.end() - 1] + 1


def cut_around(text: str, terms: Iterable[Term], max_width: int) -> str:
    """Return the words around the first hit, with «…» where the text was cut; "" when there is no hit.

    A Chinese character is as wide as two letters; `max_width` counts letters.
    """
    first = next(_find_each(text, terms), None)
    if first is None:
        return ""
    start = _go_back(text, first[0], max_width // 3)
    stop = _go_on(text, first[1], max_width - _width(text[start : first[1]]))
    kept = text[start:stop].strip()
    return f"{_ELLIPSIS if start else ''}{kept}{_ELLIPSIS if stop < len(text) else ''}"


def _width(text: str) -> int:
    return sum(1 if character < _FIRST_WIDE else 2 for character in text)


def _go_back(text: str, position: int, room: int) -> int:
    """Return the start of the excerpt: the text's start, or the first whole word within the room."""
    start = position
    while start and room > 0:
        start -= 1
        room -= _width(text[start])
    space = text.find(" ", start, position) if start and _is_inside_word(text, start) else -1
    return space + 1 if space >= 0 else start


def _go_on(text: str, position: int, room: int) -> int:
    """Return the end of the excerpt: the text's end, or the last whole word within the room."""
    stop = position
    while stop < len(text) and room > 0:
        room -= _width(text[stop])
        stop += 1
    space = text.rfind(" ", position, stop) if _is_inside_word(text, stop) else -1
    return space if space >= 0 else stop


def _is_inside_word(text: str, position: int) -> bool:
    around = text[max(0, position - 1) : position + 1]
    return len(around) == 2 and all(regex.match(_LETTER, each, regex.VERSION1) for each in around)  # noqa: PLR2004


def _pattern(term: Term) -> str:
    """Match whole words, or beginnings for a prefix term; Chinese has no word boundaries to check."""
    words = term.text.split(" ")
    body = r"[^\p{L}\p{N}]+".join(regex.escape(word) for word in words)
    before = rf"(?<!{_LETTER})" if regex.match(_LETTER, words[0], regex.VERSION1) else ""
    is_word = regex.match(_LETTER, words[-1][-1:], regex.VERSION1) is not None
    after = (f"{_LETTER}*" if term.is_prefix else rf"(?!{_LETTER})") if is_word else ""
    return f"{before}{body}{after}"
