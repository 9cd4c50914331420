"""Converts the tags of a body using a generator's table. Unknown tags stay as visible text."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from news.exchange.formats.body.scanning import SourcePiece, SourcePieceKind, Syntax, scan
from news.exchange.formats.body.writing import as_shown
from news.exchange.frontmatter.values import Value, clip_fact
from news.exchange.record import Note

RAW = "raw"  # the only tag whose halves mean nothing on their own
MORE = re.compile(r"<!--[ \t]*more[ \t]*-->|<a id=[\"']more[\"'][ \t]*></a>", re.IGNORECASE)


@dataclass(slots=True)
class Context:
    """What plugins may know of their post, and what became of them."""

    is_html: bool
    values: Mapping[str, Value] = field(default_factory=dict)
    section: str = ""  # the post's folders below the site's contents, for links to its neighbours
    kept: dict[str, None] = field(default_factory=dict)
    unlinked: dict[str, None] = field(default_factory=dict)
    comment_count: int = 0
    closings: list[tuple[str, str]] = field(default_factory=list)  # name and closing of each open container

    def notes(self) -> list[Note]:
        notes = []
        if self.kept:
            notes.append(Note("plugins-as-text", {"names": clip_fact(", ".join(self.kept))}))
        if self.unlinked:
            notes.append(Note("links-as-text", {"names": clip_fact(", ".join(self.unlinked))}))
        if self.comment_count:
            notes.append(Note("comments-left-out", {"count": self.comment_count}))
        return notes


Handler = Callable[[SourcePiece, Context], str | None]  # None if not understood
Opener = Callable[[SourcePiece, Context], tuple[str, str] | None]  # a container's opening and closing text


def leave_text(text: str, context: Context) -> str:
    return text


def leave_output(expression: str, context: Context) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class Plugins:
    """One generator's tags. `containers` enclose Markdown in two tags; `change_text` handles marks in running text."""

    syntax: Syntax
    handlers: Mapping[str, Handler] = field(default_factory=dict)
    containers: Mapping[str, Opener] = field(default_factory=dict)
    change_text: Callable[[str, Context], str] = leave_text
    read_output: Callable[[str, Context], str | None] = leave_output


def expand_plugins(text: str, plugins: Plugins, context: Context) -> str:
    """Convert a body's tags to HTML and Markdown; code is left untouched."""
    parts = [_expand(piece, plugins, context) for piece in scan(text, plugins.syntax, is_html=context.is_html)]
    parts += [closing for _name, closing in reversed(context.closings)]
    return "".join(parts)


def _expand(piece: SourcePiece, plugins: Plugins, context: Context) -> str:
    if piece.kind is SourcePieceKind.TEXT:
        return plugins.change_text(MORE.sub("", piece.source), context)
    if piece.kind is SourcePieceKind.CODE:
        return piece.source
    if piece.kind is SourcePieceKind.SHOWN:
        return as_shown(piece.content or "", is_html=context.is_html)
    if piece.kind is SourcePieceKind.OUTPUT:
        found = plugins.read_output(piece.args, context)
        return _keep(piece, "{{ }}", context) if found is None else found
    if piece.kind is SourcePieceKind.FOREIGN:
        return _keep(piece, piece.name, context)
    return _expand_tag(piece, plugins, context)


def _expand_tag(tag: SourcePiece, plugins: Plugins, context: Context) -> str:
    found: str | None = None
    if tag.is_closing:
        found = "" if tag.name == RAW else _close(tag.name, context)
    elif tag.name in plugins.containers:
        if opened := plugins.containers[tag.name](tag, context):
            found, closing = opened
            context.closings.append((tag.name, closing))
    elif tag.name in plugins.handlers:
        found = plugins.handlers[tag.name](tag, context)
    return _keep(tag, tag.name, context) if found is None else found


def _close(name: str, context: Context) -> str | None:
    """Close a container and those left open inside it."""
    names = [name for name, _closing in context.closings]
    if name not in names:
        return None
    closed = []
    while context.closings:
        inner, closing = context.closings.pop()
        closed.append(closing)
        if inner == name:
            break
    return "".join(closed)


def _keep(piece: SourcePiece, name: str, context: Context) -> str:
    context.kept[name] = None
    return as_shown(piece.source, is_html=context.is_html)


def drop_comment(tag: SourcePiece, context: Context) -> str | None:
    """Drop a comment, which no reader ever saw. One without an end stays, so that it does not swallow the post."""
    if tag.content is None:
        return None
    context.comment_count += 1
    return ""
