"""Cuts a body into text, code and plugin tags. Linear in the length of any text."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

from news.exchange.formats.body.regions import CodeSpans, fence_end, indented_code

TAG_MAX_CHARS = 2000
LINE_MAX_CHARS = 200  # how much of a line around a tag is examined

_NAME = re.compile(r"(/?)\s*([\w./-]+)\s*(.*)", re.DOTALL)
_HTML_CODE = re.compile(r"<(pre|code|script|style)\b[^<>]*>", re.IGNORECASE)
_MARKS = r"\{%|\{\{|<(?=pre|code|script|style)"
_HTML_MARKS = re.compile(_MARKS, re.IGNORECASE)
_MARKDOWN_MARKS = re.compile(rf"{_MARKS}|^[ \t>]*(?:`{{3,}}|~{{3,}})|`+", re.IGNORECASE | re.MULTILINE)
_MARGIN = re.compile(r"[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?")
FENCE_MIN = 3


class SourcePieceKind(Enum):
    TEXT = "text"
    CODE = "code"
    TAG = "tag"
    OUTPUT = "output"  # {{ expression }}
    SHOWN = "shown"  # a shortcode escaped so that readers see it
    FOREIGN = "foreign"  # a shortcode on a site whose generator has none


@dataclass(frozen=True, slots=True)
class SourcePiece:
    """`source` is the piece as written. A tag has a name and arguments, and `content` if plugins must not touch that.
    `margin` is the indentation of its line if it is the first thing there.
    """

    kind: SourcePieceKind
    source: str
    name: str = ""
    args: str = ""
    is_closing: bool = False
    content: str | None = None
    margin: str = ""
    is_alone: bool = False


@dataclass(frozen=True, slots=True)
class Syntax:
    """The marks that a site's generator knows. `verbatim` maps tags with untouched contents to their closing names."""

    has_percent: bool = False
    has_output: bool = False
    has_shortcodes: bool = False
    verbatim: Mapping[str, str] = field(default_factory=dict)


def scan(text: str, syntax: Syntax, *, is_html: bool) -> Iterator[SourcePiece]:
    """Yield the pieces of a body in order; their sources joined are the body."""
    return _Scanner(text, syntax, is_html).run()


