"""Count what a reader has to read, and how long that takes. One rule for lists, pages, feeds and the editor."""

from dataclasses import dataclass

import regex

from news.text.markup import balance
from news.text.plain import visible_text
from news.text.vocabulary import BODY_VOCABULARY

HAN_PER_MINUTE = 400
WORDS_PER_MINUTE = 220
IMAGES_PER_MINUTE = 10

_HAN = regex.compile(r"\p{Script=Han}(?<![\p{P}\p{S}々〻])")
# A run of letters and digits with what joins them inside: 2022-08, AI/ML is two, don't, 3.14, i．MX8M.
_WORD = regex.compile(r"[\p{L}\p{N}--\p{Script=Han}--\p{Script=Hiragana}--\p{Script=Katakana}]+", regex.VERSION1)
_JOINED = regex.compile(r"(?<=[\p{L}\p{N}])['’](?=\p{L})")


@dataclass(frozen=True, slots=True)
class TextCounts:
    """Chinese characters, runs of Latin letters or digits, pictures."""

    han: int
    words: int
    images: int


def count_html(html: str) -> TextCounts:
    """Counts of a body, of what is visible only."""
    text = visible_text(html)
    words = _WORD.findall(_JOINED.sub("", text))
    return TextCounts(len(_HAN.findall(text)), len(words), balance(html, BODY_VOCABULARY).html.count("<img"))


def reading_minutes(counts: TextCounts) -> int:
    """Whole minutes, rounded up, at least 1."""
    common = HAN_PER_MINUTE * WORDS_PER_MINUTE * IMAGES_PER_MINUTE
    work = (
        counts.han * common // HAN_PER_MINUTE
        + counts.words * common // WORDS_PER_MINUTE
        + counts.images * common // IMAGES_PER_MINUTE
    )
    return max(1, -(-work // common))
