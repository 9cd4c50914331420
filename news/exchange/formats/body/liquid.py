"""Jekyll's Liquid tags and kramdown's attribute lists. Conditions, loops and includes are shown, never run."""

import re
from html import escape
from pathlib import PurePosixPath

from news.exchange.formats.body.arguments import split_named, split_words
from news.exchange.formats.body.plugins import Context, Handler, Plugins, drop_comment
from news.exchange.formats.body.scanning import SourcePiece, Syntax
from news.exchange.formats.body.writing import PLAYER_NAMES, PLAYERS, block, code, image, player
from news.exchange.frontmatter.values import as_text

_POST_NAME = re.compile(r"(?:.*/)?(\d{4})-(\d{1,2})-(\d{1,2})-([^/]+?)(?:\.\w{2,8})?")
_LIST_FOR_CONTENTS = re.compile(
    r"^[-*+1][.]?[ \t][^\n]{0,100}\n[ \t]*\{:[ \t]*toc\b[^}\n]{0,100}\}[ \t]*$", re.MULTILINE
)
_ATTRIBUTES = re.compile(r"[ \t]{0,9}\{:(?!:)[^{}\n]{0,300}\}|\{:?:/?(?:options|nomarkdown|/)[^{}\n]{0,300}\}")
_COMMENT_START, _COMMENT_END = "{::comment}", re.compile(r"\{:/(?:comment)?\}")
_HEADING_ID = re.compile(r"^(#{1,6} [^\n]{0,500}?)[ \t]+\{#[\w:.-]{1,100}\}[ \t]*$", re.MULTILINE)
_FILTER = re.compile(r"\s*\|\s*(relative_url|absolute_url|prepend:\s*site\.(?:baseurl|url))\s*", re.IGNORECASE)
_TEXT = re.compile(r""""([^"]*)"|'([^']*)'""")
_ROOTS = frozenset({"site.baseurl", "site.url", "site.baseurl_root", "base_path", "root_url"})
_PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg")


def _read_highlight(tag: SourcePiece, context: Context) -> str | None:
    if tag.content is None:
        return None
    return code(tag, tag.args.partition(" ")[0], is_html=context.is_html)


def _read_raw(tag: SourcePiece, context: Context) -> str | None:
    return tag.content or ""


def _read_post_url(tag: SourcePiece, context: Context) -> str | None:
    """Return Jekyll's default address of a post, which every imported Jekyll post keeps as an old address."""
    match = _POST_NAME.fullmatch(tag.args)
    return f"/{match[1]}/{int(match[2]):02}/{int(match[3]):02}/{escape(match[4])}.html" if match else None


def _read_link(tag: SourcePiece, context: Context) -> str | None:
    path = tag.args.strip("/")
    if match := _POST_NAME.fullmatch(path):
        return f"/{match[1]}/{int(match[2]):02}/{int(match[3]):02}/{escape(match[4])}.html"
    if not path or "{" in path or " " in path:
        return None
    page = PurePosixPath(path)
    is_page = page.suffix in {".md", ".markdown"}
    return "/" + escape(str(page.with_suffix(".html")) if is_page else path)


def _read_include(tag: SourcePiece, context: Context) -> str | None:
    """Convert includes that show a picture or a player, as in the common themes; show others as they are."""
    words, named = split_named(tag.args)
    template = PurePosixPath(words[0]).stem.lower() if words else ""
    source = next((named[key] for key in ("image_path", "src", "url", "image", "path", "file") if named.get(key)), "")
    caption = named.get("caption") or named.get("description", "")
    if source.lower().partition("?")[0].endswith(_PICTURES) and "{" not in source:
        return image(source, alt=named.get("alt") or caption, title=named.get("title", ""), caption=caption)
    name = named.get("provider", template)
    found = player(name, named.get("id", "")) if name else None
    return block(found, tag.margin) if found and tag.is_alone else found


def _read_player(tag: SourcePiece, context: Context) -> str | None:
    found = player(tag.name, *split_words(tag.args)[: 2 if tag.name == "gist" else 1])
    return block(found, tag.margin) if found and tag.is_alone else found


def _read_gist(tag: SourcePiece, context: Context) -> str | None:
    words = split_words(tag.args)
    found = player("gist", *words[0].split("/")) if words else None
    return block(found, tag.margin) if found and tag.is_alone else found


def _drop(tag: SourcePiece, context: Context) -> str | None:
    return ""


def _read_output(expression: str, context: Context) -> str | None:
    """Resolve the site's own addresses and the page's front-matter values; None for anything else."""
    plain = _FILTER.sub("", expression).strip()
    if plain in _ROOTS:
        return ""
    if text := _TEXT.fullmatch(plain):
        return escape(text[1] or text[2])
    if plain.startswith("page."):
        return escape(as_text(context.values.get(plain.removeprefix("page."), "")), quote=False) or None
    return None


def _change_text(text: str, context: Context) -> str:
    """Drop kramdown's attribute lists, comments and the list that its table of contents replaces."""
    parts, position = [], 0
    while (start := text.find(_COMMENT_START, position)) >= 0 and (end := _COMMENT_END.search(text, start)):
        parts.append(text[position:start])
        position = end.end()
        context.comment_count += 1
    text = "".join([*parts, text[position:]])
    if "{:" in text:
        text = _ATTRIBUTES.sub("", _LIST_FOR_CONTENTS.sub("", text))
    return _HEADING_ID.sub(r"\1", text)


_HANDLERS: dict[str, Handler] = {
    "highlight": _read_highlight,
    "raw": _read_raw,
    "comment": drop_comment,
    "post_url": _read_post_url,
    "link": _read_link,
    "include": _read_include,
    "include_cached": _read_include,
    **dict.fromkeys((*PLAYERS, *PLAYER_NAMES), _read_player),
    "gist": _read_gist,
    "toc": _drop,
    "seo": _drop,
    "feed_meta": _drop,
}
_VERBATIM = {name: f"end{name}" for name in ("highlight", "raw", "comment")}

LIQUID = Plugins(
    Syntax(has_percent=True, has_output=True, verbatim=_VERBATIM),
    _HANDLERS,
    change_text=_change_text,
    read_output=_read_output,
)