class _Scanner:
    def __init__(self, text: str, syntax: Syntax, is_html: bool) -> None:
        self.text = text
        self.syntax = syntax
        self.marks = _HTML_MARKS if is_html else _MARKDOWN_MARKS
        self.spans = CodeSpans(text)
        self.indented = iter(() if is_html else indented_code(text))
        self.code = next(self.indented, None)
        self.missing: set[str] = set()  # patterns without a match, so that they are not searched for again
        self.ends: dict[str, int] = {}  # the last position found of each closing mark

    def run(self) -> Iterator[SourcePiece]:
        begun = position = 0
        while match := self.marks.search(self.text, position):
            start, piece = self._read_at(match, begun)
            position = match.end()
            if piece is None:
                continue
            if start > begun:
                yield SourcePiece(SourcePieceKind.TEXT, self.text[begun:start])
            yield piece
            begun = position = start + len(piece.source)
        if begun < len(self.text):
            yield SourcePiece(SourcePieceKind.TEXT, self.text[begun:])

    def _read_at(self, match: re.Match[str], begun: int) -> tuple[int, SourcePiece | None]:
        start = match.start()
        while self.code and self.code[1] <= start:
            self.code = next(self.indented, None)
        if self.code and self.code[0] <= start:
            start = max(self.code[0], begun)
            return start, SourcePiece(SourcePieceKind.CODE, self.text[start : self.code[1]])
        mark = match[0]
        if mark == "{%":
            return start, self._read_percent(start) if self.syntax.has_percent else None
        if mark == "{{":
            return start, self._read_double(start)
        return start, self._read_element(start) if mark == "<" else self._read_ticks(start, mark)

    def _read_ticks(self, start: int, mark: str) -> SourcePiece | None:
        fence = mark.lstrip(" \t>")
        begin = start + len(mark) - len(fence)
        is_line_start = start == 0 or self.text[start - 1] == "\n"
        is_fence = len(fence) >= FENCE_MIN and is_line_start
        if is_fence and not (fence[0] == "`" and "`" in self._rest_of_line(start + len(mark))):
            return SourcePiece(SourcePieceKind.CODE, self.text[start : fence_end(self.text, begin, fence)])
        end = self.spans.end(begin, len(fence)) if fence[0] == "`" else -1
        return SourcePiece(SourcePieceKind.CODE, self.text[start:end]) if end > 0 else None

    def _rest_of_line(self, position: int) -> str:
        return self.text[position : position + LINE_MAX_CHARS].partition("\n")[0]

    def _read_element(self, start: int) -> SourcePiece | None:
        opening = _HTML_CODE.match(self.text, start)
        closing = self._find(rf"(?i)</{opening[1].lower()}", opening.end()) if opening else None
        return SourcePiece(SourcePieceKind.CODE, self.text[start : closing.start()]) if closing else None

    def _find(self, pattern: str, position: int) -> re.Match[str] | None:
        """Return the first match from `position` on, or None. A pattern without one fails at once the next time."""
        if pattern in self.missing:
            return None
        match = re.compile(pattern).search(self.text, position)
        if not match:
            self.missing.add(pattern)
        return match

    def _tag_end(self, mark: str, position: int) -> int:
        """Return where the next closing mark is; -1 if there is none or it is too far away for one tag."""
        end = self.ends.get(mark, 0)
        if 0 <= end < position:
            end = self.ends[mark] = self.text.find(mark, position)
        return end if end < position + TAG_MAX_CHARS else -1

    def _read_percent(self, start: int) -> SourcePiece | None:
        end = self._tag_end("%}", start + 2)
        match = _NAME.fullmatch(self.text[start + 2 : end].strip("-+ \t\n")) if end >= 0 else None
        if not match or match[1]:
            return None
        name = match[2].lower()
        if closing := self.syntax.verbatim.get(name):
            block = self._find(rf"\{{%[-+]?\s{{0,9}}{closing}\s{{0,9}}[-+]?%\}}", end + 2)
            if block:
                return self._tag(start, block.end(), name, match[3], content=self.text[end + 2 : block.start()])
        return self._tag(start, end + 2, name.removeprefix("end") or name, match[3], is_closing=name.startswith("end"))

    def _read_double(self, start: int) -> SourcePiece | None:
        following = self.text[start + 2 : start + 3]
        if following in {"<", "%"}:
            piece = self._read_shortcode(start, following)
            if self.syntax.has_shortcodes or not piece:
                return piece
            # Hugo posts outside their site look like Hexo's; if plugins are switched off, everything is text.
            is_foreign = self.syntax.has_percent and piece.kind is SourcePieceKind.TAG
            return replace(piece, kind=SourcePieceKind.FOREIGN) if is_foreign else None
        if not self.syntax.has_output:
            return None
        end = self._tag_end("}}", start + 2)
        expression = self.text[start + 2 : end].strip("- \t\n") if end >= 0 else ""
        return SourcePiece(SourcePieceKind.OUTPUT, self.text[start : end + 2], args=expression) if expression else None

    def _read_shortcode(self, start: int, bracket: str) -> SourcePiece | None:
        end = self._tag_end(">}}" if bracket == "<" else "%}}", start + 3)
        if end < 0:
            return None
        inner = self.text[start + 3 : end].strip("- \t\n")
        if inner.startswith("/*") and inner.endswith("*/"):
            shown = f"{self.text[start : start + 3]}{inner[2:-2]}{self.text[end : end + 3]}"
            return SourcePiece(SourcePieceKind.SHOWN, self.text[start : end + 3], content=shown)
        match = _NAME.fullmatch(inner)
        if not match:
            return None
        name, args = match[2].removesuffix("/").lower(), match[3].removesuffix("/")
        if self.syntax.has_shortcodes and name in self.syntax.verbatim and not match[1] and not inner.endswith("/"):
            block = self._find(rf"\{{\{{[<%]\s{{0,9}}/\s{{0,9}}(?i:{re.escape(name)})\s{{0,9}}[>%]\}}\}}", end + 3)
            if block:
                return self._tag(start, block.end(), name, args, content=self.text[end + 3 : block.start()])
        return self._tag(start, end + 3, name, args, is_closing=bool(match[1]))

    def _tag(
        self, start: int, end: int, name: str, args: str, *, is_closing: bool = False, content: str | None = None
    ) -> SourcePiece:
        line = self.text[max(0, start - LINE_MAX_CHARS) : start].rpartition("\n")[2]
        is_first = bool(_MARGIN.fullmatch(line))
        return SourcePiece(
            SourcePieceKind.TAG,
            self.text[start:end],
            name,
            " ".join(args.split()),
            is_closing,
            content,
            margin=" " * len(line.expandtabs(4)) if is_first else "",
            is_alone=is_first and not self._rest_of_line(end).strip(),
        )
