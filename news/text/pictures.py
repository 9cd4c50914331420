"""Find the pictures of an imported body and replace them with our own figures."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from news.text.html_tree import (
    Element,
    ancestors,
    has_any,
    has_content,
    new_element,
    parse_fragment,
    remove,
    replace,
    serialise_fragment,
    text_of,
    unwrap,
)
from news.text.image_urls import is_placeholder_image
from news.text.vocabulary import BREAKING_TAGS, HEADINGS

_LAZY_ATTRIBUTES = ("data-original", "data-src", "data-lazy-src", "data-actualsrc")
_SPACER = re.compile(r"(?:loading|blank|spacer|placeholder|lazy|gr[ae]y|pixel|transparent)[^/]*$", re.IGNORECASE)
_SRCSET_PART = re.compile(r"\s*(\S*[^\s,])(?:\s+([\d.]+)[wx])?\s*(?:,|\Z)")
_MAX_LOOK = 32  # siblings examined on each side; a row of this many pictures counts as a line of its own
_WRAPPERS = frozenset({"p", "div", "center", "figure", "section", "span", "strong", "b", "em", "i", "font", "picture"})
_INLINE_PLACES = frozenset({"a", "td", "th", "caption", "dt", "figcaption", "pre", "button", "label"}) | HEADINGS
_FLOW_PLACES = frozenset({"div", "section", "article", "main", "blockquote", "center", "li", "dd"})


@dataclass(frozen=True, slots=True)
class ImageReference:
    """A picture in a body; `src` is as written, "" when there is none, and untrusted.

    `caption` is the text of the figure's own caption, else the title if it differs from the alt text.
    """

    src: str
    alt: str
    title: str
    caption: str
    is_lazy: bool


@dataclass(frozen=True, slots=True)
class ImageReplacement:
    """Our picture for a reference; `caption` is plain text, used where the body has no caption of its own."""

    image_id: int
    alt: str
    caption: str
    width: int | None
    height: int | None


def image_references(html: str) -> list[ImageReference]:
    """Return the pictures of a body in order with repeats, without the <noscript> copies of lazy pictures."""
    return [reference for _, reference in _read_images(parse_fragment(html))]


def rewrite_images(html: str, replace_with: Callable[[ImageReference], ImageReplacement | None]) -> str:
    """Replace each picture as `replace_with` says: by a figure if it is on its own line, otherwise by an `<img>`.

    None removes the picture and wrappers that contained nothing else. All text stays, captions included.
    """
    root = parse_fragment(html)
    pictures = list(_read_images(root))
    if not pictures:
        return html
    for image, reference in pictures:
        replacement = replace_with(reference)
        if replacement is None:
            _take_out(image)
        else:
            _put_in(image, replacement)
    return serialise_fragment(root)


def _read_images(root: Element) -> Iterator[tuple[Element, ImageReference]]:
    """Yield the images with their references. Changes the tree: removes <noscript> and the copies inside it."""
    before = ""
    for image in list(root.iter("img")):
        src, is_lazy = _real_source(image)
        alt, title = (" ".join(image.get(name, "").split()) for name in ("alt", "title"))
        figcaption = _caption_of(image)
        caption = " ".join(text_of(figcaption).split()) if figcaption is not None else ""
        reference = ImageReference(src, alt, title, caption or (title if title != alt else ""), is_lazy)
        if reference.src == before and "noscript" in ancestors(image):
            _take_out(image)
            continue
        before = reference.src
        yield image, reference
    for wrapper in list(root.iter("noscript", "picture", "source")):
        unwrap(wrapper)


def _real_source(image: Element) -> tuple[str, bool]:
    """Return the picture's real URL, and whether it was in an attribute that only scripts read."""
    src = image.get("src", "").strip()
    lazy = next((value for name in _LAZY_ATTRIBUTES if (value := image.get(name, "").strip())), "")
    lazy = lazy or _largest(image.get("data-srcset", ""))
    if lazy and (src.startswith("data:") or is_placeholder_image(src) or _SPACER.search(src)):
        return lazy, True
    if not src or src.startswith("data:"):
        return _largest(image.get("srcset", "")) or _picture_source(image) or src, False
    return src, False


def _picture_source(image: Element) -> str:
    picture = next((parent for parent in image.iterancestors("picture")), None)
    sources = picture.iter("source") if picture is not None else ()
    return next((found for source in sources if (found := _largest(source.get("srcset", "")))), "")


def _largest(srcset: str) -> str:
    """Return the candidate with the greatest width or density (HTML Standard, 4.8.4.2.1 srcset), "" if none."""
    candidates = _SRCSET_PART.findall(srcset[:4_000])
    return max(candidates, key=lambda candidate: _size(candidate[1]))[0] if candidates else ""


