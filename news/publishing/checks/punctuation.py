"""Checks for half-width punctuation in Chinese text, where full-width marks belong."""

from collections.abc import Iterable, Iterator

import regex

from news.publishing.checks.checked import CheckedPost
from news.publishing.checks.findings import Changes, Rule, Severity, Spot
from news.publishing.checks.places import BodyPlace
from news.text.html_tree import Element, parse_fragment, serialise_fragment

FIELDS = ("title", "summary")
AROUND = 12  # characters before the mark, shown to the user and used to locate it
_WIDE = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？"}
# The first group matches whole addresses, so that nothing in them is changed; the second group is the mark.
_MARK = regex.compile(r"((?:https?://|www\.)[^\s<>\"“”《》（）]+)|(?<=\p{Script=Han})([,;:!?])")
_LEFT_ALONE = frozenset({"pre", "code"})


def widen(text: str) -> str:
    """Makes half-width marks right after a Chinese character full-width, except in addresses."""
    return _MARK.sub(lambda match: match[1] or _WIDE[match[2]], text)


def _marks(text: str) -> list[int]:
    return [match.start(2) for match in _MARK.finditer(text) if match[2]]


def _find(post: CheckedPost) -> Iterable[Spot]:
    if not post.is_chinese:
        return
    for name in FIELDS:
        text = getattr(post, name)
        if marks := _marks(text):
            yield Spot({"count": len(marks), "text": _around(text, marks[0])}, BodyPlace("field", 0, name), name)
    found = [(text, at) for _owner, _name, text in _pieces(post.tree.root) for at in _marks(text)]
    if found:
        snippet = _around(*found[0])
        yield Spot({"count": len(found), "text": snippet}, BodyPlace("text", 0, snippet))


def _around(text: str, at: int) -> str:
    return text[max(0, at - AROUND) : at + 1].strip()


def _pieces(root: Element, *, is_left: bool = False) -> Iterator[tuple[Element, str, str]]:
    """Yields the pieces of text of a tree with their owner and attribute («text» or «tail»), skipping code."""
    is_left = is_left or root.tag in _LEFT_ALONE
    if root.text and not is_left:
        yield root, "text", str(root.text)
    for child in root:
        yield from _pieces(child, is_left=is_left)
        if child.tail and not is_left:
            yield child, "tail", str(child.tail)


def _mend(post: CheckedPost, place: BodyPlace | None) -> Changes:
    if not post.is_chinese:
        return {}
    names = [name for name in FIELDS if place in (None, BodyPlace("field", 0, name))]
    changed = {name: widen(getattr(post, name)) for name in names}
    mended = {name: text for name, text in changed.items() if text != getattr(post, name)}
    if place is None or place.kind == "text":
        root = parse_fragment(post.body)
        wrong = [(owner, name, text) for owner, name, text in _pieces(root) if _marks(text)]
        for owner, name, text in wrong:
            setattr(owner, name, widen(text))
        if wrong:
            mended["body"] = str(serialise_fragment(root))
    return mended


RULES = (Rule("punctuation", Severity.WARNING, "body", _find, _mend),)
