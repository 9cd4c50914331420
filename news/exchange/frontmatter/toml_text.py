"""TOML read as plain text: numbers, dates, true and false become text, as written or in normal form."""

import re
import tomllib

from news.exchange.frontmatter.values import MAX_DEPTH, Value, read_value, tidy_text
from news.exchange.record import FormatError

_ERROR_LINE = re.compile(r"\(at line (\d+), column \d+\)")
# tomllib's time grows with the square of a dotted key's parts.
_ENDLESS_KEY = re.compile(r"""(?:[A-Za-z0-9_-]+|"[^"\n]{0,99}"|'[^'\n]{0,99}')(?:[ \t]*\.[ \t]*[^\s.=]{1,99}){60}""")


def parse_toml(text: str, first_line: int) -> dict[str, Value]:
    """Return the map in a text; `first_line` is the line of the file where the text begins.

    Raises: FormatError (bad-toml, front-matter-too-deep).
    """
    if match := _ENDLESS_KEY.search(text):
        line = first_line + text.count("\n", 0, match.start())
        raise FormatError("front-matter-too-deep", line, depth=MAX_DEPTH)
    try:
        found = tomllib.loads(text, parse_float=str)
        return {tidy_text(key): read_value(value, first_line) for key, value in found.items()}
    except tomllib.TOMLDecodeError as error:
        raise FormatError("bad-toml", first_line + _line_of(error, text) - 1) from error
    except RecursionError as error:
        raise FormatError("front-matter-too-deep", first_line, depth=MAX_DEPTH) from error
    except ValueError as error:  # a number with thousands of digits
        raise FormatError("bad-toml", first_line) from error


def _line_of(error: tomllib.TOMLDecodeError, text: str) -> int:
    match = _ERROR_LINE.search(str(error))
    return int(match[1]) if match else text.rstrip().count("\n") + 1
