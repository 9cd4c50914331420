"""Interprets single front-matter values. Every scalar arrives as text, and only this module decides its meaning."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import TypeAlias

from news.exchange.record import FormatError

Value: TypeAlias = "str | list[Value] | dict[str, Value]"

TRUE_WORDS = frozenset({"true", "yes", "on", "y", "1", "是"})
FALSE_WORDS = frozenset({"false", "no", "off", "n", "0", "否"})
FACT_MAX_CHARS = 120
MAX_DEPTH = 12

_UNSTORABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_INTEGER = re.compile(r"[+-]?[0-9]{1,9}")


def tidy_text(text: str) -> str:
    """Drop characters that databases and XML parsers refuse; restore braces that some generators wrote as entities."""
    return _UNSTORABLE.sub("", text).replace("&#123;", "{").replace("&#125;", "}")


def read_value(value: object, line: int, depth: int = 1) -> Value:
    """Convert a value from a JSON or TOML parser, with every scalar as text.

    Raises: FormatError (front-matter-too-deep) for that line.
    """
    if depth > MAX_DEPTH:
        raise FormatError("front-matter-too-deep", line, depth=MAX_DEPTH)
    if isinstance(value, dict):
        return {tidy_text(key): read_value(item, line, depth + 1) for key, item in value.items()}
    if isinstance(value, list):
        return [read_value(item, line, depth + 1) for item in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.date | dt.time):  # a datetime is a date
        return value.isoformat()
    return "" if value is None else tidy_text(str(value))


def as_text(value: object) -> str:
    """Return a stripped text. A list is joined with commas; a map is no text and gives ""."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list):
        return ", ".join(filter(None, map(as_text, value)))
    return ""


def as_bool(value: object) -> bool | None:
    """Return None if the value is not a word for yes or no, so that a date or a text is told apart."""
    word = value.strip().casefold() if isinstance(value, str) else ""
    if word in TRUE_WORDS:
        return True
    return False if word in FALSE_WORDS else None


def as_int(value: object) -> int | None:
    """Read up to nine digits; `true` counts as 1 and `false` as 0, other texts give None."""
    text = as_text(value)
    if _INTEGER.fullmatch(text):
        return int(text)
    flag = as_bool(text)
    return None if flag is None else int(flag)


def as_list(value: object) -> list[object]:
    """Return the items of a list; a single item for anything else that is not empty."""
    if isinstance(value, list):
        return value
    return [] if value in ("", None) else [value]


def iter_texts(value: object) -> Iterator[str]:
    """Yield all non-empty texts in a value, flattening lists; of a map only its name or title."""
    if isinstance(value, list):
        for item in value:
            yield from iter_texts(item)
    elif isinstance(value, dict):
        yield from iter_texts(value.get("name") or value.get("title") or "")
    elif text := as_text(value):
        yield text


def clip_fact(text: str) -> str:
    """Shorten a text to fit in a receipt, and drop characters that cannot be stored."""
    text = " ".join(tidy_text(text).split())
    return text if len(text) <= FACT_MAX_CHARS else f"{text[: FACT_MAX_CHARS - 1]}…"
