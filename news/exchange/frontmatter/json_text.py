"""JSON read as plain text, from between Hexo's `;;;` or within Hugo's braces."""

import json
from collections import Counter
from functools import partial

from news.exchange.frontmatter.values import MAX_DEPTH, Value, clip_fact, read_value, tidy_text
from news.exchange.record import FormatError, Note


def parse_json(text: str, first_line: int) -> tuple[dict[str, Value], list[Note]]:
    """Return the map in a text, whose outer braces are optional, and notes on repeated keys (the last wins).

    Raises: FormatError (bad-front-matter, front-matter-too-deep).
    """
    source = text if text.lstrip().startswith("{") else f"{{{text}}}"
    repeated: list[str] = []
    join = partial(_join, repeated)
    try:
        found = json.loads(source, parse_int=str, parse_float=str, object_pairs_hook=join)
    except json.JSONDecodeError as error:
        raise FormatError("bad-front-matter", first_line + error.lineno - 1) from error
    except (ValueError, RecursionError) as error:
        raise FormatError("front-matter-too-deep", first_line, depth=MAX_DEPTH) from error
    notes = [Note("duplicate-key", {"key": clip_fact(key), "line": first_line}) for key in repeated]
    return {tidy_text(key): read_value(value, first_line) for key, value in found.items()}, notes


def find_object_end(text: str) -> int:
    """Return the end of the JSON object at the start of a text, counting braces outside strings; -1 without an end."""
    depth = 0
    is_string = is_escaped = False
    for position, character in enumerate(text):
        if is_string:
            is_string = is_escaped or character != '"'
            is_escaped = character == "\\" and not is_escaped
        elif character == '"':
            is_string = True
        elif character in "{}":
            depth += 1 if character == "{" else -1
            if depth == 0:
                return position + 1
    return -1


def _join(repeated: list[str], pairs: list[tuple[str, object]]) -> dict[str, object]:
    values = dict(pairs)
    if len(values) < len(pairs):
        counts = Counter(key for key, _ in pairs)
        repeated += [key for key in values if counts[key] > 1]
    return values
