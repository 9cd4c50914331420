"""Locates elements in a body, in terms that a browser understands too, and changes them."""

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import NamedTuple

from news.text.html_tree import Element, WellFormed, parse_fragment, serialise_fragment, text_of
from news.text.plain import visible_text

TAGS = {
    "heading": ("h1", "h2", "h3", "h4", "h5", "h6"),
    "image": ("img",),
    "link": ("a",),
    "paragraph": ("p",),
    "table": ("table",),
}
MAX_TEXT = 80


class BodyPlace(NamedTuple):
    """An element's kind (`TAGS`), its number from 0 among that kind, and its text: that of a heading, the address of a
    picture or link. Changes elsewhere may shift the number; then the text identifies it. For kind «text», `text` is a
    piece of the body's text; for «field», the name of one of several fields."""

    kind: str
    number: int
    text: str


class CheckedBody:
    """A body parsed once. The tree must not be changed."""

    def __init__(self, html: str, *, is_clean: bool) -> None:
        self.html = html
        self.root = parse_fragment(WellFormed(html) if is_clean else html)

    def places(self, kind: str) -> list[tuple[BodyPlace, Element]]:
        return find_places(self.root, kind)

    @cached_property
    def text(self) -> str:
        """Returns the text that a reader sees."""
        return visible_text(self.html)

    @cached_property
    def headings(self) -> list[tuple[BodyPlace, Element]]:
        return self.places("heading")

    @cached_property
    def images(self) -> list[tuple[BodyPlace, Element]]:
        return self.places("image")

    @cached_property
    def links(self) -> list[tuple[BodyPlace, Element]]:
        return self.places("link")

    @cached_property
    def paragraphs(self) -> list[tuple[BodyPlace, Element]]:
        return self.places("paragraph")


def find_places(root: Element, kind: str) -> list[tuple[BodyPlace, Element]]:
    return [(BodyPlace(kind, number, _say(element)), element) for number, element in enumerate(root.iter(*TAGS[kind]))]


def _say(element: Element) -> str:
    match element.tag:
        case "img":
            return element.get("src", "")
        case "a":
            return element.get("href", "")
        case "table":
            return ""
    return " ".join(text_of(element).split())[:MAX_TEXT]


def change_elements(
    html: str,
    kind: str,
    place: BodyPlace | None,
    is_wrong: Callable[[Element], bool],
    change: Callable[[Element], None],
) -> str:
    """Changes each wrong element of a kind, or only the one at `place`. Returns `html` itself if none is wrong."""
    root = parse_fragment(html)
    found = [element for element in _choose(find_places(root, kind), place) if is_wrong(element)]
    for element in found:
        change(element)
    return str(serialise_fragment(root)) if found else html


def _choose(places: list[tuple[BodyPlace, Element]], place: BodyPlace | None) -> Iterator[Element]:
    """Returns the element at that place, else the first with the same text."""
    if place is None:
        yield from (element for _place, element in places)
        return
    same = [(each.number, element) for each, element in places if each.text == place.text]
    exact = [element for number, element in same if number == place.number]
    yield from (exact or [element for _number, element in same])[:1]
