"""Names that headings can be linked to by, made from their text, so that a link survives changes elsewhere."""

import re
from dataclasses import dataclass

MAX_CHARS = 40
ASCII_PREFIX = "h-"  # the page's own ids are ASCII without it: no heading can be mistaken for «main» or «related»
_BETWEEN_WORDS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Heading:
    """`text` is plain, for the list of contents."""

    anchor: str
    text: str


class Anchors:
    """Gives out each name once. An instance serves one body, its headings in their order."""

    def __init__(self) -> None:
        self.given: set[str] = set()
        self.numbers: dict[str, int] = {}  # the last one of each name: counted anew, equal headings would cost n²

    def name(self, text: str) -> str:
        """«创新 平台» → «创新-平台», «Two Ways» → «h-two-ways»; a repeat gets «-2», no text at all «h-1»."""
        words = _BETWEEN_WORDS.sub("-", text.casefold()).strip("-")[:MAX_CHARS].rstrip("-")
        base = words if words and not words.isascii() else ASCII_PREFIX + (words or "1")
        number = self.numbers.get(base, 0) + 1
        while (name := f"{base}-{number}" if number > 1 else base) in self.given:
            number += 1
        self.numbers[base] = number
        self.given.add(name)
        return name
