"""What the second engine's schema can represent (static/news-admin/prose-schema.js); checked before a text is opened.

An editor of this kind silently drops what its schema does not know. So the server compares first, instead of trusting
the browser to do it.
"""

from collections import Counter
from collections.abc import Callable, Iterator

from lxml import html

from news.text.cleaning import clean_html
from news.text.html_tokens import names

INLINE = names("a b br cite code em i img q s span strong sub sup u")  # a span has no meaning of its own
BLOCKS = names("blockquote figure h2 h3 h4 hr ol p pre table ul")
FLOW = BLOCKS | INLINE
CHILDREN = {
    **dict.fromkeys(("root", "blockquote", "li", "td", "th"), FLOW),
    **dict.fromkeys(("p", "h2", "h3", "h4", "figcaption", *INLINE), INLINE),
    **dict.fromkeys(("ul", "ol"), names("li")),
    **dict.fromkeys(("thead", "tbody", "tfoot"), names("tr")),
    "figure": names("a figcaption img"),
    "pre": names("code"),
    "table": names("tbody tfoot thead tr"),
    "tr": names("td th"),
}


def find_unknown(body: str) -> list[str]:
    """List what the editor would lose or change: element names, or «parent › child» where only the nesting is unknown.

    Empty when the body may be opened. Accepts any HTML; what the cleaner removes anyway does not count.
    """
    text = clean_html(body).html
    if not text.strip():
        return []
    root = html.fragment_fromstring(text, create_parent="root")
    return list(Counter(_walk(root)))


def _walk(element: html.HtmlElement) -> Iterator[str]:
    parent = str(element.tag)
    known = frozenset() if parent == "code" and _is_in(element, "pre") else CHILDREN.get(parent, frozenset())
    for child in element:
        name = str(child.tag)
        if name not in known:
            yield f"{parent} › {name}" if name in CHILDREN and parent != "root" else name
        elif not SHAPES.get(name, _is_fine)(child):
            yield name
        else:
            yield from _walk(child)


def _is_in(element: html.HtmlElement, name: str) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag == name


def _is_fine(_element: html.HtmlElement) -> bool:
    return True


def _is_whole_figure(figure: html.HtmlElement) -> bool:
    """Tell whether a figure holds one picture, linked or not, followed by at most one caption."""
    if _has_loose_text(figure):
        return False
    first, *rest = list(figure) or [None]
    picture = first[0] if first is not None and first.tag == "a" and len(first) == 1 else first
    is_picture = picture is not None and picture.tag == "img" and not _has_loose_text(first)
    return is_picture and [child.tag for child in rest] in ([], ["figcaption"])


def _is_plain_code(pre: html.HtmlElement) -> bool:
    return len(pre) == 0 or (len(pre) == 1 and not _has_loose_text(pre) and len(pre[0]) == 0)


def _has_loose_text(element: html.HtmlElement) -> bool:
    """Tell whether an element has text of its own, outside its children."""
    return any((text or "").strip() for text in (element.text, *(child.tail for child in element)))


def _is_even_table(table: html.HtmlElement) -> bool:
    """Tell whether all rows are equally wide, counting spans, and no table is nested: the engine pads uneven rows."""
    if table.find(".//table") is not None:
        return False
    widths: Counter[int] = Counter()
    rows = list(table.iter("tr"))
    for number, row in enumerate(rows):
        for cell in row:
            across, down = (int(cell.get(name, "1")) for name in ("colspan", "rowspan"))
            if number + down > len(rows):
                return False
            widths.update(dict.fromkeys(range(number, number + down), across))
    return len(rows) > 0 and len({widths[number] for number in range(len(rows))}) == 1 and widths[0] > 0


SHAPES: dict[str, Callable[[html.HtmlElement], bool]] = {
    "figure": _is_whole_figure,
    "pre": _is_plain_code,
    "table": _is_even_table,
}
