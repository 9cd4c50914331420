"""Turn HTML or untidy text into plain text: what a reader sees, or one clean line for titles, names, descriptions."""

import re
import unicodedata
from html import unescape

from news.text.balance_html import balance, strip_illegal
from news.text.vocabulary import BODY_VOCABULARY, BREAKING_TAGS

_TAG = re.compile(r"<!---->|</?([a-z0-9]+)>")  # all the tags that balance() writes without attributes
_LONGEST_CLUSTER = 64
_BREAK = "\0"  # cannot occur in balanced markup
# Controls, bidirectional marks, overrides and isolates, invisible operators, BOM. U+200C and U+200D stay: Persian
# spelling and emoji need them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)


def visible_text(html: str) -> str:
    """Return the text a reader sees, one line per block, spaces collapsed; no alt texts, scripts or styles."""
    plain = balance(html, BODY_VOCABULARY, is_attributes_kept=False).html
    lines = unescape(_TAG.sub(_break_line, plain)).split(_BREAK)
    return strip_illegal("\n".join(filter(None, (" ".join(line.split()) for line in lines))))


def clean_plain(text: str, max_length: int | None = None) -> str:
    """Return one line of plain text in NFC without control, bidi-override or invisible characters.

    Cut at `max_length` characters, or earlier to avoid splitting what a reader sees as one character.
    """
    text = unicodedata.normalize("NFC", _UNSEEN.sub("", strip_illegal(text)))
    text = " ".join(text.split())
    return text if max_length is None else cut_text(text, max_length)


def clean_lines(text: str) -> str:
    """Clean each line as `clean_plain` does; keep blank lines except at the start and the end."""
    return "\n".join(clean_plain(line) for line in text.splitlines()).strip("\n")


def cut_text(text: str, max_length: int) -> str:
    """Return at most `max_length` characters of `text`: whole grapheme clusters, without a trailing space."""
    if len(text) <= max_length:
        return text
    import regex

    end = 0
    for cluster in regex.finditer(r"\X", text, endpos=max_length + _LONGEST_CLUSTER):
        if cluster.end() > max_length:
            break
        end = cluster.end()
    return text[:end].rstrip()


def _break_line(match: re.Match[str]) -> str:
    name = match[1]
    return _BREAK if name in BREAKING_TAGS or name == "hr" else ""
