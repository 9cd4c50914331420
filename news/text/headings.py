"""Turn paragraphs that are entirely bold, which many sites use as headings, into real headings."""

from news.text.html_tree import Element, has_any, parse_fragment, serialise_fragment, text_of, unwrap

MAX_HEADING_CHARS = 40
_BOLD = ("strong", "b")
_SENTENCE_ENDS = "。，；：、,;.:…"
_CONTAINERS = frozenset({"div", "section", "article", "main"})


def promote_bold_paragraphs(html: str) -> tuple[str, int]:
    """Turn each short, entirely bold paragraph into an `<h2>`; return the HTML and how many there were.

    Without any, the HTML is unchanged byte for byte. A paragraph that ends like a sentence, contains a picture or a
    link, or has nothing after it is not a heading.
    """
    root = parse_fragment(html)
    found = [paragraph for paragraph in root.iter("p") if is_bold_heading(paragraph)]
    for paragraph in found:
        make_heading(paragraph)
    return (serialise_fragment(root), len(found)) if found else (html, 0)


def make_heading(paragraph: Element) -> None:
    """Turn the paragraph into an `<h2>` in place."""
    for bold in list(paragraph.iter(*_BOLD)):
        unwrap(bold)
    paragraph.tag = "h2"


def is_bold_heading(paragraph: Element) -> bool:
    """Tell whether `promote_bold_paragraphs` takes the paragraph for a heading."""
    text = " ".join(text_of(paragraph).split())
    parent = paragraph.getparent()
    return (
        0 < len(text) <= MAX_HEADING_CHARS
        and text[-1] not in _SENTENCE_ENDS
        and _is_all_bold(paragraph)
        and not has_any(paragraph, "img", "br", "a", "iframe", "video")
        and parent is not None
        and parent.tag in _CONTAINERS
        and _is_followed(paragraph)
    )


def _is_all_bold(element: Element) -> bool:
    """Tell whether all text of an element is in one `<strong>` or `<b>`, which may be inside spans."""
    children = list(element)
    if len(children) != 1 or (element.text or "").strip() or (children[0].tail or "").strip():
        return False
    return children[0].tag in _BOLD or (children[0].tag in ("span", "font") and _is_all_bold(children[0]))


def _is_followed(element: Element) -> bool:
    if (element.tail or "").strip():
        return True
    return any(text_of(after) or has_any(after, "img") for after in element.itersiblings())
