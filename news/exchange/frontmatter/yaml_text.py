"""YAML read as plain text: every scalar stays a string, and features that front matter does not need are refused.

The values are built from parser events, so no constructor, tag, alias or merge key ever runs (hexo#5801).
"""

from dataclasses import dataclass, field

import yaml

from news.exchange.frontmatter.values import MAX_DEPTH, Value, clip_fact, tidy_text
from news.exchange.record import FormatError, Note

NULLS = frozenset({"", "~", "null", "Null", "NULL"})
TEXT_TAGS = frozenset({None, "!", "tag:yaml.org,2002:str"})
LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class BrokenYAMLError(Exception):
    """The text is not YAML, or not a map. `line` counts from the first line of the text, starting at 1."""

    def __init__(self, line: int = 1) -> None:
        super().__init__(line)
        self.line = line


@dataclass(slots=True)
class _Frame:
    holder: "list[Value] | dict[str, Value]"
    key: str | None = None


@dataclass(slots=True)
class _Builder:
    """Builds one map from events; `first_line` is the line of the file where the text begins."""

    first_line: int
    root: "dict[str, Value] | None" = None
    notes: list[Note] = field(default_factory=list)
    stack: list[_Frame] = field(default_factory=list)
    is_done: bool = False

    def feed(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.NodeEvent):
            self._refuse_dangers(event)
        if isinstance(event, yaml.ScalarEvent):
            self._add_scalar(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._open(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._close()
        elif isinstance(event, yaml.DocumentEndEvent):
            self.is_done = True
        elif isinstance(event, yaml.DocumentStartEvent) and self.is_done:
            raise BrokenYAMLError(_line_of(event))

    def _refuse_dangers(self, event: yaml.NodeEvent) -> None:
        if isinstance(event, yaml.AliasEvent):  # its anchor does not exist: anchors were refused before
            raise BrokenYAMLError(_line_of(event))
        if event.anchor is not None:
            raise self._refusal(event, f"&{event.anchor}")
        if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) and event.tag not in TEXT_TAGS:
            raise self._refusal(event, str(event.tag))

    def _refusal(self, event: yaml.Event, feature: str) -> FormatError:
        return FormatError("yaml-refused", self._file_line(event), feature=clip_fact(feature))

    def _file_line(self, event: yaml.Event) -> int:
        return self.first_line + _line_of(event) - 1

    def _add_scalar(self, event: yaml.ScalarEvent) -> None:
        frame = self.stack[-1] if self.stack else None
        text = tidy_text(event.value)
        if frame and isinstance(frame.holder, dict) and frame.key is None:
            if text == "<<" and event.implicit[0]:  # in quotes it is plain text
                raise self._refusal(event, "<<")
            if text in frame.holder:
                self.notes.append(Note("duplicate-key", {"key": clip_fact(text), "line": self._file_line(event)}))
            frame.key = text
        else:
            is_null = event.implicit[0] and event.value in NULLS
            self._add("" if is_null else text, event)

    def _open(self, event: yaml.CollectionStartEvent) -> None:
        frame = self.stack[-1] if self.stack else None
        if frame and isinstance(frame.holder, dict) and frame.key is None:
            raise BrokenYAMLError(_line_of(event))  # a list or a map as a key
        if len(self.stack) >= MAX_DEPTH:
            raise FormatError("front-matter-too-deep", self._file_line(event), depth=MAX_DEPTH)
        self.stack.append(_Frame({} if isinstance(event, yaml.MappingStartEvent) else []))

    def _close(self) -> None:
        holder = self.stack.pop().holder
        if self.stack:
            self._add(holder)
        elif isinstance(holder, dict):
            self.root = holder
        else:
            raise BrokenYAMLError

    def _add(self, value: Value, event: yaml.Event | None = None) -> None:
        if not self.stack:
            if value != "":
                raise BrokenYAMLError(_line_of(event) if event else 1)
            return
        frame = self.stack[-1]
        if isinstance(frame.holder, list):
            frame.holder.append(value)
        elif frame.key is not None:
            frame.holder[frame.key] = value
            frame.key = None


def parse_yaml(text: str, first_line: int) -> tuple[dict[str, Value], list[Note]]:
    """Return the map in a text, and notes on repeated keys (the last wins). An empty text is an empty map.

    Raises: BrokenYAMLError when it is not YAML or not a map; FormatError when it uses anchors, tags or merge keys,
    or nests too deeply.
    """
    builder = _Builder(first_line)
    try:
        for event in yaml.parse(text, Loader=LOADER):
            builder.feed(event)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        raise BrokenYAMLError(mark.line + 1 if mark else 1) from error
    return builder.root or {}, builder.notes


def _line_of(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1
