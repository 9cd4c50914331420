"""A reader's query in terms of the index."""

from dataclasses import dataclass, replace

from news.text.search_tokens import PINYIN_MARK, Term, parse_terms

PINYIN_MIN_CHARS = 4  # shorter words are not tried as pinyin at first: «ai» and «er» would match half of all titles


@dataclass(frozen=True, slots=True)
class Wanted:
    """Adjacent tokens, of which the last may be a prefix of a longer one."""

    tokens: tuple[str, ...]
    is_prefix: bool

    @property
    def pattern(self) -> str:
        """The text to look for in `SearchEntry` columns."""
        return f" {' '.join(self.tokens)}{'' if self.is_prefix else ' '}"


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """All terms must be found; with `is_any` one is enough. `is_spelled`: every Latin word may be pinyin."""

    terms: tuple[Term, ...]
    is_any: bool = False
    is_spelled: bool = False

    @classmethod
    def parse(cls, text: str) -> "SearchQuery":
        """Parse any text, using at most 200 characters and 10 terms. The query may be empty."""
        return cls(parse_terms(text))

    def __bool__(self) -> bool:
        return bool(self.terms)

    @property
    def may_be_spelled(self) -> bool:
        return not self.is_spelled and any(term.is_latin for term in self.terms)

    def as_spelled(self) -> "SearchQuery":
        return replace(self, is_spelled=True)

    def as_any(self) -> "SearchQuery":
        return replace(self, is_any=True)

    def alternatives(self) -> list[list[Wanted]]:
        """Return for each term the tokens to look for: its own, and pinyin if it may be that."""
        return [self._ways(term) for term in self.terms]

    def _ways(self, term: Term) -> list[Wanted]:
        ways = [Wanted(term.tokens, term.is_prefix)]
        if term.is_latin and (self.is_spelled or len(term.text) >= PINYIN_MIN_CHARS):
            ways.append(Wanted((PINYIN_MARK + term.tokens[0],), term.is_prefix))
        return ways
