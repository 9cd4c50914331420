"""Reads front matter that is not valid YAML key by key: what parses alone is kept, the rest is read as lines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from news.exchange.fields.synonyms import KNOWN_KEYS, fold_field_key
from news.exchange.frontmatter.values import Value, clip_fact, tidy_text
from news.exchange.frontmatter.yaml_text import BrokenYAMLError, parse_yaml
from news.exchange.record import FormatError, Note

KEY_LINE = re.compile(r"""(["']?)([^\W\d][\w-]{0,60})\1[ \t]*:(.*)""")
_TAB_INDENT = re.compile(r"^[ \t]*\t[ \t]*", re.MULTILINE)
_ITEM = re.compile(r"[ \t]*-[ \t]+(.*)")
_SPECIAL = "&*!@%`[]{}|>"


@dataclass(slots=True)
class _Block:
    """One top-level key and its lines."""

    key: str
    rest: str
    line: int
    lines: list[str] = field(default_factory=list)


def expand_tabs(text: str) -> str:
    """Replace each tab in the indentation with two spaces, as Hexo does."""
    return _TAB_INDENT.sub(lambda match: match[0].replace("\t", "  "), text)


def read_leniently(text: str, first_line: int) -> tuple[dict[str, Value], list[Note]]:
    """Like `parse_yaml`, with a note for every line that had to be guessed or left out.

    Raises: BrokenYAMLError when no key is recognised; FormatError as `parse_yaml` does.
    """
    expanded = expand_tabs(text)
    if expanded != text:
        try:
            values, notes = parse_yaml(expanded, first_line)
        except BrokenYAMLError:
            pass
        else:
            return values, [_tab_note(text, first_line), *notes]
    return _read_blocks(expanded, first_line)


def _tab_note(text: str, first_line: int) -> Note:
    match = _TAB_INDENT.search(text)
    line = first_line + text.count("\n", 0, match.start() if match else 0)
    return Note("lenient-front-matter", {"line": line, "problem": "tab"})


def _read_blocks(text: str, first_line: int) -> tuple[dict[str, Value], list[Note]]:
    values: dict[str, Value] = {}
    notes: list[Note] = []
    blocks = list(_split_blocks(text, first_line))
    if not any(block.key for block in blocks):
        raise BrokenYAMLError
    for block in blocks:
        found, block_notes = _read_block(block)
        repeated = [Note("duplicate-key", {"key": key, "line": block.line}) for key in found if key in values]
        notes += block_notes + repeated
        values |= found
    return values, notes


def _split_blocks(text: str, first_line: int) -> Iterator[_Block]:
    block: _Block | None = None
    for number, line in enumerate(text.split("\n"), first_line):
        match = KEY_LINE.fullmatch(line)
        if match and is_key(match[2], match[3]):
            if block:
                yield block
            block = _Block(match[2], match[3], number, [line])
        elif block:
            _refuse_paragraph(block, line, number)
            block.lines.append(line)
        elif line.strip() and not line.startswith("#"):
            yield _Block("", "", number, [line])
    if block:
        yield block


def _refuse_paragraph(block: _Block, line: str, number: int) -> None:
    """Refuse text after a blank line: it is the post's, so the closing fence is missing and the one found is a rule."""
    is_text = line[:1] not in {"", " ", "\t", "-", "#"}
    if is_text and len(block.lines) > 1 and not block.lines[-1].strip():
        raise FormatError("fence-missing", number, fence="---")


def is_key(key: str, rest: str) -> bool:
    """Tell whether this is a key: its colon needs a space, unless the key is known and `rest` is not «//…»."""
    if not rest or rest[0] in " \t":
        return True
    return fold_field_key(key) in KNOWN_KEYS and not rest.startswith("//")


def _read_block(block: _Block) -> tuple[dict[str, Value], list[Note]]:
    try:
        return parse_yaml("\n".join(block.lines), block.line)
    except BrokenYAMLError:
        pass
    if fold_field_key(block.key) not in KNOWN_KEYS:
        facts: dict[str, str | int] = {"line": block.line, "text": clip_fact(block.lines[0])}
        return {}, [Note("front-matter-line-skipped", facts)]
    note = Note("lenient-front-matter", {"line": block.line, "problem": _name_problem(block)})
    return {block.key: _read_lines(block)}, [note]


def _name_problem(block: _Block) -> str:
    rest = block.rest.strip()
    if rest[:1] in {"'", '"'}:
        return "quotes"
    if rest and rest[0] in _SPECIAL:
        return "special"
    if ": " in rest or rest.endswith(":"):
        return "colon"
    return "syntax"


def _read_lines(block: _Block) -> Value:
    items = [match[1] for line in block.lines[1:] if (match := _ITEM.fullmatch(line))]
    rest = block.rest.strip()
    if rest.startswith("[") and rest.endswith("]"):
        items = rest[1:-1].split(",")
    elif rest or not items:
        return _unquote(" ".join([rest, *(line.strip() for line in block.lines[1:])]))
    return [text for item in items if (text := _unquote(item))]


def _unquote(text: str) -> str:
    text = text.strip()
    quote = text[:1]
    if quote in {"'", '"'} and len(text) > 1 and text[-1] == quote:
        text = text if _is_two_quotations(text[1:-1], quote) else text[1:-1]
        text = text.replace("''", "'") if quote == "'" else text.replace('\\"', '"')
    elif quote in {"'", '"'} and text.count(quote) == 1:
        text = text[1:]
    return tidy_text(text)


def _is_two_quotations(inner: str, quote: str) -> bool:
    """Tell if the first and the last mark are no pair, as in «'A' and 'B'»."""
    before, mark, after = inner.partition(quote)
    return bool(mark) and inner.count(quote) % 2 == 0 and before[-1:].strip() != "" and after[:1].isspace()
