"""Split a body into the blocks a reader sees (paragraphs, headings, cells, pictures), to compare two bodies."""

from dataclasses import dataclass, field

from news.text.html_tree import Element, parse_fragment
from news.text.vocabulary import BREAKING_TAGS

PICTURE = "img"
RULE = "hr"
_MARKS = frozenset({"strong", "b", "em", "i", "u", "s", "sub", "sup", "cite", "q", "code", "ruby"})
_SAME_MARK = {"b": "strong", "i": "em"}
_CONTAINERS = frozenset({"blockquote", "ul", "ol", "dl", "table"})


@dataclass(frozen=True, slots=True)
class BodyBlock:
    """`tag` is that of the element around the text («p», «h2», «li», «img»); `inside` lists the lists, quotations and
    tables around it, outermost first. `links` are pairs of text and URL, `marks` pairs of tag and text, in order.

    A picture is a block of its own, with its alt text as `text` and its URL as `source`.
    """

    tag: str
    text: str
    inside: tuple[str, ...] = ()
    style: str = ""
    links: tuple[tuple[str, str], ...] = ()
    marks: tuple[tuple[str, str], ...] = ()
    source: str = ""

    @property
    def is_picture(self) -> bool:
        return self.tag == PICTURE


@dataclass(slots=True)
class _OpenBlock:
    """A block still being read."""

    element: Element
    inside: tuple[str, ...]
    texts: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    marks: list[tuple[str, str]] = field(default_factory=list)


def read_blocks(html: str) -> list[BodyBlock]:
    """Return the blocks in reading order, without those that show nothing. Recursion is safe, because
    `news.text.balance_html` bounds the depth."""
    reader = _Reader()
    root = parse_fragment(html)
    reader.open(root, ())
    reader.read(root, ())
    reader.close()
    return reader.blocks


class _Reader:
    def __init__(self) -> None:
        self.blocks: list[BodyBlock] = []
        self.current: _OpenBlock | None = None

    def open(self, element: Element, inside: tuple[str, ...]) -> None:
        self.close()
        self.current = _OpenBlock(element, inside)

    def close(self) -> None:
        current, self.current = self.current, None
        if current is None:
            return
        element, is_code = current.element, current.element.tag == "pre"
        text = "".join(current.texts)
        text = text.strip("\n") if is_code else " ".join(text.split())
        if text:
            style = element.get("class", "")
            links, marks = tuple(current.links), tuple(current.marks)
            self.blocks.append(BodyBlock(str(element.tag), text, current.inside, style, links, marks))

    def read(self, element: Element, inside: tuple[str, ...]) -> None:
        """Read the contents of an element whose own block, if it has one, is open already."""
        self.add(element.text)
        for child in element:
            self.read_child(child, element, inside)
            self.add(child.tail)

    def read_child(self, child: Element, parent: Element, inside: tuple[str, ...]) -> None:
        tag = str(child.tag)
        if tag in (PICTURE, RULE):
            self.add_single(child, inside)
        elif tag == "br":
            self.add(" " if self.current is None or self.current.element.tag != "pre" else "\n")
        elif tag in BREAKING_TAGS:
            within = (*inside, tag) if tag in _CONTAINERS else inside
            self.open(child, within)
            self.read(child, within)
            self.open(self._around(parent), inside)
        else:
            self.note_inline(child, tag)
            self.read(child, inside)

    @staticmethod
    def _around(parent: Element) -> Element:
        """Return the block element that continues after a block nested in it."""
        while str(parent.tag) not in BREAKING_TAGS and parent.getparent() is not None:
            parent = parent.getparent()  # type: ignore[assignment]  # not None: checked a line above
        return parent

    def add_single(self, child: Element, inside: tuple[str, ...]) -> None:
        current = self.current
        self.close()
        self.blocks.append(BodyBlock(str(child.tag), child.get("alt", ""), inside, source=child.get("src", "")))
        if current is not None:
            self.current = _OpenBlock(current.element, inside)

    def note_inline(self, child: Element, tag: str) -> None:
        if self.current is None:
            return
        text = " ".join("".join(map(str, child.itertext())).split())
        if tag == "a":
            self.current.links.append((text, child.get("href", "")))
        elif tag in _MARKS and text:
            self.current.marks.append((_SAME_MARK.get(tag, tag), text))

    def add(self, text: str | None) -> None:
        if text and self.current is not None:
            self.current.texts.append(text)
