"""Fold text for search: ignore width, case, and traditional or simplified characters. Never shown to readers."""

import unicodedata
from functools import cache

# Characters that are simplified in some words and kept in others; search treats both as one.
_ALSO = {"著": "着", "藉": "借", "瞭": "了", "覆": "复", "馀": "余"}
_HAN_BLOCKS = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0x20000, 0x2FA20))


def fold_text(text: str) -> str:
    """Apply NFKC, case folding and simplification; a folded part of a text is always a part of the folded text.

    Characters are simplified one by one on purpose: OpenCC's phrases would fold 乾 in «乾坤» differently than alone,
    so that a search for part of a word could miss the word.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return folded.translate(_simplified())


def fold_with_positions(text: str) -> tuple[str, list[int]]:
    """Return the folded text and each of its characters' index in `text`, followed by the length of `text`.

    A base letter and a combining mark stay two characters here.
    """
    folded = {character: fold_text(character) for character in set(text)}
    if all(len(each) == 1 for each in folded.values()):
        return "".join(folded[character] for character in text), list(range(len(text) + 1))
    pieces = [folded[character] for character in text]
    positions = [number for number, piece in enumerate(pieces) for _ in piece]
    return "".join(pieces), [*positions, len(text)]


@cache
def _simplified() -> dict[int, str]:
    """Map code points to simplified characters where they differ (about 4,700). Built once, in some 20 ms."""
    from opencc import OpenCC

    characters = [chr(number) for block in _HAN_BLOCKS for number in block]
    converted = OpenCC("t2s").convert("\n".join(characters)).split("\n")
    pairs = dict(zip(characters, converted, strict=True)) | _ALSO
    simple = {one: other for one, other in pairs.items() if len(other) == 1}
    # Applied twice: a few simplified forms are themselves simplified further.
    twice = {one: simple.get(other, other) for one, other in simple.items()}
    return {ord(one): other for one, other in twice.items() if one != other}
