"""Make slugs: lower-case ASCII words with hyphens, Chinese as pinyin by phrase."""

import re
import secrets
import unicodedata
from collections.abc import Collection, Iterator
from hashlib import sha256
from itertools import count

from news.text.keys import fold_key

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
_HAN_RUN = re.compile(f"[{_HAN}]+")
_BETWEEN_WORDS = re.compile(r"[^a-z0-9]+")
_APOSTROPHE = re.compile(r"(?<=[a-z])['\u2019](?=[a-z])")
_MAX_INPUT = 1_000
# Letters that have no decomposition into a base letter and a mark.
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ħ": "h", "ŋ": "n"}
)


def slugify(text: str, max_length: int = 60) -> str:
    """Write `text` as `[a-z0-9-]`, cut at a word; "" when nothing in it can be written so.

    A first word longer than `max_length` is cut within. Scripts other than Latin and Chinese are dropped.
    """
    text = unicodedata.normalize("NFKC", text[:_MAX_INPUT]).casefold().translate(_LETTERS)
    text = _HAN_RUN.sub(_spell_han, text)
    text = unicodedata.normalize("NFKD", _APOSTROPHE.sub("", text))
    text = "".join(character for character in text if not unicodedata.combining(character))
    return _cut(_BETWEEN_WORDS.sub("-", text).strip("-"), max_length)


def slugify_or_hash(text: str, max_length: int = 60, prefix: str = "t") -> str:
    """Slugify, but never to "": what cannot be written gets `<prefix>-<8 hex>`, the same for equal keys."""
    digest = sha256(fold_key(text).encode("utf-8", "surrogatepass")).hexdigest()
    return slugify(text, max_length) or f"{prefix}-{digest[:8]}"


def numbered_slug(slug: str, number: int, max_length: int = 60) -> str:
    """Append `-<number>` to `slug`, shortened at a word so that both fit."""
    suffix = f"-{number}"
    return f"{_cut(slug, max_length - len(suffix))}{suffix}"


def slugs_to_try(slug: str, numbered_tries: int = 8, random_tries: int = 5) -> Iterator[str]:
    """Yield `slug` and variants to try until the database accepts one: small numbers first, then random ones, because
    long names may share their first words with any number of others."""
    yield slug
    yield from (numbered_slug(slug, number) for number in range(2, 2 + numbered_tries))
    yield from (numbered_slug(slug, secrets.randbelow(10**8)) for _ in range(random_tries))


def free_slug(slug: str, taken: Collection[str]) -> str:
    """Return `slug`, or `slug` with the first number appended that is not taken."""
    numbered = (numbered_slug(slug, number) for number in count(2))
    return slug if slug not in taken else next(each for each in numbered if each not in taken)


def _spell_han(match: re.Match[str]) -> str:
    from pypinyin import Style, lazy_pinyin

    syllables = lazy_pinyin(match[0], style=Style.NORMAL, errors="ignore", v_to_u=False)
    return f" {' '.join(syllables)} "


def _cut(slug: str, max_length: int) -> str:
    if len(slug) <= max_length:
        return slug
    kept = slug[: max_length + 1]
    return kept.rpartition("-")[0].rstrip("-") or slug[:max_length]
