"""Split text into tokens for the search index, and queries into terms to find there. Both are folded first.

Chinese has no spaces, so a run of it becomes its overlapping pairs of characters: 海尔创新 → 海尔 尔创 创新 新.
The last character is repeated alone, which lets a single character be found as a prefix («新*») and keeps two runs
separated by punctuation from being read as one. Letters and digits become words.
"""

from dataclasses import dataclass
from itertools import pairwise

import regex

from news.text.folding import fold_text

QUERY_MAX_CHARS = 200
MAX_TERMS = 10
WORD_MAX_CHARS = 64
PREFIX_MIN_CHARS = 3
PINYIN_MARK = "\u16c8"  # a rune as prefix keeps pinyin apart from Latin words

_HAN = r"\p{Han}\p{Hiragana}\p{Katakana}ー々〇〆"
_RUN = regex.compile(rf"(?P<han>[{_HAN}]+)|(?P<word>[\p{{L}}\p{{M}}\p{{N}}--[{_HAN}]]+)", regex.VERSION1)
_ENDING = regex.compile(r"\.[a-z0-9]{1,5}/?$", regex.IGNORECASE)
_BETWEEN_WORDS = regex.compile(r"[^\p{L}\p{M}\p{N}]+")
_QUOTED = regex.compile('"([^"]+)"|“([^“”]+)”|「([^「」]+)」')


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to find: adjacent `tokens`, of which the last is a prefix if `is_prefix`.

    `text` is the folded text to highlight; words of a quoted phrase are separated by one space.
    """

    text: str
    tokens: tuple[str, ...]
    is_prefix: bool

    @property
    def is_latin(self) -> bool:
        """Whether it may be pinyin: a single word of the letters a to z."""
        return len(self.tokens) == 1 and self.tokens[0].isascii() and self.tokens[0].isalpha()


def index_tokens(text: str) -> list[str]:
    """Return all tokens in order, with repeats."""
    tokens: list[str] = []
    for match in _RUN.finditer(fold_text(text)):
        tokens += _pairs(match[0], is_open=False) if match["han"] else [match[0][:WORD_MAX_CHARS]]
    return tokens


def parse_terms(query: str) -> tuple[Term, ...]:
    """Return the terms of a query, all of which must be found; () when it has no letters or digits of any script.

    Spaces and punctuation separate terms; text in double or corner quotes is one term. Excess text and terms are
    ignored.
    """
    folded = fold_text(query[:QUERY_MAX_CHARS])
    terms = [term for match in _QUOTED.finditer(folded) if (term := _phrase(next(filter(None, match.groups()))))]
    terms += [_term(match) for match in _RUN.finditer(_QUOTED.sub(" ", folded))]
    return tuple(dict.fromkeys(terms))[:MAX_TERMS]


def pinyin_tokens(text: str, max_syllables: int = 10) -> list[str]:
    """Return spellings of the Chinese in a text from each character on: its syllable, syllables joined, initials."""
    from pypinyin import Style, lazy_pinyin

    tokens: dict[str, None] = {}
    for match in _RUN.finditer(fold_text(text)):
        if match["han"]:
            syllables = lazy_pinyin(match[0], style=Style.NORMAL, errors="ignore", v_to_u=False)
            for start in range(len(syllables)):
                part = syllables[start : start + max_syllables]
                spelled = (part[0], "".join(part), "".join(each[0] for each in part))
                tokens |= dict.fromkeys(PINYIN_MARK + each[:WORD_MAX_CHARS] for each in spelled)
    return list(tokens)


def path_words(path: str) -> str:
    """Return the words of a decoded path without file ending, numbers and single Latin letters."""
    words = _BETWEEN_WORDS.split(_ENDING.sub("", path[:QUERY_MAX_CHARS]))
    return " ".join(word for word in words if not word.isdigit() and (len(word) > 1 or not word.isascii()))


def _pairs(run: str, *, is_open: bool) -> list[str]:
    """Split into pairs; if `is_open`, the text may continue after the run, so the last character is not repeated."""
    pairs = [one + other for one, other in pairwise(run)]
    return pairs if is_open and pairs else [*pairs, run[-1]]


def _term(match: "regex.Match[str]") -> Term:
    run = match[0]
    if match["han"]:
        return Term(run, tuple(_pairs(run, is_open=True)), is_prefix=len(run) == 1)
    word = run[:WORD_MAX_CHARS]
    # «rebuil» finds «rebuild»; numbers and short words must match exactly.
    return Term(word, (word,), is_prefix=len(word) >= PREFIX_MIN_CHARS and not word.isdigit())


def _phrase(text: str) -> Term | None:
    runs = list(_RUN.finditer(text))
    if len(runs) < 2:  # noqa: PLR2004 (a phrase of one is a term)
        return _term(runs[0]) if runs else None
    last = _term(runs[-1])
    tokens = [token for run in runs[:-1] for token in index_tokens(run[0])]
    return Term(" ".join(run[0] for run in runs), (*tokens, *last.tokens), bool(runs[-1]["han"]) and last.is_prefix)
