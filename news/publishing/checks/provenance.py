"""Checks the origin of a text."""

from collections.abc import Iterable

from news.models import Post
from news.publishing.checks.checked import CheckedPost
from news.publishing.checks.findings import Rule, Severity, Spot

_OF_OTHERS = (Post.Origin.REPUBLISHED, Post.Origin.TRANSLATED)


def _taken_without_address(post: CheckedPost) -> Iterable[Spot]:
    return (Spot(),) if post.origin in _OF_OTHERS and not post.source_url else ()


def _source_without_address(post: CheckedPost) -> Iterable[Spot]:
    return (Spot(),) if post.has_source and post.origin not in _OF_OTHERS and not post.source_url else ()


def _told_before(post: CheckedPost) -> Iterable[Spot]:
    return (Spot({"posts": list(post.twins)}),) if post.twins else ()


RULES = (
    Rule("origin-without-source", Severity.WARNING, "source_url", _taken_without_address),
    Rule("source-url-missing", Severity.WARNING, "source_url", _source_without_address),
    Rule("duplicate", Severity.WARNING, "body", _told_before),
)
