"""Parse a piece of HTML into a mutable tree, and serialise it again. The result still has to be cleaned."""

from collections.abc import Collection, Iterator
from html import escape

from lxml import etree

from news.text.balance_html import balance, strip_illegal
from news.text.html_tokens import names
from news.text.vocabulary import BREAKING_TAGS, Vocabulary

Element = etree._Element
_SEEN_WITHOUT_TEXT = ("img", "hr", "iframe", "video", "audio", "embed", "object")

# Drops page furniture, and what libxml2 would misread (it does not know that some of these are void).
_TREE_VOCABULARY = Vocabulary(
    dropped=names(
        "html head body frameset frame noframes noembed template base basefont bgsound link meta keygen param track"
        " wbr svg math"
    )
)


class WellFormed(str):
    """HTML serialised from a tree: it is balanced already, so that the next step need not balance it again."""

    __slots__ = ()


def parse_fragment(html: str) -> Element:
    """Return the root (a div) of a tree with all text of `html` in order, without comments, scripts and styles."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    balanced = html if isinstance(html, WellFormed) else balance(html, _TREE_VOCABULARY).html
    source = f"<html><body><div>{balanced}</div></body></html>"
    page = etree.fromstring(source.encode(), parser)
    body = page.find("body")
    if body is None:
        raise ValueError("the parser found no body")  # impossible: the source has one
    page.remove(body)
    root = body[0]
    if len(body) == 1 and not body.text and not root.tail:
        body.remove(root)
        return root
    unwrap(root)
    body.tag = "div"
    return body


def serialise_fragment(root: Element, *, is_stripped: bool = False) -> WellFormed:
    """Return the HTML inside the root element, without surrounding white space if `is_stripped`."""
    children = (etree.tostring(child, encoding="unicode", method="html") for child in root)
    html = escape(root.text or "", quote=False) + "".join(children)
    return WellFormed(html.strip() if is_stripped else html)


def new_element(tag: str, **attributes: str) -> Element:
    """Make an element that is not yet in a tree."""
    return etree.Element(tag, {name: strip_illegal(value) for name, value in attributes.items()})


def text_of(element: Element) -> str:
    """Return all text in an element, stripped."""
    return inner_text(element).strip()


def inner_text(element: Element) -> str:
    """Return all text in an element, unstripped."""
    return "".join(map(str, element.itertext()))


def remove(element: Element) -> None:
    """Remove an element but keep the text after it."""
    parent = element.getparent()
    if parent is None:
        return
    _append_text(parent, element.getprevious(), element.tail)
    parent.remove(element)


def remove_block(element: Element) -> None:
    """Remove a block but keep the inline content before and after it apart."""
    parent, previous = element.getparent(), element.getprevious()
    if parent is None:
        return
    before = parent.text if previous is None else previous.tail
    if _is_in_line(before, previous) and _is_in_line(element.tail, element.getnext()):
        element.tail = f" {element.tail or ''}"
    remove(element)


def _is_in_line(text: str | None, neighbour: Element | None) -> bool:
    """Tell whether this side of an element is text or an inline element, not a block."""
    return bool(text and text.strip()) or (neighbour is not None and neighbour.tag not in BREAKING_TAGS)


def unwrap(element: Element) -> None:
    """Remove only the tags of an element; its contents stay in place."""
    parent = element.getparent()
    if parent is None:
        return
    index = parent.index(element)
    _append_text(parent, element.getprevious(), element.text)
    children = list(element)
    for offset, child in enumerate(children):
        parent.insert(index + offset, child)
    _append_text(parent, element.getprevious(), element.tail)
    parent.remove(element)


def insert_before(element: Element, new: Element) -> None:
    """Put `new` before `element`, with a space in front if `new` has text directly after it."""
    parent = element.getparent()
    if parent is not None:
        _append_text(parent, element.getprevious(), " " if new.tail else "")
        parent.insert(parent.index(element), new)


def replace(element: Element, new: Element) -> None:
    """Put `new` in place of `element` and keep the text after it."""
    parent = element.getparent()
    if parent is not None:
        new.tail = element.tail
        element.tail = None
        parent.replace(element, new)


def ancestors(element: Element) -> Iterator[str]:
    """Yield the tag names around an element, innermost first."""
    return (str(parent.tag) for parent in element.iterancestors())


def has_any(element: Element, *tags: str) -> bool:
    """Tell whether the element is or contains one of the tags."""
    return next(element.iter(*tags), None) is not None


def has_content(element: Element, besides: Collection[Element] = ()) -> bool:
    """Tell whether an element contains text, a picture or anything else visible, ignoring the children `besides`."""
    if _is_filled(element.text):
        return True
    return any(
        _is_filled(child.tail) or (child not in besides and child.tag != "br" and _is_seen(child)) for child in element
    )


def _is_seen(element: Element) -> bool:
    return bool(text_of(element)) or has_any(element, *_SEEN_WITHOUT_TEXT)


def _is_filled(text: str | None) -> bool:
    return bool(text and text.strip())


def _append_text(parent: Element, previous: Element | None, text: str | None) -> None:
    if not text:
        return
    if previous is None:
        parent.text = (parent.text or "") + text
    else:
        previous.tail = (previous.tail or "") + text
