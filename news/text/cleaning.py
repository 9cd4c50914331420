"""The only code that makes HTML safe to store and show. Input is taken as hostile; cleaning is idempotent."""

import re
from dataclasses import dataclass
from functools import partial
from html import escape

import nh3

from news.text.balance_html import balance, strip_illegal
from news.text.links import safe_link
from news.text.plain import clean_plain, visible_text
from news.text.styles import allowed_classes, classes_for_style
from news.text.vocabulary import ALLOWED_TAGS, BODY_VOCABULARY

SANITIZER_VERSION = 1

_ROUNDS = 5
_ATTRIBUTES: dict[str, set[str]] = {
    "*": set(),  # nh3's default would allow `lang` and `title` everywhere
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    **{tag: {"colspan", "rowspan"} for tag in ("td", "th")},
}
_CLASSED = ("p", "div", "h2", "h3", "h4", "td", "th", "li", "blockquote", "figcaption", "figure", "pre", "code")
for _tag in _CLASSED:
    _ATTRIBUTES[_tag] = _ATTRIBUTES.get(_tag, set()) | {"class", "style"}

_IMAGE_SRC = re.compile(r"/i/[0-9]{1,18}/")
_SIZE = re.compile(r"[1-9][0-9]{0,4}")
_SPAN = re.compile(r"[1-9][0-9]?|100")
_START = re.compile(r"-?[0-9]{1,6}")
_NUMBERS = {"width": _SIZE, "height": _SIZE, "colspan": _SPAN, "rowspan": _SPAN, "start": _START}

# nh3 escapes «<», «>» and «"» in text and attribute values, so these patterns match only real tags.
_STYLED_TAG = re.compile(r'<[a-z0-9]+ [^>]*\bstyle="[^>]*>')
_IMAGE = re.compile(r"<img\b[^>]*>")
_ATTRIBUTE = re.compile(r' ([a-z]+)="([^"]*)"')
_DEAD_LINK = re.compile(r'<a(?: title="[^"]*")?>(.*?)</a>', re.DOTALL)
_PRE_WITH_NEWLINE = re.compile(r'(<pre(?: class="[^"]*")?>)\n')


@dataclass(frozen=True, slots=True)
class CleanResult:
    """`html` is safe to show unchanged; `removed` lists what was taken out (tags, event attributes, `a[href]`)."""

    html: str
    removed: tuple[str, ...]


def clean_html(text: str, base_url: str = "") -> CleanResult:
    """Return the safe part of any text read as HTML, with its visible words in order.

    Only our own pictures stay (`/i/<id>/`). Inline styles become classes. Relative links are resolved against
    `base_url` (the URL of the page the text is from); without one only site-relative links stay.
    Idempotent by construction: a result is returned only once cleaning it again changes nothing, else as plain text.
    """
    removed: dict[str, None] = {}
    html = text
    for _ in range(_ROUNDS):
        html = _simplify(_sanitise(html, base_url, removed), removed)
        if _sanitise(html, base_url, {}) == html == _simplify(html, {}):
            return CleanResult(html, tuple(removed))
    return CleanResult(escape(visible_text(html), quote=False), tuple(removed))


def _sanitise(html: str, base_url: str, removed: dict[str, None]) -> str:
    balanced = balance(html, BODY_VOCABULARY)
    removed.update(balanced.removed)
    safe = nh3.clean(
        balanced.html,
        tags=set(ALLOWED_TAGS),
        clean_content_tags={"script", "style"},
        attributes=_ATTRIBUTES,
        attribute_filter=partial(_filter_attribute, base_url),
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    # Parsers drop the first newline of a <pre>; doubled, it survives the next parse.
    return _PRE_WITH_NEWLINE.sub(r"\1\n\n", strip_illegal(safe.replace("\r", "\n")))


def _filter_attribute(base_url: str, tag: str, name: str, value: str) -> str | None:
    try:
        kept = _filtered(base_url, tag, name, value)
    except Exception:  # nh3 only reports an exception of the filter and keeps the value
        kept = ""
    return kept if kept or (tag, name) == ("img", "alt") else None


def _filtered(base_url: str, tag: str, name: str, value: str) -> str:
    match name:
        case "href":
            return safe_link(value, base_url)
        case "src":
            return value if _IMAGE_SRC.fullmatch(value) else ""
        case "class":
            return " ".join(allowed_classes(tag, value))
        case "style":
            # Holds class names until `_simplify` moves them to `class`; a second pass before that would drop them.
            return " ".join(allowed_classes(tag, " ".join(classes_for_style(value))))
        case "title" | "alt":
            return clean_plain(value, 500)
    return value if _NUMBERS[name].fullmatch(value) else ""


def _simplify(html: str, removed: dict[str, None]) -> str:
    """Move styles into `class`, drop pictures that are not ours, and unwrap links without a target."""
    html = _STYLED_TAG.sub(_move_style, html)
    with_pictures = html
    html = _IMAGE.sub(_drop_without_source, html)
    removed.update({"img[src]": None} if html != with_pictures else {})
    html, dead_count = _DEAD_LINK.subn(r"\1", html)
    removed.update({"a[href]": None} if dead_count else {})
    return html


def _drop_without_source(image: re.Match[str]) -> str:
    return image[0] if any(name == "src" for name, _ in _ATTRIBUTE.findall(image[0])) else ""


def _move_style(match: re.Match[str]) -> str:
    values = dict(_ATTRIBUTE.findall(match[0]))
    tag = match[0][1:].split(" ", 1)[0]
    # The inline style wins over the class, as in a browser.
    classes = allowed_classes(tag, f"{values.pop('style', '')} {values.pop('class', '')}")
    if classes:
        values["class"] = " ".join(classes)
    attributes = "".join(f' {name}="{value}"' for name, value in values.items())
    return f"<{tag}{attributes}>"
