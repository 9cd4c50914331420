"""Rework an imported body before it is cleaned: wrappers, pictures, embeds, indents. No text is lost or moved."""

import re
from urllib.parse import urlsplit

from news.text.html_tree import (
    Element,
    ancestors,
    inner_text,
    insert_before,
    new_element,
    parse_fragment,
    remove,
    serialise_fragment,
    text_of,
    unwrap,
)
from news.text.links import safe_link
from news.text.pictures import ImageReference, ImageReplacement, image_references, rewrite_images
from news.text.vocabulary import BREAKING_TAGS, INDENT_CLASSES

__all__ = [
    "ImageReference",
    "ImageReplacement",
    "embeds_to_links",
    "image_references",
    "paragraphs_from_blank_lines",
    "rewrite_images",
    "strip_paragraph_indent",
    "unwrap_outer_div",
]

_MAX_WRAPPERS = 3
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n\s*")
_MAKES_BLOCKS = BREAKING_TAGS | {"hr", "iframe", "video", "audio", "object"}
_INDENT = re.compile(r"text-indent\s*:\s*([\d.]+)\s*(em|rem|px|pt|ch|%)[^;]*;?\s*", re.IGNORECASE)
_ANY_INDENT = re.compile(r"text-indent\s*:[^;]*;?\s*", re.IGNORECASE)
_LEAST_INDENT = {"em": 1.0, "rem": 1.0, "ch": 2.0, "px": 12.0, "pt": 9.0, "%": 2.0}
_LEADING_SPACES = ("\u3000\u3000", "\u2003\u2003", "\u00a0\u00a0\u00a0\u00a0")
_EMBEDS = ("iframe", "video", "audio", "embed", "object")


def unwrap_outer_div(html: str) -> str:
    """Strip surrounding white space and up to three divs that each enclose the whole of `html`.

    A div with attributes other than `class` is more than a wrapper and stays.
    """
    root = parse_fragment(html.strip())
    count = 0
    while count < _MAX_WRAPPERS and (wrapper := _sole_wrapper(root)) is not None:
        unwrap(wrapper)
        count += 1
    return serialise_fragment(root, is_stripped=True) if count else html.strip()


def paragraphs_from_blank_lines(html: str) -> str:
    """Turn blank lines into paragraphs, as the writer meant them, in text without block elements; leave other HTML."""
    if not _BLANK_LINE.search(html.strip()):
        return html
    if next(parse_fragment(html).iterdescendants(*_MAKES_BLOCKS), None) is not None:
        return html
    pieces = (piece.strip() for piece in _BLANK_LINE.split(html))
    return "\n".join(f"<p>{piece}</p>" for piece in pieces if piece)


def strip_paragraph_indent(html: str) -> tuple[str, bool]:
    """Remove first-line indents when at least half the paragraphs have one: then they were the origin's design, and
    our pages set their own. Leading full-width spaces count as an indent but stay, because they are text."""
    root = parse_fragment(html)
    paragraphs = [paragraph for paragraph in root.iter("p") if text_of(paragraph)]
    indented = [paragraph for paragraph in paragraphs if _is_indented(paragraph)]
    if not indented or 2 * len(indented) < len(paragraphs):
        return html, False
    for paragraph in root.iter("p"):
        _set_or_drop(paragraph, "style", _ANY_INDENT.sub("", paragraph.get("style", "")).strip())
        classes = [name for name in paragraph.get("class", "").split() if name not in INDENT_CLASSES]
        _set_or_drop(paragraph, "class", " ".join(classes))
    return serialise_fragment(root), True


def embeds_to_links(html: str) -> str:
    """Replace players and frames with links to what they show, labelled with its host; drop those without a URL.

    Fallback contents for browsers without players stay as text after the link.
    """
    root = parse_fragment(html)
    embeds = list(root.iter(*_EMBEDS))
    for embed in embeds:
        target = _embedded_address(embed)
        link = _link_to(target, in_paragraph="p" in ancestors(embed)) if target else None
        if link is not None:
            insert_before(embed, link)
        for source in list(embed.iter("source")):
            unwrap(source)
        if text_of(embed) or len(embed):
            unwrap(embed)
        else:
            remove(embed)
    return serialise_fragment(root) if embeds else html


def _sole_wrapper(root: Element) -> Element | None:
    if len(root) != 1 or (root.text or "").strip() or (root[0].tail or "").strip():
        return None
    wrapper = root[0]
    return wrapper if wrapper.tag == "div" and not set(wrapper.attrib) - {"class"} else None


def _is_indented(paragraph: Element) -> bool:
    if match := _INDENT.search(paragraph.get("style", "")):
        try:
            return float(match[1]) >= _LEAST_INDENT[match[2].lower()]
        except ValueError:
            return False
    if set(paragraph.get("class", "").split()) & set(INDENT_CLASSES):
        return True
    return inner_text(paragraph).lstrip(" \t\r\n").startswith(_LEADING_SPACES)


def _set_or_drop(element: Element, name: str, value: str) -> None:
    if value:
        element.set(name, value)
    elif name in element.attrib:
        del element.attrib[name]


def _embedded_address(embed: Element) -> str:
    """Return the first http(s) URL in an embed's attributes or sources, or ""."""
    elements = [embed, *embed.iter("source")]
    names = ("src", "data-src", "data", "data-original")
    candidates = (element.get(name, "") for element in elements for name in names)
    safe = (safe_link(candidate) for candidate in candidates if candidate)
    return next((address for address in safe if address.startswith(("http://", "https://"))), "")


def _link_to(target: str, *, in_paragraph: bool) -> Element:
    link = new_element("a", href=target)
    link.text = urlsplit(target).hostname or target
    if in_paragraph:
        link.tail = " "
        return link
    paragraph = new_element("p")
    paragraph.append(link)
    return paragraph
