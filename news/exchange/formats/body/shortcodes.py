"""Hugo's shortcodes, and the common ones of its themes. Others are shown as they are, never run."""

import re
from html import escape

from news.exchange.formats.body.arguments import split_named
from news.exchange.formats.body.plugins import Context, Handler, Opener, Plugins, drop_comment
from news.exchange.formats.body.scanning import SourcePiece, Syntax
from news.exchange.formats.body.writing import (
    PLAYER_NAMES,
    PLAYERS,
    anchor,
    block,
    code,
    frame,
    image,
    player,
    text_paragraph,
)
from news.exchange.frontmatter.values import as_text

_HEADING_ATTRIBUTES = re.compile(r"^(#{1,6} [^\n]{0,500}?)[ \t]+\{[#.][^{}\n]{1,200}\}[ \t]*$", re.MULTILINE)
_PAGE = re.compile(r"(?:/?index|/?_index)?(?:\.[a-z]{2}(?:-[a-z]{2,4})?)?\.(?:md|markdown|html?)$", re.IGNORECASE)
_NOTES = ("note", "notice", "admonition", "callout", "alert", "hint", "tip", "info", "warning", "danger", "blockquote")


def _read_figure(tag: SourcePiece, context: Context) -> str | None:
    """Read Hugo's `figure`: src, alt, title, caption, attr, attrlink (unused), link (gohugo.io/shortcodes/figure)."""
    words, named = split_named(tag.args)
    source = named.get("src") or next(iter(words), "")
    if not source or "{" in source:
        return None
    texts = (named.get("title", ""), named.get("caption", ""), named.get("attr", ""))
    caption = " ".join(filter(None, texts))
    alt = named.get("alt") or named.get("caption") or named.get("title", "")
    return image(source, alt=alt, caption=caption, link=named.get("link", ""))


def _read_image(tag: SourcePiece, context: Context) -> str | None:
    words, named = split_named(tag.args)
    source = named.get("src") or named.get("url") or next(iter(words), "")
    caption = named.get("caption", "")
    return image(source, alt=named.get("alt") or caption, caption=caption) if source else None


def _read_code(tag: SourcePiece, context: Context) -> str | None:
    if tag.content is None:
        return None
    words, named = split_named(tag.args)
    language = tag.name if tag.name == "mermaid" else named.get("lang") or next(iter(words), "")
    return code(tag, language, is_html=context.is_html)


def _read_reference(tag: SourcePiece, context: Context) -> str | None:
    """Return Hugo's default address of a page, which every imported Hugo post keeps as an old address."""
    words, named = split_named(tag.args)
    path, mark, heading = (named.get("path") or next(iter(words), "")).partition("#")
    if not path and not heading:
        return None
    inner = _PAGE.sub("", path).strip("/").lower()
    is_near = "/" not in path.strip("/") and not path.startswith("/") and context.section
    folder = f"/{context.section}" if is_near else ""
    return escape(f"{folder}/{inner}/{mark}{heading}" if path else f"#{heading}")


def _read_player(tag: SourcePiece, context: Context) -> str | None:
    words, named = split_named(tag.args)
    ids = [named["id"]] if "id" in named else words[: 2 if tag.name == "gist" else 1]
    if tag.name in {"tweet", "twitter", "x"}:
        ids = [named.get("id") or next(reversed(words), "")]
    found = player(tag.name, *ids)
    return block(found, tag.margin) if found and tag.is_alone else found


def _read_frame(tag: SourcePiece, context: Context) -> str | None:
    words, named = split_named(tag.args)
    url = named.get("src") or named.get("url") or next(iter(words), "")
    return block(frame(url), tag.margin) if url.startswith(("http://", "https://", "/")) else None


def _read_link(tag: SourcePiece, context: Context) -> str | None:
    words, named = split_named(tag.args)
    url = named.get("href") or named.get("url") or next(iter(words), "")
    text = named.get("text") or named.get("content") or named.get("title", "")
    return anchor(url, text) if url.startswith(("http://", "https://", "/")) else None


def _read_param(tag: SourcePiece, context: Context) -> str | None:
    words, _named = split_named(tag.args)
    value = context.values.get(words[0], "") if words else ""
    return escape(as_text(value), quote=False) or None


def _read_raw(tag: SourcePiece, context: Context) -> str | None:
    return tag.content


def _drop(tag: SourcePiece, context: Context) -> str | None:
    return ""


def _open_note(tag: SourcePiece, context: Context) -> tuple[str, str] | None:
    words, named = split_named(tag.args)
    title = named.get("title") or " ".join(words[1:])
    classes = escape(" ".join(filter(None, ("note", named.get("type", ""), *words[:1]))))
    opening = block(f'<blockquote class="{classes}">', tag.margin)
    return opening + text_paragraph(title, tag.margin), block("</blockquote>", tag.margin)


def _open_titled(tag: SourcePiece, context: Context) -> tuple[str, str] | None:
    """Show all of a `details`, `tab` or the like under its title."""
    words, named = split_named(tag.args)
    title = named.get("summary") or named.get("title") or named.get("name") or " ".join(words)
    return text_paragraph(title, tag.margin) or block("", tag.margin), block("", tag.margin)


def _open_plain(tag: SourcePiece, context: Context) -> tuple[str, str] | None:
    return block("", tag.margin), block("", tag.margin)


def _change_text(text: str, context: Context) -> str:
    return _HEADING_ATTRIBUTES.sub(r"\1", text) if "{" in text else text


_HANDLERS: dict[str, Handler] = {
    "figure": _read_figure,
    "img": _read_image,
    "image": _read_image,
    "picture": _read_image,
    "highlight": _read_code,
    "code": _read_code,
    "mermaid": _read_code,
    "ref": _read_reference,
    "relref": _read_reference,
    "iframe": _read_frame,
    "video": _read_frame,
    "link": _read_link,
    "button": _read_link,
    "param": _read_param,
    "raw": _read_raw,
    "rawhtml": _read_raw,
    "comment": drop_comment,
    "toc": _drop,
    **dict.fromkeys((*PLAYERS, *PLAYER_NAMES), _read_player),
}
_CONTAINERS: dict[str, Opener] = {
    **dict.fromkeys(_NOTES, _open_note),
    **dict.fromkeys(("details", "collapse", "expand", "spoiler", "tab", "fold"), _open_titled),
    **dict.fromkeys(("tabs", "columns", "column", "center", "gallery"), _open_plain),
}
_VERBATIM = {name: name for name in ("highlight", "code", "mermaid", "raw", "rawhtml", "comment")}

SHORTCODES = Plugins(Syntax(has_shortcodes=True, verbatim=_VERBATIM), _HANDLERS, _CONTAINERS, _change_text)
