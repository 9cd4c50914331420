"""Hexo's tag plugins, and the common ones of its themes (NexT, Butterfly, Volantis).

Arguments as in hexojs/hexo `lib/plugins/tag/`.
"""

import re
from html import escape

from news.exchange.formats.body.arguments import split_words
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
    paragraph,
    player,
    text_paragraph,
)

_URL = re.compile(r"(?:[a-z][a-z+.-]{1,9}:)?//|/|www\.|mailto:|#", re.IGNORECASE)
_TAB = re.compile(r"<!--[ \t]*(?:tab[ \t]+([^<>\n]{0,200}?)|endtab|end tab)[ \t]*-->", re.IGNORECASE)
_CITED = re.compile(r"(.*?)(?:^|\s)(https?://\S+)(?:\s+(.+))?", re.IGNORECASE)
_OPTION = re.compile(r"(?:lang|line_number|line_threshold|first_line|wrap|mark|language_attr|highlight):\S*")
_LANGUAGE_OPTION = re.compile(r"(?:^|\s)lang:(\S+)")


def _read_code(tag: SourcePiece, context: Context) -> str | None:
    if tag.content is None:
        return None
    language = _LANGUAGE_OPTION.search(tag.args)
    caption = " ".join(word for word in split_words(tag.args) if not _OPTION.fullmatch(word))
    cited = _CITED.fullmatch(caption)
    html = escape(caption, quote=False)
    if cited:
        html = f"{escape(cited[1], quote=False)} {anchor(cited[2], cited[3] or cited[2])}".strip()
    head = paragraph(html, tag.margin)
    return head + code(tag, language[1] if language else "", is_html=context.is_html)


def _read_fenced(tag: SourcePiece, context: Context) -> str | None:
    return None if tag.content is None else code(tag, tag.name, is_html=context.is_html)


def _read_raw(tag: SourcePiece, context: Context) -> str | None:
    return tag.content or ""


def _open_quote(tag: SourcePiece, context: Context) -> tuple[str, str] | None:
    """Open `{% blockquote author[, source] [link] [title] %}`; the source goes below the quotation."""
    words = " ".join(split_words(tag.args))
    cited = _CITED.fullmatch(words)
    source = escape(words, quote=False)
    if cited:
        source = f"{escape(cited[1], quote=False)} {anchor(cited[2], cited[3] or cited[2])}".strip()
    footer = paragraph(f"— {source}" if source else "", tag.margin)
    return block("<blockquote>", tag.margin), footer + block("</blockquote>", tag.margin)


def _open_pullquote(tag: SourcePiece, context: Context) -> tuple[str, str] | None:
    """The arguments are class names and are dropped."""
    return block("<blockquote>", tag.margin), block("</blockquote>", tag.margin)


def _open_note(tag: SourcePiece, context: Context) -> tuple[str, str] | None:
    """Open `{% note [class] [no-icon] [summary] %}`; words that are not classes are the heading."""
    words = split_words(tag.args)
    classes = [word for word in words if word.isascii() and word.replace("-", "").isalpha() and word.islower()]
    title = " ".join(word for word in words if word not in classes)
    opening = f'<blockquote class="{escape(" ".join(["note", *classes]))}">'
    return block(opening, tag.margin) + text_paragraph(title, tag.margin), block("</blockquote>", tag.margin)


def _open_titled(tag: SourcePiece, context: Context) -> tuple[str, str] | None:
    """Show all of a tab, fold or `details` under its title. `{% folding cyan open, title %}` has colours."""
    title = tag.args.rpartition(",")[2] if tag.name in {"folding", "fold"} else tag.args.partition(",")[0]
    shown = "" if tag.name in {"tabs", "subtabs", "gallery"} else " ".join(split_words(title))
    return text_paragraph(shown, tag.margin) or block("", tag.margin), block("", tag.margin)


def _read_image(tag: SourcePiece, context: Context) -> str | None:
    """Read `{% img [class names] /path/to/image [width] [height] [title text [alt text]] %}`."""
    words = split_words(tag.args)
    at = next((number for number, word in enumerate(words) if _URL.match(word)), -1)
    if at < 0 and tag.name.startswith("asset"):
        at = next((number for number, word in enumerate(words) if "." in word), 0 if words else -1)
    if at < 0:
        return None
    rest = words[at + 1 :]
    while rest and len(rest) > len(words) - at - 3 and rest[0].isdigit():
        rest = rest[1:]
    title, alt = (rest[0], " ".join(rest[1:])) if tag.args.endswith(('"', "'")) else (" ".join(rest), "")
    return image(words[at], alt=alt or title, title=title)


