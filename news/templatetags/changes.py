"""Describe the differences between two versions of a post: kinds of blocks, and notices on non-text changes."""

from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

register = template.Library()

BLOCKS: dict[str, str | Promise] = {
    "p": gettext_lazy("paragraph"),
    "div": gettext_lazy("paragraph"),
    "h2": gettext_lazy("heading, level 2"),
    "h3": gettext_lazy("heading, level 3"),
    "h4": gettext_lazy("heading, level 4"),
    "li": gettext_lazy("list item"),
    "dt": gettext_lazy("term"),
    "dd": gettext_lazy("definition"),
    "td": gettext_lazy("table cell"),
    "th": gettext_lazy("table heading"),
    "caption": gettext_lazy("table caption"),
    "figcaption": gettext_lazy("picture caption"),
    "figure": gettext_lazy("picture caption"),
    "blockquote": gettext_lazy("quotation"),
    "pre": gettext_lazy("code"),
    "hr": gettext_lazy("horizontal line"),
    "img": gettext_lazy("picture"),
    "ul": gettext_lazy("bulleted list"),
    "ol": gettext_lazy("numbered list"),
    "dl": gettext_lazy("definition list"),
    "table": gettext_lazy("table"),
}
MARKS: dict[str, str | Promise] = {
    "strong": gettext_lazy("bold"),
    "em": gettext_lazy("italic"),
    "u": gettext_lazy("underlined"),
    "s": gettext_lazy("struck through"),
    "sub": gettext_lazy("subscript"),
    "sup": gettext_lazy("superscript"),
    "code": gettext_lazy("code"),
}
NOTICES: dict[str, str | Promise] = {
    "alt": gettext_lazy("Alternative text: “%(old)s” became “%(new)s”."),
    "tag": gettext_lazy("Was %(old)s, now %(new)s."),
    "inside": gettext_lazy("Was in: %(old)s; now in: %(new)s."),
    "style": gettext_lazy("The alignment or layout was changed."),
    "link-target": gettext_lazy("The link “%(text)s” led to %(old)s, now leads to %(new)s."),
    "link-added": gettext_lazy("New link: “%(text)s” to %(new)s."),
    "link-removed": gettext_lazy("Link removed: “%(text)s” to %(old)s."),
    "mark-added": gettext_lazy("Now %(mark)s: “%(text)s”."),
    "mark-removed": gettext_lazy("No longer %(mark)s: “%(text)s”."),
}
SHOWN = 80


@register.filter
def block_words(tag: str) -> str:
    return str(BLOCKS.get(tag, tag))


@register.filter
def notice_words(notice: Any) -> str:
    """Describe a `Notice` of `news.publishing.versions.comparing_bodies`."""
    facts = {name: _put(notice.code, name, value) for name, value in notice.facts.items()}
    return str(NOTICES[notice.code]) % facts


@register.filter
def same_words(count: int) -> str:
    """Describe a run of unchanged blocks."""
    return ngettext("%(count)s block is the same", "%(count)s blocks are the same", count) % {"count": f"{count:,}"}


@register.filter
def more_words(count: int) -> str:
    return ngettext("%(count)s more block differs", "%(count)s more blocks differ", count) % {"count": f"{count:,}"}


def _put(code: str, name: str, value: str) -> str:
    if code == "tag":
        return block_words(value)
    if code == "inside":
        return " › ".join(map(block_words, value.split())) or _("the text itself")
    if name == "mark":
        return str(MARKS.get(value, value))
    return value if len(value) <= SHOWN else f"{value[:SHOWN]}…"
