"""Writes the HTML and Markdown that replace plugins. Everything that comes from a file is escaped here."""

import re
from html import escape

from news.exchange.formats.body.scanning import SourcePiece

_MARKDOWN = re.compile(r"[\\`*_\[\]~|!]")
_TICKS = re.compile(r"`+")
_LANGUAGE = re.compile(r"[\w+#.-]{1,40}")
_EMBED_ID = re.compile(r"[\w@.-]{1,100}")

PLAYERS = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
    "bilibili": "https://www.bilibili.com/video/{}/",
    "youku": "https://v.youku.com/v_show/id_{}.html",
    "tencent": "https://v.qq.com/x/page/{}.html",
    "dailymotion": "https://www.dailymotion.com/video/{}",
    "tweet": "https://twitter.com/i/status/{}",
    "instagram": "https://www.instagram.com/p/{}/",
    "gist": "https://gist.github.com/{}",
    "jsfiddle": "https://jsfiddle.net/{}/",
    "asciinema": "https://asciinema.org/a/{}",
    "speakerdeck": "https://speakerdeck.com/player/{}",
}
PLAYER_NAMES = {
    "bili": "bilibili",
    "bvideo": "bilibili",
    "qq": "tencent",
    "twitter": "tweet",
    "x": "tweet",
    "youtuber": "youtube",
    "x_simple": "tweet",
    "vimeo_simple": "vimeo",
}


def as_shown(text: str, *, is_html: bool) -> str:
    """Escape a text so that it appears as written, in HTML or in Markdown."""
    text = escape(text, quote=False)
    return text if is_html else _MARKDOWN.sub(lambda mark: f"&#{ord(mark[0])};", text)


def image(src: str, *, alt: str = "", title: str = "", caption: str = "", link: str = "") -> str:
    """Return a figure on its own lines if there is a caption, else an element that can be inline."""
    named = "".join(f' {name}="{escape(value)}"' for name, value in (("alt", alt), ("title", title)) if value)
    element = f'<img src="{escape(src)}"{named}>'
    if link:
        element = f'<a href="{escape(link)}">{element}</a>'
    if not caption:
        return element
    return f"\n\n<figure>{element}<figcaption>{escape(caption, quote=False)}</figcaption></figure>\n\n"


def player(name: str, *ids: str) -> str | None:
    """Return a frame that the intake turns into a link to its content; None if the player or id is unclear."""
    name = PLAYER_NAMES.get(name, name)
    if name not in PLAYERS or not ids or not all(_EMBED_ID.fullmatch(part) for part in ids):
        return None
    if name == "bilibili" and ids[0].isdigit():
        ids = (f"av{ids[0]}",)
    return frame(PLAYERS[name].format("/".join(ids)))


def frame(url: str) -> str:
    return f'<iframe src="{escape(url)}"></iframe>'


def anchor(url: str, text: str, title: str = "") -> str:
    named = f' title="{escape(title)}"' if title else ""
    return f'<a href="{escape(url)}"{named}>{escape(text or url, quote=False)}</a>'


def paragraph(html: str, margin: str = "") -> str:
    """Return a paragraph on its own lines. `html` is already escaped; "" gives ""."""
    return f"\n\n{margin}<p>{html}</p>\n\n{margin}" if html else ""


def text_paragraph(text: str, margin: str = "") -> str:
    return paragraph(escape(text, quote=False), margin)


def block(html: str, margin: str = "") -> str:
    """Return a tag on its own line, after which Markdown continues."""
    return f"\n\n{margin}{html}\n\n{margin}"


def code(tag: SourcePiece, language: str = "", *, is_html: bool) -> str:
    """Return a tag's contents as a block of code."""
    content = (tag.content or "").removeprefix("\n").rstrip()
    language = language if _LANGUAGE.fullmatch(language) else ""
    if is_html:
        named = f' class="language-{escape(language)}"' if language else ""
        return f"<pre><code{named}>{escape(content, quote=False)}</code></pre>"
    fence = "`" * max(3, *(len(run) + 1 for run in _TICKS.findall(content)), 3)
    lines = [f"{fence}{language}", *(line.removeprefix(tag.margin) for line in content.split("\n")), fence]
    return "\n\n" + "\n".join(f"{tag.margin}{line}" for line in lines) + f"\n\n{tag.margin}"
