"""A Hexo post's body as HTML: Markdown or HTML, Hexo's own marks taken out, other tag plugins left as text."""

import re
from collections.abc import Callable

from news.exchange.record import FormatError
from news.text.markdown import is_html_body, render_markdown
from news.text.plain import clean_plain, visible_text

SUMMARY_MAX_CHARS = 1000
MARKDOWN_MAX_BYTES = 1 << 20  # hostile Markdown of this size takes seconds; a long post has a tenth of it

_SUMMARY_SOURCE_CHARS = 20_000

_MORE = re.compile(r"<!--[ \t]*more[ \t]*-->|<a id=[\"']more[\"'][ \t]*></a>", re.IGNORECASE)
_RAW = re.compile(r"\{%-?[ \t]*(?:end)?raw[ \t]*-?%\}")
_CODE_BLOCK = re.compile(r"^ {0,3}(`{3,}|~{3,})[^`\n]*\n.*?(?:^ {0,3}\1[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"<code\b[^>]*>.*?</code>", re.DOTALL)
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


def render_body(text: str, *, is_html: bool) -> str:
    """Hostile HTML, not cleaned. `is_html` when the file's name says so; deep indentation never makes HTML code.

    Raises: FormatError (bad-body, body-too-large).
    """
    text = _UNPRINTABLE.sub("", text)
    try:
        if is_html or is_html_body(text):
            return _strip_marks(text).strip()
        if len(text.encode()) > MARKDOWN_MAX_BYTES:
            raise FormatError("body-too-large", max_kib=MARKDOWN_MAX_BYTES >> 10)
        return _restore_braces(render_markdown(_outside_code(_strip_marks, text)))
    except (ValueError, RecursionError) as error:
        raise FormatError("bad-body") from error


def read_more_summary(text: str, *, is_html: bool) -> str:
    """The text before `<!-- more -->` as one plain line; "" without the mark, or when it is too long for a summary."""
    match = _MORE.search(text)
    if not match or match.start() > _SUMMARY_SOURCE_CHARS:
        return ""
    summary = plain_line(render_body(text[: match.start()], is_html=is_html))
    return summary if len(summary) <= SUMMARY_MAX_CHARS else ""


def plain_line(html: str) -> str:
    """What a reader sees of a piece of HTML, as one line."""
    return clean_plain(visible_text(html))


def _strip_marks(text: str) -> str:
    return _RAW.sub("", _MORE.sub("", text))


def _outside_code(change: Callable[[str], str], text: str) -> str:
    """Apply a change to everything but fenced code, where Hexo's marks are somebody's example."""
    parts, end = [], 0
    for block in _CODE_BLOCK.finditer(text):
        parts += [change(text[end : block.start()]), block[0]]
        end = block.end()
    return "".join([*parts, change(text[end:])])


def _restore_braces(html: str) -> str:
    """Braces written as entities are entities no longer once Markdown has taken them for code."""
    return _CODE.sub(lambda code: code[0].replace("&amp;#123;", "{").replace("&amp;#125;", "}"), html)
