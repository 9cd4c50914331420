"""The HTML and Markdown that plugins become. Everything that comes from a file is escaped here."""

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
    """A text that shall be seen as it is written, in HTML or in Markdown."""
    text = escape(text, quote=False)
    return text if is_html else _MARKDOWN.sub(lambda mark: f"&#{ord(mark[0])};", text)


def image(src: str, *, alt: str = "", title: str = "", caption: str = "", link: str = "") -> str:
    """With a caption a figure on lines of its own, otherwise an element that may stand in a line."""
    named = "".join(f' {name}="{escape(value)}"' for name, value in (("alt", alt), ("title", title)) if value)
    element = f'<img src="{escape(src)}"{named}>'
    if link:
        element = f'<a href="{escape(link)}">{element}</a>'
    if not caption:
        return element
    return f"\n\n<figure>{element}<figcaption>{escape(caption, quote=False)}</figcaption></figure>\n\n"


def player(name: str, *ids: str) -> str | None:
    """A frame that the intake turns into a link to what it shows; None when that is not sure."""
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
    """On lines of its own. `html` is escaped already; "" gives nothing."""
    return f"\n\n{margin}<p>{html}</p>\n\n{margin}" if html else ""


def text_paragraph(text: str, margin: str = "") -> str:
    return paragraph(escape(text, quote=False), margin)


def block(html: str, margin: str = "") -> str:
    """A tag on a line of its own, with Markdown going on behind it."""
    return f"\n\n{margin}{html}\n\n{margin}"


def code(tag: SourcePiece, language: str = "", *, is_html: bool) -> str:
    """The contents of a tag as a block of code."""
    content = (tag.content or "").removeprefix("\n").rstrip()
    language = language if _LANGUAGE.fullmatch(language) else ""
    if is_html:
        named = f' class="language-{escape(language)}"' if language else ""
        return f"<pre><code{named}>{escape(content, quote=False)}</code></pre>"
    fence = "`" * max(3, *(len(run) + 1 for run in _TICKS.findall(content)), 3)
    lines = [f"{fence}{language}", *(line.removeprefix(tag.margin) for line in content.split("\n")), fence]
    return "\n\n" + "\n".join(f"{tag.margin}{line}" for line in lines) + f"\n\n{tag.margin}"
