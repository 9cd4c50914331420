"""Checks the text of links, and whether their targets exist."""

import re
from collections.abc import Iterable

from news.publishing.checks.checked import CheckedPost
from news.publishing.checks.findings import Rule, Severity, Spot
from news.text.html_tree import has_any, text_of

MAX_SHOWN = 60
OUTSIDE = "link-dead-outside"  # stored findings with this code keep what `LinkLooker` learned
_EMPTY_WORDS = re.compile(
    r"(?:请?点击?(?:这里|此处|查看|进入|阅读)?|点击(?:链接|查看详情|查看更多|查看全文|阅读原文)|这里|此处|链接|详情|查看详情|查看更多|更多|原文"
    r"|(?:click|tap) ?(?:here|this)?|here|this|link|this link|more|read more|learn more|details|this page)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_EDGES = " \t\n\r>»→…。，.,!！:：[]【】()（）《》<"


def _empty_text(post: CheckedPost) -> Iterable[Spot]:
    for place, link in post.tree.links:
        text = " ".join(text_of(link).split())
        says_nothing = _EMPTY_WORDS.fullmatch(text.strip(_EDGES)) or _ADDRESS.fullmatch(text)
        if says_nothing or (not text and not has_any(link, "img")):
            yield Spot({"text": text[:MAX_SHOWN]}, place)


def _dead_inside(post: CheckedPost) -> Iterable[Spot]:
    for place, _link in post.tree.links:
        if place.text in post.dead_paths:
            yield Spot({"href": place.text}, place)


def _dead_outside(post: CheckedPost) -> Iterable[Spot]:
    for place, _link in post.tree.links:
        dead = post.dead_links.get(place.text)
        if dead:
            facts = {"href": place.text, "reason": dead.reason, "about": dict(dead.facts), "at": dead.checked_at}
            yield Spot(facts, place)


RULES = (
    Rule("link-text", Severity.WARNING, "body", _empty_text),
    Rule("link-dead", Severity.WARNING, "body", _dead_inside),
    Rule(OUTSIDE, Severity.WARNING, "body", _dead_outside),
)
