"""Finds where a post file's front matter ends. Tolerates what Hexo, Jekyll and Hugo tolerate; runs nothing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from news.exchange.fields.synonyms import KNOWN_KEYS, fold_field_key
from news.exchange.frontmatter.json_text import find_object_end
from news.exchange.frontmatter.lenient import KEY_LINE, is_key
from news.exchange.frontmatter.values import clip_fact
from news.exchange.record import FormatError

MAX_HEADER_BYTES = 64 << 10
PASTED_LINES = 5
MAX_UNFENCED = 40  # lines of keys; more than that is not front matter

_FENCE = re.compile(r"(-{3,}|;{3,}|\+{3})[ \t]*")
_OBJECT = re.compile(r'\{\s*("|\}|$)')
_CONFLICT = re.compile(r"<{7}( .*)?")
_CONFLICT_PARTS = (_CONFLICT, re.compile(r"={7}"), re.compile(r">{7}( .*)?"))
_CODE_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_JSON_NAME = re.compile(r'"([^"]{1,60})"\s*:')
_JSON_KEY = re.compile(r'(\{\s*)?"[^"]*"\s*:|\{$')

HeaderKind = Literal["yaml", "json", "toml", "none"]
_KINDS: dict[str, HeaderKind] = {"-": "yaml", ";": "json", "+": "toml"}
_CLOSINGS = {"-": r"(-{3,}|\.{3})[ \t]*", ";": r";{3,}[ \t]*", "+": r"\+{3}[ \t]*"}


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The two parts of a file, and the lines (from 1) where they begin. Line ends are `\\n`."""

    kind: HeaderKind
    header: str
    header_line: int
    body: str
    body_line: int


def split_front_matter(text: str) -> FrontMatter:
    """Split at the fences. A file that starts with known keys up to a fence needs no opening fence (Hexo), and a JSON
    object needs no fence at all (Hugo).

    Raises: FormatError (fence-missing, fences-missing, opening-fence, text-before-front-matter, merge-markers,
    front-matter-too-large).
    """
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    start = next((number for number, line in enumerate(lines) if line.strip()), 0)
    _refuse_other_openings(lines[start], start + 1)
    fence = _FENCE.fullmatch(lines[start])
    if fence:
        return _split_at(lines, start + 1, _find_closing(lines, start, fence[1]), fence[1])
    closing = _find_unopened(lines, start)
    if closing is not None:
        return _split_at(lines, start, closing, lines[closing])
    if _OBJECT.match(lines[start].strip()) and (split := _split_object(lines, start)):
        return split
    _refuse_unfenced(lines, start)
    _refuse_text_before(lines, start)
    return FrontMatter("none", "", 1, "\n".join(lines), 1)


def _split_object(lines: list[str], start: int) -> FrontMatter | None:
    """Split Hugo's JSON where its first brace is closed; None if the braces are ordinary text."""
    text = "\n".join(lines[start:])
    if not any(fold_field_key(key) in KNOWN_KEYS for key in _JSON_NAME.findall(text[:MAX_HEADER_BYTES])):
        return None
    end = find_object_end(text[: MAX_HEADER_BYTES + 1])
    if end < 0:
        raise FormatError("fence-missing", start + 1, fence="}")
    header, body = text[:end], text[end:]
    line = start + 1 + header.count("\n")
    is_line_end = body.startswith("\n")
    return FrontMatter("json", header, start + 1, body[is_line_end:], line + is_line_end)


def _refuse_unfenced(lines: list[str], start: int) -> None:
    """Refuse front matter without any fence: known keys, including a title, down to the first blank line."""
    end = next((at for at in range(start, len(lines)) if not lines[at].strip()), len(lines))
    keys = [match[2] if (match := KEY_LINE.fullmatch(line)) else "" for line in lines[start:end][:MAX_UNFENCED]]
    known = {fold_field_key(key) for key in keys} & KNOWN_KEYS
    if end < len(lines) and "title" in known and len(known) > 1 and all(keys):
        raise FormatError("fences-missing", start + 1, last=end)