def _read_link(tag: SourcePiece, context: Context) -> str | None:
    """Read `{% link text url [external] [title] %}`."""
    words = split_words(tag.args)
    at = next((number for number, word in enumerate(words) if _URL.match(word)), -1)
    if at < 0:
        return None
    title = " ".join(word for word in words[at + 1 :] if word not in {"true", "false"})
    return anchor(words[at], " ".join(words[:at]), title)


def _read_button(tag: SourcePiece, context: Context) -> str | None:
    """Read `{% btn url, text, icon %}` (NexT), also with `::` as separator (Volantis)."""
    url, *texts = (part.strip() for part in re.split(r"::|,", tag.args))
    if not _URL.match(url):
        return None
    return anchor(url, texts[0] if texts else "")


def _read_asset_path(tag: SourcePiece, context: Context) -> str | None:
    words = split_words(tag.args)
    return escape(words[0]) if words else None


def _read_asset_link(tag: SourcePiece, context: Context) -> str | None:
    words = split_words(tag.args)
    if not words:
        return None
    return anchor(words[0], " ".join(word for word in words[1:] if word not in {"true", "false"}))


def _read_post_link(tag: SourcePiece, context: Context) -> str | None:
    """Keep only the link's title and note it: the other post's address is unknown until all posts are imported."""
    words = [word for word in split_words(tag.args) if word not in {"true", "false"}]
    if not words:
        return None
    context.unlinked[words[0]] = None
    return escape(" ".join(words[1:]) or words[0], quote=False)


def _read_player(tag: SourcePiece, context: Context) -> str | None:
    words = split_words(tag.args)
    found = player(tag.name, *words[: 2 if tag.name == "gist" else 1])
    return block(found, tag.margin) if found and tag.is_alone else found


def _read_frame(tag: SourcePiece, context: Context) -> str | None:
    words = split_words(tag.args)
    if not words or not _URL.match(words[0]):
        return None
    return block(frame(words[0]), tag.margin) if tag.is_alone else frame(words[0])


def _read_label(tag: SourcePiece, context: Context) -> str | None:
    """Read `{% label [class]@text %}` (NexT) or `{% label text [colour] %}` (Butterfly)."""
    style, mark, text = tag.args.partition("@")
    words = split_words(tag.args)
    text = text if mark and " " not in style.strip() else " ".join(words[:1])
    return escape(text, quote=False) or None


def _change_text(text: str, context: Context) -> str:
    """Turn the titles of tabs, which are in comments, into text inside tabs."""
    if not any(name in {"tabs", "subtabs"} for name, _closing in context.closings):
        return text
    return _TAB.sub(lambda tab: text_paragraph((tab[1] or "").partition("@")[0].strip()) or "\n\n", text)


_QUOTES: dict[str, Opener] = {
    "blockquote": _open_quote,
    "quote": _open_quote,
    "pullquote": _open_pullquote,
    "cq": _open_pullquote,
    "centerquote": _open_pullquote,
    "note": _open_note,
    "tip": _open_note,
}
_TITLED: dict[str, Opener] = dict.fromkeys(
    ("tabs", "subtabs", "folding", "fold", "details", "hidetoggle", "hideblock", "gallery"), _open_titled
)
_HANDLERS: dict[str, Handler] = {
    "code": _read_code,
    "codeblock": _read_code,
    "mermaid": _read_fenced,
    "raw": _read_raw,
    "comment": drop_comment,
    "img": _read_image,
    "image": _read_image,
    "asset_img": _read_image,
    "asset_image": _read_image,
    "asset_path": _read_asset_path,
    "asset_link": _read_asset_link,
    "link": _read_link,
    "a": _read_link,
    "anchor": _read_link,
    "btn": _read_button,
    "button": _read_button,
    "post_link": _read_post_link,
    "iframe": _read_frame,
    "video": _read_frame,
    "label": _read_label,
    **dict.fromkeys((*PLAYERS, *PLAYER_NAMES), _read_player),
}
_VERBATIM = {name: f"end{name}" for name in ("code", "codeblock", "raw", "mermaid", "comment")}

HEXO = Plugins(
    Syntax(has_percent=True, verbatim=_VERBATIM), _HANDLERS, {**_QUOTES, **_TITLED}, change_text=_change_text
)