def _size(descriptor: str) -> float:
    try:
        return float(descriptor)
    except ValueError:
        return 1.0


def _caption_of(image: Element) -> Element | None:
    figure = next((parent for parent in image.iterancestors("figure")), None)
    return figure.find(".//figcaption") if figure is not None else None


def _put_in(image: Element, replacement: ImageReplacement) -> None:
    new = _image_element(replacement)
    block = _outermost_wrapper(image)
    parent = block.getparent()
    is_alone = parent is not None and parent.tag in _FLOW_PLACES | {"p"} and _is_on_own_line(block)
    if parent is None or not is_alone or any(name in _INLINE_PLACES for name in ancestors(image)):
        _put_inline(image, new)
        return
    figure = _figure_element(new, _caption_of(image), replacement.caption)
    _drop_line_breaks(block)
    replace(block, figure)
    if parent.tag == "p":
        _split_paragraph(parent, figure)


def _put_inline(image: Element, new: Element) -> None:
    for figure in image.iterancestors("figure"):
        figure.set("class", "image")
    replace(image, new)


def _take_out(image: Element) -> None:
    """Remove an image and the wrappers that contained nothing else; the tree's root stays."""
    node: Element | None = image
    while node is not None and (parent := node.getparent()) is not None:
        remove(node)
        node = parent if parent.tag in _WRAPPERS | {"a", "noscript", "li"} and not has_content(parent) else None


def _outermost_wrapper(image: Element) -> Element:
    """Return the image, or the outermost wrapper that contains nothing but it and its caption."""
    node, caption = image, _caption_of(image)
    while (parent := node.getparent()) is not None and parent.getparent() is not None and parent.tag in _WRAPPERS:
        besides = [node] if caption is None or parent.tag != "figure" else [node, caption]
        if has_content(parent, besides):
            break
        node = parent
    return node


def _is_on_own_line(node: Element) -> bool:
    """Tell whether only white space or pictures separate the node from a break, a block or the edge on both sides."""
    return node.tag in BREAKING_TAGS or (_reaches_edge(node, -1) and _reaches_edge(node, 1))


def _reaches_edge(node: Element, direction: int) -> bool:
    sibling: Element | None = node
    for _ in range(_MAX_LOOK):
        if sibling is None:
            break
        between, sibling = _neighbour(sibling, direction)
        if between.strip():
            return False
        if sibling is None or sibling.tag in BREAKING_TAGS:
            return True
        if text_of(sibling) or not has_any(sibling, "img"):
            return False
    return True


def _neighbour(node: Element, direction: int) -> tuple[str, Element | None]:
    """Return the text up to the next or previous sibling, and the sibling."""
    if direction > 0:
        return node.tail or "", node.getnext()
    sibling, parent = node.getprevious(), node.getparent()
    if sibling is not None:
        return sibling.tail or "", sibling
    return (parent.text if parent is not None else "") or "", None


def _drop_line_breaks(block: Element) -> None:
    """Remove the <br> on both sides: a figure breaks the line itself."""
    while (before := block.getprevious()) is not None and before.tag == "br" and not (before.tail or "").strip():
        remove(before)
    while (after := block.getnext()) is not None and after.tag == "br" and not (block.tail or "").strip():
        remove(after)


def _split_paragraph(paragraph: Element, figure: Element) -> None:
    """Lift a figure out of a paragraph, splitting that into the parts before and after it."""
    begin = new_element("p", **{str(name): str(value) for name, value in paragraph.attrib.items()})
    begin.text, paragraph.text, figure.tail = paragraph.text, figure.tail, None
    # Move the part before the figure: it is the smaller one, because pictures are replaced from first to last.
    for sibling in reversed(list(figure.itersiblings(preceding=True))):
        begin.append(sibling)
    paragraph.addprevious(begin)
    paragraph.addprevious(figure)
    for part in (begin, paragraph):
        if not has_content(part):
            remove(part)


def _image_element(replacement: ImageReplacement) -> Element:
    image = new_element("img", src=f"/i/{replacement.image_id}/", alt=replacement.alt)
    for name, value in (("width", replacement.width), ("height", replacement.height)):
        if value is not None:
            image.set(name, str(value))
    return image


def _figure_element(image: Element, own_caption: Element | None, caption: str) -> Element:
    figure = new_element("figure", **{"class": "image"})
    figure.append(image)
    if own_caption is not None and text_of(own_caption):
        remove(own_caption)
        own_caption.tail = None
        figure.append(own_caption)
    elif caption:
        figcaption = new_element("figcaption")
        figcaption.text = caption
        figure.append(figcaption)
    return figure