def _refuse_text_before(lines: list[str], start: int) -> None:
    """Refuse front matter that begins a few lines too late because something was pasted above it."""
    opening = next((at for at in range(start, min(start + PASTED_LINES, len(lines))) if lines[at].rstrip() == "---"), 0)
    following = lines[opening + 1 : opening + 1 + PASTED_LINES]
    if opening and _has_known_key(following[:1]) and "---" in map(str.rstrip, lines[opening + 1 :]):
        raise FormatError("text-before-front-matter", start + 1, text=clip_fact(lines[start]), fence_line=opening + 1)


def _refuse_other_openings(line: str, number: int) -> None:
    if _CONFLICT.fullmatch(line):
        raise FormatError("merge-markers", number)
    if line.startswith("---") and line.strip("- \t"):
        raise FormatError("opening-fence", number, text=clip_fact(line))


def _find_closing(lines: list[str], start: int, fence: str) -> int:
    ends = re.compile(_CLOSINGS[fence[0]])
    for number in range(start + 1, len(lines)):
        if ends.fullmatch(lines[number]):
            return number
    raise FormatError("fence-missing", start + 1, fence=fence)


def _find_unopened(lines: list[str], start: int) -> int | None:
    is_json = bool(_JSON_KEY.match(lines[start].strip()))
    for number in range(start, len(lines)):
        line = lines[number]
        fence = _FENCE.fullmatch(line)
        if fence:
            is_ours = _is_known_json(lines[start:number]) if is_json else _has_known_key(lines[start:number])
            return number if is_ours and fence[1][0] == (";" if is_json else "-") else None
        if not is_json and (number == start or line.strip()) and not _may_be_yaml(line, is_first=number == start):
            return None
    return None


def _may_be_yaml(line: str, *, is_first: bool) -> bool:
    match = KEY_LINE.fullmatch(line)
    if match and is_key(match[2], match[3]):
        return True
    return not is_first and line[:1] in {" ", "\t", "-", "#"}


def _has_known_key(lines: list[str]) -> bool:
    keys = (match[2] for line in lines if (match := KEY_LINE.fullmatch(line)))
    return any(fold_field_key(key) in KNOWN_KEYS for key in keys)


def _is_known_json(lines: list[str]) -> bool:
    found = _JSON_NAME.findall("\n".join(lines))
    return any(fold_field_key(key) in KNOWN_KEYS for key in found)


def _split_at(lines: list[str], first: int, closing: int, fence: str) -> FrontMatter:
    for number in range(first, closing):
        if _CONFLICT.fullmatch(lines[number]):
            raise FormatError("merge-markers", number + 1)
    header = "\n".join(lines[first:closing])
    if len(header.encode("utf-8", "replace")) > MAX_HEADER_BYTES:
        raise FormatError("front-matter-too-large", first + 1, max_kib=MAX_HEADER_BYTES >> 10)
    return FrontMatter(_KINDS[fence[0]], header, first + 1, "\n".join(lines[closing + 1 :]), closing + 2)


def refuse_merge_conflict(body: str, body_line: int) -> None:
    """Refuse a body with an unfinished merge; conflict markers inside fenced code are only an example.

    Raises: FormatError (merge-markers).
    """
    begun, found = 0, 0
    for number, line in _iter_outside_code(body, body_line):
        if _CONFLICT_PARTS[found].fullmatch(line):
            begun = begun if found else number
            found += 1
        if found == len(_CONFLICT_PARTS):
            raise FormatError("merge-markers", begun)


def _iter_outside_code(body: str, first_line: int) -> Iterator[tuple[int, str]]:
    fence = ""
    for number, line in enumerate(body.split("\n"), first_line):
        match = _CODE_FENCE.match(line)
        if fence:
            fence = "" if match and match[1].startswith(fence) and not line.strip("`~ \t") else fence
        elif match:
            fence = match[1]
        else:
            yield number, line
