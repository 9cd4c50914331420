"""Find the tags of a piece of HTML as a browser's tokenizer would, in linear time, however broken it is."""

import re
from collections.abc import Iterator
from enum import Enum
from html import escape, unescape
from itertools import islice
from typing import NamedTuple


class TokenKind(Enum):
    """The kind of a token. TEXT is source text: character references are not decoded, «<» is escaped."""

    TEXT = "text"
    START = "start"
    END = "end"
    GAP = "gap"  # a comment, script or style was here; the text on both sides must not run together


class Token(NamedTuple):
    """`text` is the text of TEXT, the attribute source of START, and empty otherwise."""

    kind: TokenKind
    name: str
    text: str


# HTML Standard, 13.2.5 Tokenization: names, attributes, and the end of a tag even if a quoted value contains «>».
_SPACE = r"[\t\n\f\r ]"
_VALUE = r"""(?:"[^"]*+"|'[^']*+'|[^\t\n\f\r >"'][^\t\n\f\r >]*+|(?=>))"""
_ATTRIBUTE = rf"[^\t\n\f\r />][^\t\n\f\r />=]*+(?:{_SPACE}*+={_SPACE}*+{_VALUE}|(?!{_SPACE}*+=))"
_TAG = re.compile(rf"<(/?)([a-zA-Z][^\t\n\f\r />]*+)((?:{_SPACE}|/|{_ATTRIBUTE})*+)>")
_TAG_LIKE = re.compile(r"</?[a-zA-Z]")
_COMMENT = re.compile(r"<!--(?:>|->|.*?--!?>|.*)", re.DOTALL)
_BOGUS_COMMENT = re.compile(r"<[!?/][^>]*+>")
_ONE_ATTRIBUTE = re.compile(_ATTRIBUTE)

_NOT_TEXT = frozenset({"script", "style"})
_RAW_TEXT = frozenset({"xmp", "plaintext"})  # shown as written; «textarea» and «title» still decode references
_DECODED_TEXT = frozenset({"textarea", "title"})
_RAW_END = {
    name: re.compile(rf"</{name}(?=[\t\n\f\r />])", re.IGNORECASE)
    for name in _NOT_TEXT | _DECODED_TEXT | (_RAW_TEXT - {"plaintext"})
}
_MAX_UNCLOSED = 50
# Parsers compare each attribute of a tag with all others, and data: URLs can be megabytes.
_MAX_ATTRIBUTES = 64
_MAX_ATTRIBUTE_LENGTH = 8_192
_WHITE = "\t\n\f\r "


def names(text: str) -> frozenset[str]:
    """Make a set of tag names from a space-separated string."""
    return frozenset(text.split())


def read_tokens(html: str) -> Iterator[Token]:
    """Yield the tokens of `html` in order.

    A tag that never ends is read as text, while a browser would drop the rest of the page.
    Scripts and styles vanish with their contents; contents that browsers show verbatim become text.
    """
    position, unclosed = 0, 0
    text_start = 0
    last_end = html.rfind(">")
    while 0 <= (found := html.find("<", position)) < last_end:
        tag = _TAG.match(html, found)
        if tag is None and _TAG_LIKE.match(html, found):
            unclosed += 1
            position = found + 1 if unclosed < _MAX_UNCLOSED else len(html)
            continue
        other = tag or _match_comment(html, found)
        if other is None:
            position = found + 1
            continue
        if found > text_start:
            yield _text(html[text_start:found])
        text_start = position = other.end()
        if tag is None:
            yield Token(TokenKind.GAP, "", "")
            continue
        name = tag[2].lower()
        if tag[1]:
            yield Token(TokenKind.END, name, "")
        elif name in _NOT_TEXT or name in _DECODED_TEXT or name in _RAW_TEXT:
            end, text_start = _find_raw_end(html, name, tag.end())
            position = text_start
            yield from _read_raw(name, html[tag.end() : end])
        else:
            yield Token(TokenKind.START, name, tag[3])
    if text_start < len(html):
        yield _text(html[text_start:])


def attribute_names(attributes: str) -> list[str]:
    """Return the names in the attribute source of a START token, lower-cased, with repeats."""
    return [match[0].split("=", 1)[0].strip().lower() for match in _ONE_ATTRIBUTE.finditer(attributes)]


def tidy_attributes(attributes: str) -> str:
    """Drop the slash of `<br />` (some parsers heed it on any tag), and excessive or overlong attributes."""
    if len(attributes) > _MAX_ATTRIBUTE_LENGTH:
        short = (match[0] for match in _ONE_ATTRIBUTE.finditer(attributes) if len(match[0]) <= _MAX_ATTRIBUTE_LENGTH)
        attributes = " ".join(islice(short, _MAX_ATTRIBUTES))
    attributes = attributes.strip(_WHITE)
    if not attributes.endswith("/"):
        return attributes
    kept = attributes.rstrip(f"{_WHITE}/")
    is_value = kept[-1:] not in ("", '"', "'") and attributes[len(kept)] == "/"
    return f"{kept}/ " if is_value else kept  # the slash of «href=x/» belongs to the value


def _match_comment(html: str, position: int) -> re.Match[str] | None:
    return _COMMENT.match(html, position) or _BOGUS_COMMENT.match(html, position)


def _text(source: str) -> Token:
    return Token(TokenKind.TEXT, "", source.replace("<", "&lt;"))


def _find_raw_end(html: str, name: str, start: int) -> tuple[int, int]:
    """Return where the contents of a raw element end and where reading continues."""
    closing = _RAW_END[name].search(html, start) if name in _RAW_END else None
    if closing is None:
        return len(html), len(html)
    end_tag = _TAG.match(html, closing.start())
    return closing.start(), end_tag.end() if end_tag else len(html)


def _read_raw(name: str, contents: str) -> Iterator[Token]:
    if name in _NOT_TEXT:
        yield Token(TokenKind.GAP, name, "")
        return
    shown = contents if name in _RAW_TEXT else unescape(contents)
    wrapper = "pre" if name in _RAW_TEXT else "div"
    yield Token(TokenKind.START, wrapper, "")
    yield Token(TokenKind.TEXT, "", escape(shown, quote=False))
    yield Token(TokenKind.END, wrapper, "")
