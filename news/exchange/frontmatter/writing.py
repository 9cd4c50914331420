"""Writes values as YAML front matter. `loading.load_yaml` reads every text back unchanged."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from news.exchange.frontmatter.values import MAX_DEPTH, tidy_text

FrontMatterValue: TypeAlias = (
    "str | bool | int | dt.datetime | Sequence[FrontMatterValue] | Mapping[str, FrontMatterValue]"
)

MAX_KEY_CHARS = 1000  # YAML 1.2, 7.4.2: an implicit key has at most 1,024 characters

# Texts that every YAML reader takes as text: they begin with a letter and contain nothing special.
_PLAIN = re.compile(r"[^\W\d_](?:[^\W_]|[ _./()+-]|[，。！？、；：（）《》“”‘’·…—])*")
_WORDS = frozenset({"true", "false", "yes", "no", "on", "off", "y", "n", "null", "none", "nan", "inf"})
_ESCAPED = re.compile(
    r'[\\"\x00-\x1f\x7f-\xa0\xad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ud800-\udfff\ufeff-\uffff]'
)
_SHORT = {"\n": "\\n", "\t": "\\t", '"': '\\"', "\\": "\\\\"}
_UNSAFE_IN_BLOCK = re.compile(
    "[^\n\x20-\x7e\u00a1-\u1fff\u2010-\u2027\u2030-\u2fff\u3001-\ud7ff\uf900-\ufefe\U00010000-\U0010ffff]"
)


class UnwritableError(Exception):
    """A value does not fit in our front matter: `code` is key-too-long or too-deep."""

    def __init__(self, code: str, key: str = "") -> None:
        super().__init__(code, key)
        self.code = code
        self.key = key


def write_yaml(values: Mapping[str, FrontMatterValue]) -> str:
    """Return the lines between the fences, each with its line end; "" for no values.

    A text is quoted if a YAML reader could take it for a number, a date, a yes or a no. Pass real booleans, numbers and
    datetimes to write them as such; a datetime is written in its own offset.
    Characters that databases refuse are left out (`tidy_text`).

    Raises: UnwritableError.
    """
    return "".join(f"{line}\n" for line in _map_lines(values, 1))


def _lines(value: FrontMatterValue, depth: int) -> list[str]:
    """Return a non-empty collection in block style."""
    if depth > MAX_DEPTH:
        raise UnwritableError("too-deep")
    return _map_lines(value, depth) if isinstance(value, Mapping) else [*_item_lines(value, depth)]


def _map_lines(values: Mapping[str, FrontMatterValue], depth: int) -> list[str]:
    lines: list[str] = []
    for key, value in values.items():
        head = f"{_write_key(key)}:"
        if _is_filled(value):
            lines += [head, *_indent(_lines(value, depth + 1))]
        else:
            first, *rest = _scalar_lines(value)
            lines += [f"{head} {first}", *_indent(rest)]
    return lines


def _item_lines(values: FrontMatterValue, depth: int) -> Iterator[str]:
    for value in values if isinstance(values, Sequence) else ():
        first, *rest = _lines(value, depth + 1) if _is_filled(value) else _scalar_lines(value)
        yield f"- {first}"
        yield from _indent(rest)


def _is_filled(value: FrontMatterValue) -> bool:
    return isinstance(value, Mapping | Sequence) and not isinstance(value, str) and len(value) > 0


def _indent(lines: Sequence[str]) -> list[str]:
    return [f"  {line}" if line else "" for line in lines]


def _write_key(key: str) -> str:
    (text,) = _scalar_lines(tidy_text(key).replace("\n", " "))
    if len(text) > MAX_KEY_CHARS:
        raise UnwritableError("key-too-long", key[:MAX_KEY_CHARS])
    return text


def _scalar_lines(value: FrontMatterValue) -> list[str]:
    if isinstance(value, bool):
        return ["true" if value else "false"]
    if isinstance(value, dt.datetime):
        return [value.isoformat(sep=" ", timespec="seconds")]
    if isinstance(value, Mapping):
        return ["{}"]
    if isinstance(value, int):
        return [str(value)]
    return _text_lines(tidy_text(value)) if isinstance(value, str) else ["[]"]


def _text_lines(text: str) -> list[str]:
    if "\n" in text and _is_block(text):
        return ["|-", *text.split("\n")]
    if _PLAIN.fullmatch(text) and text == text.strip() and text.casefold() not in _WORDS:
        return [text]
    if _ESCAPED.search(text):
        return [f'"{_ESCAPED.sub(_escape, text)}"']
    return ["'" + text.replace("'", "''") + "'"]


def _is_block(text: str) -> bool:
    """Tell whether a text survives as a block: its first line is not indented, and its last one is not empty."""
    is_framed = text[:1] not in {" ", "\n"} and not text.endswith("\n")
    return is_framed and not _UNSAFE_IN_BLOCK.search(text) and not re.search(r" (\n|$)", text)


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    code = ord(character)
    return _SHORT.get(character) or (f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}")  # noqa: PLR2004
