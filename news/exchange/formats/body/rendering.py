"""Renders a post's body as untrusted HTML, and the part before its «more» mark as its summary."""

import re
from dataclasses import dataclass

from news.exchange.formats.body.plugins import MORE, Context, Plugins, expand_plugins
from news.exchange.record import FormatError, Note
from news.text.markdown import is_html_body, render_markdown
from news.text.plain import clean_plain, visible_text

SUMMARY_MAX_CHARS = 1000
MARKDOWN_MAX_BYTES = 1 << 20  # a long post has a tenth of that
MARKDOWN_MAX_MARKS = 60_000  # they determine Markdown's running time; each costs up to 40 µs
MAX_TAGS = 20_000  # plugin tags

_SUMMARY_SOURCE_CHARS = 20_000
_LINK_MARKS = 6  # an address costs as much as this many marks
_STOPS_A_MARK = 8  # this many cost as much as one mark

_MARKS = "\n*_`[]<>&|~\\!:"
_STOPS = "#$%+-=@^{}"  # where Markdown's scanner stops but finds nothing
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class ConvertedBody:
    """`html` is not cleaned. `summary` is the plain text before the mark, "" without one."""

    html: str
    summary: str = ""
    notes: tuple[Note, ...] = ()


def read_body(text: str, plugins: Plugins, context: Context, separator: str = "") -> ConvertedBody:
    """Render a body. `context.is_html` is set if the file's name says so; deep indentation never makes HTML code.

    `separator` is the post's own «more» mark. Raises: FormatError (bad-body, body-too-large, body-too-complex).
    """
    text = _UNPRINTABLE.sub("", text)
    if text.count("{%") + text.count("{{") > MAX_TAGS:
        raise FormatError("body-too-complex", max=MAX_TAGS)
    if separator.strip():
        text = text.replace(separator, "<!--more-->", 1)
    context.is_html = context.is_html or is_html_body(text)
    try:
        html = _render(text, plugins, context)
        return ConvertedBody(html, _read_summary(text, plugins, context), tuple(context.notes()))
    except (ValueError, RecursionError) as error:
        raise FormatError("bad-body") from error


def _render(text: str, plugins: Plugins, context: Context) -> str:
    if context.is_html:
        return expand_plugins(text, plugins, context).strip()
    _refuse_costly(text)
    text = expand_plugins(text, plugins, context)
    _refuse_costly(text)
    return _restore_braces(render_markdown(text))


def _refuse_costly(text: str) -> None:
    if len(text.encode()) > MARKDOWN_MAX_BYTES:
        raise FormatError("body-too-large", max_kib=MARKDOWN_MAX_BYTES >> 10)
    marks = sum(map(text.count, _MARKS)) + _LINK_MARKS * text.count("://")
    marks += sum(map(text.count, _STOPS)) // _STOPS_A_MARK
    if marks > MARKDOWN_MAX_MARKS:
        raise FormatError("body-too-complex", max=MARKDOWN_MAX_MARKS)


def _read_summary(text: str, plugins: Plugins, context: Context) -> str:
    """Return the text before `<!-- more -->` as one plain line; "" if it is too long for a summary."""
    match = MORE.search(text)
    if not match or match.start() > _SUMMARY_SOURCE_CHARS:
        return ""
    fresh = Context(context.is_html, context.values, context.section)
    summary = plain_line(_render(text[: match.start()], plugins, fresh))
    return summary if len(summary) <= SUMMARY_MAX_CHARS else ""


def plain_line(html: str) -> str:
    """Return the visible text of a piece of HTML as one line."""
    return clean_plain(visible_text(html))


def _restore_braces(html: str) -> str:
    """Turn entities back into braces in code, where Markdown has escaped them."""
    parts, position = [], 0
    while (start := html.find("<code", position)) >= 0 and (end := html.find("</code>", start)) >= 0:
        code = html[start:end].replace("&amp;#123;", "{").replace("&amp;#125;", "}")
        parts += [html[position:start], code]
        position = end
    return "".join([*parts, html[position:]])
