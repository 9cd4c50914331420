"""The letter under which a name stands in an index, and the character drawn for who has no picture."""

import re
import unicodedata
from functools import lru_cache

OTHER = "#"
MAX_CACHED = 8192  # names; an index of the thousand most used tags asks for the same ones again and again
READ_CHARS = 4  # pypinyin needs the word to tell 重庆 (C) from 重要 (Z), but no more than that
_LETTER = re.compile(r"[A-Z]")


def initial_letter(name: str) -> str:
    """A–Z by the pinyin or the Latin letter a name begins with; «#» for digits, signs and other scripts."""
    return _initial_of(unicodedata.normalize("NFKC", name).strip()[:READ_CHARS])


@lru_cache(maxsize=MAX_CACHED)
def _initial_of(start: str) -> str:
    from pypinyin import Style, lazy_pinyin

    spelt = "".join(lazy_pinyin(start, style=Style.FIRST_LETTER)[:1])
    first = unicodedata.normalize("NFKD", spelt)[:1].upper()
    return first if _LETTER.fullmatch(first) else OTHER


def first_character(name: str) -> str:
    """What is drawn large for a name: its first letter or digit, in capitals where the script has them."""
    folded = unicodedata.normalize("NFKC", name)
    return next((each.upper() for each in folded if each.isalnum()), "·")[:1]


def spelt_parts(slug: str) -> tuple[str, str]:
    """How a name is typed without Chinese characters, from the slug that was made of it: in full and by initials
    («hai-er» → «haier», «he»)."""
    parts = slug.split("-")
    return "".join(parts), "".join(part[:1] for part in parts)
