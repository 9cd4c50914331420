"""Count what there is to read and how long it takes: one rule for lists, pages, feeds and the editor."""

from dataclasses import dataclass

import regex

from news.text.balance_html import balance
from news.text.plain import visible_text
from news.text.vocabulary import BODY_VOCABULARY

_HAN = regex.compile(r"\p{Script=Han}(?<![\p{P}\p{S}々〻])")
_WORD = regex.compile(r"[\p{L}\p{N}--\p{Script=Han}--\p{Script=Hiragana}--\p{Script=Katakana}]+", regex.VERSION1)
_APOSTROPHE = regex.compile(r"(?<=[\p{L}\p{N}])['’](?=\p{L})")


@dataclass(frozen=True, slots=True)
class TextCounts:
    """Numbers of Chinese characters, of words (runs of other letters or digits) and of pictures."""

    han: int
    words: int
    images: int


def count_html(html: str) -> TextCounts:
    """Count what is visible in a body; «don't» is one word, «AI/ML» is two, kana are not counted."""
    text = visible_text(html)
    words = _WORD.findall(_APOSTROPHE.sub("", text))
    images = balance(html, BODY_VOCABULARY, is_attributes_kept=False).html.count("<img>")
    return TextCounts(count_han(text), len(words), images)


def count_han(text: str) -> int:
    """Count the Chinese characters in plain text."""
    return len(_HAN.findall(text))


def reading_minutes(counts: TextCounts) -> int:
    """Return whole minutes, rounded up, at least 1: 400 Chinese characters, 220 words or 10 pictures a minute."""
    work = counts.han * 2_200 + counts.words * 4_000 + counts.images * 88_000  # in 880,000ths of a minute
    return max(1, -(-work // 880_000))
