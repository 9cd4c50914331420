"""Make the short text under a headline from the beginning of a body."""

import re

import regex

from news.text.balance_html import balance
from news.text.plain import cut_text, visible_text
from news.text.vocabulary import BODY_VOCABULARY

_ELLIPSIS = "…"
_BESIDE_THE_TEXT = re.compile(r"<(h[2-4]|figcaption|caption|pre|table)>.*?</\1>", re.DOTALL)
_SENTENCE_END = regex.compile(r"""(?:[。！？!?…]+|(?<=\w)\.(?=\s))[”’」』）)"']*""")
_WORD = r"[\p{Latin}\p{N}]"
_WORD_PART = regex.compile(rf"{_WORD}(?:['’._-]?{_WORD})*['’._-]?$")
_STARTS_WORD = regex.compile(rf"['’._-]?{_WORD}")
_DANGLING = regex.compile(r"[\s“‘「『（(《〈【\[，、,;；:：—–-]+$")


def make_excerpt(html_or_text: str, max_chars: int = 120) -> str:
    """Return one plain line of at most `max_chars` characters, "" for a body without text.

    Cut at a sentence end if there is one in the last third, otherwise after a word, with «…».
    Headings, captions, code and tables are omitted when there is other text.
    """
    plain = balance(html_or_text, BODY_VOCABULARY, is_attributes_kept=False).html
    text = visible_text(_BESIDE_THE_TEXT.sub("<hr>", plain)) or visible_text(plain)
    text = text.replace("\n", " ")
    if len(text) <= max_chars:
        return text
    return _whole_sentences(text, max_chars) or _whole_words(text, max_chars)


def _whole_sentences(text: str, max_chars: int) -> str:
    ends = [match.end() for match in _SENTENCE_END.finditer(text, endpos=max_chars + 1)]
    fitting = [end for end in ends if max_chars * 2 // 3 <= end <= max_chars]
    return text[: fitting[-1]] if fitting and cut_text(text, fitting[-1]) == text[: fitting[-1]] else ""


def _whole_words(text: str, max_chars: int) -> str:
    kept = cut_text(text, max_chars - len(_ELLIPSIS))
    if _STARTS_WORD.match(text, len(kept)):
        kept = _WORD_PART.sub("", kept) or kept
    return (_DANGLING.sub("", kept) or kept) + _ELLIPSIS
