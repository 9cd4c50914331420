"""Where a post file's front matter ends, and what it says. Tolerates what Hexo tolerates; runs nothing."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Literal

from news.exchange.fields.synonyms import KNOWN_KEYS, fold_field_key
from news.exchange.frontmatter.lenient import KEY_LINE, is_key, read_leniently
from news.exchange.frontmatter.values import Value, clip_fact, tidy_text
from news.exchange.frontmatter.yaml_text import MAX_DEPTH, BrokenYAMLError, parse_yaml
from news.exchange.record import FormatError, Note

MAX_HEADER_BYTES = 64 << 10
MAX_NOTES = 50

_FENCE = re.compile(r"(-{3,}|;{3,})[ \t]*")
_CONFLICT = re.compile(r"<{7}( .*)?")
_CONFLICT_PARTS = (_CONFLICT, re.compile(r"={7}"), re.compile(r">{7}( .*)?"))
_CODE_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_JSON_KEY = re.compile(r'(\{\s*)?"[^"]*"\s*:|\{$')


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The two parts of a file, with the lines (from 1) on which they begin. Line ends are `\\n`."""

    kind: Literal["yaml", "json", "none"]
    header: str
    header_line: int
    body: str
    body_line: int


@dataclass(frozen=True, slots=True)
class Header:
    """What the front matter says, every scalar as text, and how that was found out."""

    values: dict[str, Value]
    notes: tuple[Note, ...] = ()


def split_front_matter(text: str) -> FrontMatter:
    """Split at the fences. A file whose first lines are known keys up to a fence needs no opening fence (Hexo).

    Raises: FormatError (fence-missing, opening-fence, toml-front-matter, merge-markers, front-matter-too-large).
    """
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    start = next((number for number, line in enumerate(lines) if line.strip()), 0)
    _refuse_other_openings(lines[start], start + 1)
    fence = _FENCE.fullmatch(lines[start])
    if fence:
        return _split_at(lines, start + 1, _find_closing(lines, start, fence[1]), fence[1])
    closing = _find_unopened(lines, start)
    if closing is None:
        return FrontMatter("none", "", 1, "\n".join(lines), 1)
    return _split_at(lines, start, closing, lines[closing])


def _refuse_other_openings(line: str, number: int) -> None:
    if _CONFLICT.fullmatch(line):
        raise FormatError("merge-markers", number)
    if line.rstrip() == "+++":
        raise FormatError("toml-front-matter", number)
    if line.startswith("---") and line.strip("- \t"):
        raise FormatError("opening-fence", number, text=clip_fact(line))


def _find_closing(lines: list[str], start: int, fence: str) -> int:
    ends = re.compile(r"(-{3,}|\.{3})[ \t]*" if fence[0] == "-" else r";{3,}[ \t]*")
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
            return number if is_ours and (fence[1][0] == ";") == is_json else None
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
    found = re.findall(r'"([^"]{1,60})"\s*:', "\n".join(lines))
    return any(fold_field_key(key) in KNOWN_KEYS for key in found)


def _split_at(lines: list[str], first: int, closing: int, fence: str) -> FrontMatter:
    for number in range(first, closing):
        if _CONFLICT.fullmatch(lines[number]):
            raise FormatError("merge-markers", number + 1)
    header = "\n".join(lines[first:closing])
    if len(header.encode("utf-8", "replace")) > MAX_HEADER_BYTES:
        raise FormatError("front-matter-too-large", first + 1, max_kib=MAX_HEADER_BYTES >> 10)
    kind: Literal["yaml", "json"] = "json" if fence[0] == ";" else "yaml"
    return FrontMatter(kind, header, first + 1, "\n".join(lines[closing + 1 :]), closing + 2)


def refuse_merge_conflict(body: str, body_line: int) -> None:
    """Refuse a body in which a merge was left unfinished; the same marks inside fenced code are somebody's example.

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


def load_header(front: FrontMatter) -> Header:
    """Read the front matter of a split file. Raises: FormatError as the loaders do."""
    if front.kind == "none":
        return Header({})
    load = load_json if front.kind == "json" else load_yaml
    return load(front.header, front.header_line)


def load_yaml(text: str, first_line: int) -> Header:
    """Strictly as YAML, else key by key with notes. No anchors, aliases, tags or merge keys; 64 KiB; 12 levels.

    Raises: FormatError (bad-front-matter, yaml-refused, front-matter-too-deep, front-matter-too-large).
    """
    _refuse_size(text, first_line)
    try:
        values, notes = parse_yaml(text, first_line)
    except BrokenYAMLError as strict_error:
        try:
            values, notes = read_leniently(text, first_line)
        except BrokenYAMLError:
            raise FormatError("bad-front-matter", first_line + strict_error.line - 1) from strict_error
    return Header(values, _limit_notes(notes))


def _limit_notes(notes: list[Note]) -> tuple[Note, ...]:
    rest = len(notes) - MAX_NOTES
    return tuple(notes) if rest <= 0 else (*notes[:MAX_NOTES], Note("notes-left-out", {"count": rest}))


def load_json(text: str, first_line: int) -> Header:
    """Hexo's JSON front matter, with or without its outer braces; numbers, true and false become text.

    Raises: FormatError (bad-front-matter, front-matter-too-deep, front-matter-too-large).
    """
    _refuse_size(text, first_line)
    source = text if text.lstrip().startswith("{") else f"{{{text}}}"
    repeated: list[str] = []
    join = partial(_join, repeated)
    try:
        found = json.loads(source, parse_int=str, parse_float=str, object_pairs_hook=join)
    except json.JSONDecodeError as error:
        raise FormatError("bad-front-matter", first_line + error.lineno - 1) from error
    except (ValueError, RecursionError) as error:
        raise FormatError("front-matter-too-deep", first_line, depth=MAX_DEPTH) from error
    notes = [Note("duplicate-key", {"key": clip_fact(key), "line": first_line}) for key in repeated]
    return Header({tidy_text(key): _as_value(value, first_line) for key, value in found.items()}, _limit_notes(notes))


def _refuse_size(text: str, first_line: int) -> None:
    if len(text.encode("utf-8", "replace")) > MAX_HEADER_BYTES:
        raise FormatError("front-matter-too-large", first_line, max_kib=MAX_HEADER_BYTES >> 10)


def _join(repeated: list[str], pairs: list[tuple[str, object]]) -> dict[str, object]:
    values = dict(pairs)
    if len(values) < len(pairs):
        counts = Counter(key for key, _ in pairs)
        repeated += [key for key in values if counts[key] > 1]
    return values


def _as_value(value: object, line: int, depth: int = 1) -> Value:
    if depth > MAX_DEPTH:
        raise FormatError("front-matter-too-deep", line, depth=MAX_DEPTH)
    if isinstance(value, dict):
        return {tidy_text(key): _as_value(item, line, depth + 1) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_value(item, line, depth + 1) for item in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else tidy_text(str(value))
