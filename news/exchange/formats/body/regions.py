"""Finds the code in a body, so that an example is not taken for a plugin. Linear in the length of any text."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

_LIST_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_TICKS = re.compile(r"`+")
_INDENT_COLUMNS = 4


def indented_code(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans that are code by indentation (CommonMark 4.4), but none inside a list, where that is rarely
    meant.
    """
    position = start = 0
    is_after_blank, is_list, is_code = True, False, False
    for line in text.splitlines(keepends=True):
        is_blank = not line.strip()
        is_deep = _columns(line) >= _INDENT_COLUMNS
        if not is_blank:
            is_list = bool(_LIST_ITEM.match(line)) or (is_list and (is_deep or line[0] in " \t" or not is_after_blank))
            begins = is_deep and not is_list and is_after_blank
            if begins and not is_code:
                start = position
            if is_code and not is_deep:
                yield start, position
            is_code = is_deep and (is_code or begins)
        position += len(line)
        is_after_blank = is_blank or is_code
    if is_code:
        yield start, position


def _columns(line: str) -> int:
    lead = line[: len(line) - len(line.lstrip(" \t"))]
    return len(lead.expandtabs(_INDENT_COLUMNS))


def fence_end(text: str, position: int, fence: str) -> int:
    """Return where the fenced code starting at `position` ends: after its closing line, or at the end of the text."""
    closing = _closing_fence(fence[0], len(fence)).search(text, position + len(fence))
    return closing.end() if closing else len(text)


@lru_cache(maxsize=64)
def _closing_fence(character: str, length: int) -> re.Pattern[str]:
    return re.compile(rf"^[ \t>]*{re.escape(character)}{{{length},}}[ \t]*$", re.MULTILINE)


class CodeSpans:
    """Finds the ends of code spans (CommonMark 6.1): the next run of as many backticks in the same paragraph."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._end = 0
        self._runs: dict[int, list[int]] = {}

    def end(self, position: int, length: int) -> int:
        """Return -1 if the backticks open nothing. Positions must not decrease between calls."""
        if position >= self._end:
            blank = _BLANK_LINE.search(self._text, position)
            self._end = blank.start() + 1 if blank else len(self._text)
            self._runs = {}
            for run in _TICKS.finditer(self._text, position, self._end):
                self._runs.setdefault(len(run[0]), []).append(run.start())
        runs = self._runs.get(length, [])
        following = bisect_right(runs, position)
        return runs[following] + length if following < len(runs) else -1
