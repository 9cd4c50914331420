"""Make heading anchors from the heading's text, so that a link survives changes elsewhere in the body."""

import re
from dataclasses import dataclass

MAX_CHARS = 40
ASCII_PREFIX = "h-"  # the page's own ids are ASCII and lack it, so no heading can clash with «main» or «related»
_BETWEEN_WORDS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading for the table of contents; `text` is plain text."""

    anchor: str
    text: str


class Anchors:
    """Give out each anchor once. Use one instance per body and pass its headings in order."""

    def __init__(self) -> None:
        self.given: set[str] = set()
        self.numbers: dict[str, int] = {}  # last number used per name; recounting would make equal headings cost n²

    def name(self, text: str) -> str:
        """Turn «创新 平台» into «创新-平台», «Two Ways» into «h-two-ways»; a repeat gets «-2», empty text «h-1»."""
        words = _BETWEEN_WORDS.sub("-", text.casefold()).strip("-")[:MAX_CHARS].rstrip("-")
        base = words if words and not words.isascii() else ASCII_PREFIX + (words or "1")
        number = self.numbers.get(base, 0) + 1
        while (name := f"{base}-{number}" if number > 1 else base) in self.given:
            number += 1
        self.numbers[base] = number
        self.given.add(name)
        return name
