"""Loads a front matter in any of its languages."""

from dataclasses import dataclass

from news.exchange.frontmatter.json_text import parse_json
from news.exchange.frontmatter.lenient import read_leniently
from news.exchange.frontmatter.splitting import MAX_HEADER_BYTES, FrontMatter
from news.exchange.frontmatter.toml_text import parse_toml
from news.exchange.frontmatter.values import Value
from news.exchange.frontmatter.yaml_text import BrokenYAMLError, parse_yaml
from news.exchange.record import FormatError, Note

MAX_NOTES = 50


@dataclass(frozen=True, slots=True)
class Header:
    """The front matter with every scalar as text, and notes on how it was read."""

    values: dict[str, Value]
    notes: tuple[Note, ...] = ()


def load_header(front: FrontMatter) -> Header:
    """Read the front matter of a split file. Raises: FormatError as the loaders do."""
    if front.kind == "none":
        return Header({})
    load = {"yaml": load_yaml, "json": load_json, "toml": load_toml}[front.kind]
    return load(front.header, front.header_line)


def load_yaml(text: str, first_line: int) -> Header:
    """Parse strict YAML, else read key by key with notes. No anchors, aliases, tags, merge keys; 64 KiB; 12 levels.

    Raises: FormatError (bad-front-matter, yaml-refused, front-matter-too-deep, front-matter-too-large).
    """
    _refuse_size(text, first_line)
    try:
        values, notes = parse_yaml(text, first_line)
    except BrokenYAMLError as strict_error:
        try:
            values, notes = read_leniently(text, first_line)
        except BrokenYAMLError:
            raise FormatError("bad-front-matter", first_line + strict_error.line - 1) from strict_error
    return Header(values, _limit_notes(notes))


def load_json(text: str, first_line: int) -> Header:
    """Parse Hexo's or Hugo's JSON, with or without its outer braces; numbers, true and false become text.

    Raises: FormatError (bad-front-matter, front-matter-too-deep, front-matter-too-large).
    """
    _refuse_size(text, first_line)
    values, notes = parse_json(text, first_line)
    return Header(values, _limit_notes(notes))


def load_toml(text: str, first_line: int) -> Header:
    """Parse Hugo's TOML, in which a repeated key is an error. Raises: FormatError (bad-toml and as `load_json`)."""
    _refuse_size(text, first_line)
    return Header(parse_toml(text, first_line))


def _limit_notes(notes: list[Note]) -> tuple[Note, ...]:
    rest = len(notes) - MAX_NOTES
    return tuple(notes) if rest <= 0 else (*notes[:MAX_NOTES], Note("notes-left-out", {"count": rest}))


def _refuse_size(text: str, first_line: int) -> None:
    if len(text.encode("utf-8", "replace")) > MAX_HEADER_BYTES:
        raise FormatError("front-matter-too-large", first_line, max_kib=MAX_HEADER_BYTES >> 10)
