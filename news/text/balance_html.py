"""Make any HTML well nested, closed and shallow without losing or moving a word. The output is tidy, not safe.

All code that parses HTML calls this first: parsers disagree about broken nesting and need quadratic time for deep
nesting, but they agree about this module's output.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

from news.text.html_tokens import TokenKind, attribute_names, read_tokens, tidy_attributes
from news.text.vocabulary import (
    BLOCK_TAGS,
    BREAKING_TAGS,
    HEADINGS,
    LIST_ITEMS,
    SCOPE_ENDS,
    TABLE_CONTEXT,
    TABLE_PARTS,
    VOID_TAGS,
    Vocabulary,
)

MAX_DEPTH = 100
_MAX_REFERENCES = 2_000  # in one text node; html5ever needs quadratic time for more
_MAX_REOPENED = 8
_TABLE_DEPTH = 4  # table, tbody, tr, td: a table is dropped where its cells would be too deep
_GAP = "<!---->"

_LONE_CELL = "lone-cell"  # a cell outside a table, read as a block so that words of two cells do not run together
_CHILDLESS = frozenset({"iframe"})  # browsers never show its contents, but text after an unclosed one should be shown

# `_ILLEGAL`: all but XML 1.0, 2.2 Char; noncharacters are illegal here too.
_REFERENCE = re.compile(r"&#(?:x[0-9a-f]+|[0-9]+);?", re.IGNORECASE)
_ILLEGAL = re.compile("[^\t\n\r -\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")


@dataclass(slots=True)
class BalancedMarkup:
    """The result: `html`, and the `removed` names of tags and event attributes, in order of appearance.

    Cached and shared between callers: do not mutate.
    """

    html: str
    removed: dict[str, None]


def _strip_illegal_references(html: str) -> str:
    """Remove character references to what `strip_illegal` strips: a tree would refuse those characters.

    Where removing one makes the text around it form another, that one is replaced by a space.
    """
    for substitute in ("", " "):
        html = _REFERENCE.sub(lambda match: match[0] if strip_illegal(unescape(match[0])) else substitute, html)  # noqa: B023
    return html


def strip_illegal(text: str) -> str:
    """Remove what XML or PostgreSQL refuses: NUL, other control characters, lone surrogates, noncharacters."""
    return _ILLEGAL.sub("", text)


@lru_cache(maxsize=16)  # counts, excerpt and text of one body are computed one after another
def balance(html: str, vocabulary: Vocabulary, *, is_attributes_kept: bool = True) -> BalancedMarkup:
    """Close every tag in order and nest at most MAX_DEPTH deep, so that all parsers read the HTML alike.

    Text stays where it was written: text between table cells gets a cell of its own, while a browser would move it
    above the table. Takes linear time for any input.
    """
    legal = _strip_illegal_references(strip_illegal(html.replace("\r\n", "\n")))
    return _Balancer(vocabulary, is_attributes_kept, len(html)).run(legal)


@dataclass(slots=True)
class _OpenElement:
    """An open element: the name that was read, the tag that was written, and its attribute source."""

    name: str
    tag: str
    attributes: str


class _Balancer:
    """Apply the nesting rules of the HTML Standard (13.2.6 Tree construction) except those that move text."""

    def __init__(self, vocabulary: Vocabulary, is_attributes_kept: bool, length: int) -> None:
        self.vocabulary = vocabulary
        self.is_attributes_kept = is_attributes_kept
        self.out: list[str] = []
        self.stack: list[_OpenElement] = []
        self.places: dict[str, list[int]] = {}  # by name: its indices in the stack
        self.pending: list[
            _OpenElement
        ] = []  # closed out of order inside an inline element, to be reopened before the next content
        self.removed: dict[str, None] = {}
        self.reopen_budget = length + 1_000

    def run(self, html: str) -> BalancedMarkup:
        for kind, name, text in read_tokens(html):
            if kind is TokenKind.TEXT:
                self.add_text(text)
            elif kind is TokenKind.START:
                self.start(name, text)
            elif kind is TokenKind.END:
                self.end(name)
            else:
                self.out.append(_GAP)
                self.note(name)
        self.close_down_to(0)
        return BalancedMarkup("".join(self.out), self.removed)

    def add_text(self, text: str) -> None:
        if not text.isspace():
            self.prepare_for_content()
        if text.count("&") > _MAX_REFERENCES:
            pieces = text.split("&")
            groups = range(0, len(pieces), _MAX_REFERENCES)
            text = f"{_GAP}&".join("&".join(pieces[i : i + _MAX_REFERENCES]) for i in groups)
        self.out.append(text)

    def start(self, name: str, attributes: str) -> None:
        tag = self.vocabulary.translate(name)
        self.note_removed(name, tag, attributes)
        if not tag:
            self.out.append(_GAP)
            return
        if name in TABLE_PARTS and not self.has_open("table"):
            name, tag = _LONE_CELL, "div"
        elif name == "form" and self.is_between_cells():
            return
        self.close_implied(name)
        if name in TABLE_PARTS:
            self.pending.clear()
            self.open_row_for(name)
        else:
            self.prepare_for_content()
        self.write_start(_OpenElement(name, tag, self.keep(attributes)))

    def end(self, name: str) -> None:
        if name == "br":
            self.start("br", "")
            return
        if name in TABLE_PARTS and not self.has_open("table"):
            name = _LONE_CELL
        if self.forget_pending(name):
            return
        index = self.find_open(name)
        if index < 0:
            self.out.append(_GAP)
            return
        crossed = self.stack[index + 1 :]
        self.close_down_to(index)
        if name not in BREAKING_TAGS and name != _LONE_CELL:
            self.pending.extend(self.reopenable(crossed))
        else:
            self.pending.clear()

    def close_implied(self, name: str) -> None:
        """Close what a start tag of `name` closes implicitly."""
        if name in BLOCK_TAGS or name == _LONE_CELL:
            self.close_open("p", SCOPE_ENDS)
        if name == _LONE_CELL:
            self.close_open(name, ())
        if name in HEADINGS and self.stack and self.stack[-1].name in HEADINGS:
            self.close_down_to(len(self.stack) - 1)
        elif name in LIST_ITEMS:
            for item in ("li",) if name == "li" else ("dt", "dd"):
                self.close_open(item, LIST_ITEMS[name] | SCOPE_ENDS)
        elif name == "a":
            self.end_open_link()
        elif name in ("rt", "rp") and self.stack and self.stack[-1].name in ("rt", "rp"):
            self.close_down_to(len(self.stack) - 1)
        elif name in TABLE_PARTS:
            self.close_cells(name)

    def end_open_link(self) -> None:
        self.forget_pending("a")
        if self.has_open("a", SCOPE_ENDS):
            self.end("a")

    def close_cells(self, name: str) -> None:
        """Close cells, rows and groups until a table part of `name` may be opened."""
        stops = {"table"}
        if name in ("tr", "td", "th"):
            stops |= {"tbody", "thead", "tfoot"}
        if name in ("td", "th"):
            stops.add("tr")
        while self.stack and self.stack[-1].name not in stops:
            self.close_down_to(len(self.stack) - 1)

    def open_row_for(self, name: str) -> None:
        if name in ("td", "th") and self.stack and self.stack[-1].name != "tr":
            self.write_start(_OpenElement("tr", "tr", ""))

    def is_between_cells(self) -> bool:
        return bool(self.stack) and self.stack[-1].name in TABLE_CONTEXT

    def prepare_for_content(self) -> None:
        """Open what content needs around it: a cell inside a table, and elements closed out of order."""
        if self.is_between_cells():
            self.pending.clear()
            self.open_row_for("td")
            self.write_start(_OpenElement("td", "td", ""))
        pending, self.pending = self.pending, []
        for element in pending:
            self.write_start(element)

    def reopenable(self, crossed: list[_OpenElement]) -> list[_OpenElement]:
        cost = sum(len(element.attributes) + 20 for element in crossed)
        if len(crossed) > _MAX_REOPENED or cost > self.reopen_budget:
            return []
        self.reopen_budget -= cost
        return crossed

    def forget_pending(self, name: str) -> bool:
        for index, element in enumerate(self.pending):
            if element.name == name:
                del self.pending[index]
                return True
        return False

    def find_open(self, name: str) -> int:
        """Return the stack index of the innermost open element that an end tag of `name` closes, or -1."""
        closed = HEADINGS if name in HEADINGS else (name,)
        index = max((self.places[each][-1] for each in closed if self.places.get(each)), default=-1)
        if index < 0:
            return -1
        barriers = SCOPE_ENDS - {name} if name not in TABLE_PARTS | {"table"} else {"table"} - {name}
        return index if self.is_in_reach(index, barriers.union(LIST_ITEMS.get(name, ()))) else -1

    def has_open(self, name: str, barriers: Collection[str] = ()) -> bool:
        """Look the name up; searching would scan the whole stack for each end tag that closes nothing."""
        places = self.places.get(name)
        return self.is_in_reach(places[-1], barriers) if places else False

    def is_in_reach(self, index: int, barriers: Collection[str]) -> bool:
        """Tell whether no barrier is open inside the element at `index`."""
        for barrier in barriers:
            places = self.places.get(barrier)
            if places and places[-1] > index:
                return False
        return True

    def close_open(self, name: str, barriers: Collection[str]) -> None:
        """Close the innermost open `name` and everything in it, unless a barrier is open inside it."""
        self.forget_pending(name)
        if self.has_open(name, barriers):
            while self.stack[-1].name != name:
                self.close_down_to(len(self.stack) - 1)
            self.close_down_to(len(self.stack) - 1)

    def close_down_to(self, index: int) -> None:
        for element in reversed(self.stack[index:]):
            self.out.append(f"</{element.tag}>")
            self.places[element.name].pop()
        del self.stack[index:]

    def write_start(self, element: _OpenElement) -> None:
        if element.tag in VOID_TAGS:
            self.out.append(f"<{element.tag}{element.attributes}>")
        elif element.tag in _CHILDLESS:
            self.out.append(f"<{element.tag}{element.attributes}></{element.tag}>")
        elif len(self.stack) >= MAX_DEPTH - (_TABLE_DEPTH if element.tag == "table" else 0):
            self.out.append(_GAP)
        else:
            self.out.append(f"<{element.tag}{element.attributes}>")
            self.places.setdefault(element.name, []).append(len(self.stack))
            self.stack.append(element)

    def keep(self, attributes: str) -> str:
        attributes = tidy_attributes(attributes) if attributes and self.is_attributes_kept else ""
        return f" {attributes}" if attributes else ""

    def note(self, name: str) -> None:
        if name:
            self.removed[name] = None

    def note_removed(self, name: str, tag: str, attributes: str) -> None:
        if tag != name and self.vocabulary.renamed.get(name) != tag:
            self.note(name)
        if "on" in attributes.lower():
            for attribute in attribute_names(attributes):
                if attribute.startswith("on"):
                    self.note(attribute)
