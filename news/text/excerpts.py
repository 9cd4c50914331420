"""Make the short text under a headline from the beginning of a body."""

import regex

from news.text.fragments import parse_fragment
from news.text.plain import cut_text, visible_text

_ELLIPSIS = "…"
_SENTENCE_END = regex.compile(r"[。！？!?]+[”’」』）)\"']*|\.(?=\s|$)[”’\"')]*")
_SPLIT_WORD = regex.compile(r"[\p{Latin}\p{N}](?:['’.\-]?[\p{Latin}\p{N}])*$")
_DANGLING = regex.compile(r"[\s“‘「『（(《〈【\[，、,;；:：—-]+$")
_TRAILING = regex.compile(r"[\s，、,;；:：—。.-]+$")


def make_excerpt(html_or_text: str, max_chars: int = 120) -> str:
    """One plain line of at most `max_chars` characters (the «…» of a cut included), "" for a body without text.

    Taken from paragraphs when there are any, so that headings and captions do not run into the text.
    """
    text = _text_to_quote(html_or_text)
    if len(text) <= max_chars:
        return text
    room = cut_text(text, max_chars - len(_ELLIPSIS))
    return _whole_sentences(room, max_chars) or _whole_words(room, text) + _ELLIPSIS


def _text_to_quote(html_or_text: str) -> str:
    if "<p" in html_or_text.lower():
        paragraphs = [visible_text(part) for part in _paragraphs(html_or_text)]
        if text := " ".join(part for part in paragraphs if part):
            return text.replace("\n", " ")
    return visible_text(html_or_text).replace("\n", " ")
