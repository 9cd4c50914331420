"""Checks the categories, authors, tags and summary of a post."""

from collections.abc import Iterable

from news.publishing.checks.checked import CheckedPost
from news.publishing.checks.findings import Rule, Severity, Spot

MAX_TAGS = 8
SUMMARY_CHINESE = (60, 120)  # characters
SUMMARY_OTHER = (100, 240)


def _no_category(post: CheckedPost) -> Iterable[Spot]:
    return () if post.category_count else (Spot(),)


def _no_author(post: CheckedPost) -> Iterable[Spot]:
    return () if post.author_count else (Spot(),)


def _no_tags(post: CheckedPost) -> Iterable[Spot]:
    return () if post.tag_count else (Spot(),)


def _many_tags(post: CheckedPost) -> Iterable[Spot]:
    return (Spot({"count": post.tag_count, "max": MAX_TAGS}),) if post.tag_count > MAX_TAGS else ()


def _no_summary(post: CheckedPost) -> Iterable[Spot]:
    return () if post.summary.strip() else (Spot(),)


def _odd_summary(post: CheckedPost) -> Iterable[Spot]:
    least, most = SUMMARY_CHINESE if post.is_chinese else SUMMARY_OTHER
    count = len(post.summary.strip())
    if count and not least <= count <= most:
        yield Spot({"count": count, "min": least, "max": most})


RULES = (
    Rule("category-missing", Severity.ERROR, "category_list", _no_category),
    Rule("author-missing", Severity.ERROR, "author_list", _no_author),
    Rule("tags-missing", Severity.WARNING, "tag_list", _no_tags),
    Rule("tags-many", Severity.WARNING, "tag_list", _many_tags),
    Rule("summary-missing", Severity.WARNING, "summary", _no_summary),
    Rule("summary-length", Severity.WARNING, "summary", _odd_summary),
)
