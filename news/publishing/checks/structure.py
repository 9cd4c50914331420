"""Checks the structure of a body: headings, paragraphs, tables, and markup that cannot be kept."""

import unicodedata
from collections.abc import Iterable, Iterator

import regex

from news.publishing.checks.checked import CheckedPost
from news.publishing.checks.findings import Changes, Rule, Severity, Spot
from news.publishing.checks.places import BodyPlace, change_elements, find_places
from news.text.cleaning import clean_html
from news.text.headings import is_bold_heading, make_heading
from news.text.html_tree import Element, has_any, parse_fragment, remove_block, serialise_fragment, text_of

LOWEST = 4  # the smallest heading a body may hold
_UNWRITTEN = regex.compile(r"[^\p{L}\p{N}]+")


def squash(text: str) -> str:
    """Reduces text to letters and digits with width and case folded, for comparing two lines."""
    return _UNWRITTEN.sub("", unicodedata.normalize("NFKC", text).casefold())


def _empty(post: CheckedPost) -> Iterable[Spot]:
    return () if post.tree.images or text_of(post.tree.root) else (Spot(),)


def _unsafe(post: CheckedPost) -> Iterable[Spot]:
    """Reports what the cleaner removes, except remote pictures, which another rule reports."""
    has_remote_images = any(place.text.startswith(("http://", "https://", "//")) for place, _image in post.tree.images)
    names = [name for name in post.removed if name != "img[src]" or not has_remote_images]
    return (Spot({"names": ", ".join(names)}),) if names else ()


def _mend_unsafe(post: CheckedPost, _place: BodyPlace | None) -> Changes:
    html = clean_html(post.body).html
    return {"body": html} if html != post.body else {}


def _is_empty_heading(element: Element) -> bool:
    return not text_of(element) and not has_any(element, "img")


def _empty_headings(post: CheckedPost) -> Iterable[Spot]:
    return (Spot({}, place) for place, heading in post.tree.headings if _is_empty_heading(heading))


def _mend_empty_headings(post: CheckedPost, place: BodyPlace | None) -> Changes:
    return {"body": change_elements(post.body, "heading", place, _is_empty_heading, remove_block)}


def _h1(post: CheckedPost) -> Iterable[Spot]:
    return (Spot({"text": place.text}, place) for place, heading in post.tree.headings if heading.tag == "h1")


def _mend_h1(post: CheckedPost, place: BodyPlace | None) -> Changes:
    return {"body": change_elements(post.body, "heading", place, lambda each: each.tag == "h1", _make_h2)}


def _make_h2(element: Element) -> None:
    element.tag = "h2"


def _level(heading: Element) -> int:
    return int(heading.tag[1])


def _find_jumps(headings: list[tuple[BodyPlace, Element]]) -> Iterator[tuple[BodyPlace, Element, int]]:
    """Yields headings that skip a level, with the level they should have; the title counts as level 1."""
    before = 1
    for place, heading in headings:
        if _level(heading) > before + 1:
            yield place, heading, before + 1
            before += 1
        else:
            before = _level(heading)


def _jumps(post: CheckedPost) -> Iterable[Spot]:
    for place, heading, level in _find_jumps(post.tree.headings):
        yield Spot({"text": place.text, "level": _level(heading), "before": level - 1, "wanted": level}, place)


def _mend_jumps(post: CheckedPost, place: BodyPlace | None) -> Changes:
    root = parse_fragment(post.body)
    jumps = list(_find_jumps(find_places(root, "heading")))
    chosen = [each for each in jumps if place is None or each[0].text == place.text]
    for _place, heading, level in chosen:
        heading.tag = f"h{level}"
    return {"body": str(serialise_fragment(root))} if chosen else {}


def _bold_paragraphs(post: CheckedPost) -> Iterable[Spot]:
    return (Spot({"text": place.text}, place) for place, each in post.tree.paragraphs if is_bold_heading(each))


def _mend_bold(post: CheckedPost, place: BodyPlace | None) -> Changes:
    return {"body": change_elements(post.body, "paragraph", place, is_bold_heading, make_heading)}


def _lacks_header(table: Element) -> bool:
    """Tells whether a table of several rows has no header cells; nested tables are judged by themselves."""
    rows = [row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table]
    cells = [cell for row in rows for cell in row]
    return len(rows) > 1 and not any(cell.tag == "th" for cell in cells)


def _tables(post: CheckedPost) -> Iterable[Spot]:
    return (Spot({}, place) for place, table in post.tree.places("table") if _lacks_header(table))


def _mend_tables(post: CheckedPost, place: BodyPlace | None) -> Changes:
    return {"body": change_elements(post.body, "table", place, _lacks_header, _make_header)}


def _make_header(table: Element) -> None:
    row = next(table.iter("tr"))
    for cell in row.iterchildren("td"):
        cell.tag = "th"


def _is_title(title: str, paragraph: Element) -> bool:
    wanted = squash(title)
    return bool(wanted) and squash(text_of(paragraph)) == wanted and not has_any(paragraph, "img", "a")


def _find_title(post: CheckedPost) -> Iterator[tuple[BodyPlace, Element]]:
    """Yields the paragraph or heading at the start of the text that repeats the title."""
    first = next((each for each in post.tree.root.iter("p", "h1", "h2", "h3", "h4") if text_of(each)), None)
    both = (*post.tree.paragraphs, *post.tree.headings)
    return ((place, each) for place, each in both if each is first and _is_title(post.title, each))


def _repeated_title(post: CheckedPost) -> Iterable[Spot]:
    return (Spot({}, place) for place, _element in _find_title(post))


def _mend_repeated_title(post: CheckedPost, _place: BodyPlace | None) -> Changes:
    for place, _element in _find_title(post):
        html = change_elements(post.body, place.kind, place, lambda each: _is_title(post.title, each), remove_block)
        return {"body": html}
    return {}


RULES = (
    Rule("body-empty", Severity.ERROR, "body", _empty),
    Rule("unsafe-html", Severity.ERROR, "body", _unsafe, _mend_unsafe),
    Rule("heading-empty", Severity.ERROR, "body", _empty_headings, _mend_empty_headings),
    Rule("heading-h1", Severity.WARNING, "body", _h1, _mend_h1),
    Rule("heading-jump", Severity.WARNING, "body", _jumps, _mend_jumps),
    Rule("bold-paragraph", Severity.WARNING, "body", _bold_paragraphs, _mend_bold),
    Rule("table-without-header", Severity.WARNING, "body", _tables, _mend_tables),
    Rule("title-repeated", Severity.WARNING, "body", _repeated_title, _mend_repeated_title),
)
