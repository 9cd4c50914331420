"""The letter under which an index lists a name, and the character drawn in place of a missing portrait."""

import re
import unicodedata
from functools import lru_cache

OTHER = "#"
MAX_CACHED = 8192  # names; an index of a thousand tags asks for the same ones again and again
READ_CHARS = 4  # pypinyin needs the word to tell 重庆 (C) from 重要 (Z), but no more than that
_LETTER = re.compile(r"[A-Z]")


def initial_letter(name: str) -> str:
    """Return A–Z from the pinyin or Latin letter a name begins with; «#» for digits, signs and other scripts."""
    return _initial_of(unicodedata.normalize("NFKC", name).strip()[:READ_CHARS])


@lru_cache(maxsize=MAX_CACHED)
def _initial_of(start: str) -> str:
    from pypinyin import Style, lazy_pinyin

    spelt = "".join(lazy_pinyin(start, style=Style.FIRST_LETTER)[:1])
    first = unicodedata.normalize("NFKD", spelt)[:1].upper()
    return first if _LETTER.fullmatch(first) else OTHER


def first_character(name: str) -> str:
    """Return a name's first letter or digit, upper-cased where the script has case; «·» if there is none."""
    folded = unicodedata.normalize("NFKC", name)
    return next((each.upper() for each in folded if each.isalnum()), "·")[:1]


def spelt_parts(slug: str) -> tuple[str, str]:
    """Return the two ways to type a name without Chinese characters, in full and by initials, from its slug
    («hai-er» → «haier», «he»)."""
    parts = slug.split("-")
    return "".join(parts), "".join(part[:1] for part in parts)
