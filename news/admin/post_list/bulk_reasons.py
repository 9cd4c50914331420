"""Say why an act cannot be done with a post, before it is tried and after it has failed."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from news.models import Category, Post
from news.publishing.checks.findings import Finding, Severity
from news.publishing.checks.messages import describe_finding
from news.publishing.checks.reading import values_of
from news.publishing.checks.running import blocking_findings
from news.publishing.errors import EditConflictError, EmbargoError, NoFreeSlugError
from news.publishing.posts.bulk import NoTimeError, UnchangedError
from news.publishing.versions.snapshots import read_links


def why_not_public(post: Post, at: dt.datetime | None = None, categories: Sequence[Category] | None = None) -> str:
    """Say what keeps the post from being public at `at` (aware; None means its own time, or now); "" if nothing does.
    `categories` are those it is about to get; None means those it has."""
    faults = _find_errors(post) if categories is None else _find_errors_with(post, categories)
    return "；".join([*faults, *_find_embargo(post, at or post.published_at or timezone.now())])


def _find_errors_with(post: Post, categories: Sequence[Category]) -> list[str]:
    links = {**read_links(post), "categories": [category.pk for category in categories]}
    return _in_words(blocking_findings(values_of(post, links)))


def _find_errors(post: Post) -> list[str]:
    """Return the errors of the checks: run now if the post's text is loaded, else those stored at its last save."""
    if "body" not in post.get_deferred_fields():
        return _in_words(blocking_findings(post))
    kept = getattr(post, "check_result", None)
    if kept is None:
        return list(_find_faults(post, post.ordered_categories()))
    errors = [row for row in kept.findings if row.get("severity") == Severity.ERROR]
    return _in_words(Finding(row["code"], Severity.ERROR, row["field"], row["facts"], None, False) for row in errors)


def _in_words(findings: Iterable[Finding]) -> list[str]:
    return list(dict.fromkeys(describe_finding(finding) for finding in findings))


def _find_faults(post: Post, categories: Sequence[Category]) -> Iterator[str]:
    if not post.title:
        yield _("no title")
    if not (post.han_count or post.word_count or post.image_count):
        yield _("no text")
    if not categories:
        yield _("no category")
    if not post.ordered_authors():
        yield _("no author")
    image = post.header_image
    if image and not image.alt and not image.is_decorative:
        yield _("header image without alternative text")


def _find_embargo(post: Post, at: dt.datetime) -> Iterator[str]:
    if post.embargo_until and at < post.embargo_until:
        yield explain(EmbargoError(post.pk, post.embargo_until))


def explain(cause: Exception | str) -> str:
    """Say what stopped a write, in words that fit in parentheses."""
    if isinstance(cause, str):
        return cause
    if isinstance(cause, EmbargoError):
        return _("embargo until %(time)s") % {"time": f"{localtime(cause.until):%Y-%m-%d %H:%M}"}
    words = {
        EditConflictError: _("changed by someone in the meantime"),
        Post.DoesNotExist: _("no longer exists"),
        NoFreeSlugError: _("no free address on that day"),
        UnchangedError: _("nothing to change"),
        NoTimeError: _("not reached in time: run the action again for the rest"),
    }
    return next((text for kind, text in words.items() if isinstance(cause, kind)), _("the database refused it"))
