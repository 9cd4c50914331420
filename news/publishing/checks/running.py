"""Runs the checks on a form or a stored post, and decides whether the post may be published."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from news.models import Post
from news.publishing.checks.checked import CheckedPost
from news.publishing.checks.findings import Changes, Finding, Severity, run_rule
from news.publishing.checks.places import BodyPlace
from news.publishing.checks.reading import PostValues, look_up, values_of
from news.publishing.checks.registry import BY_CODE, RULES

MAX_FINDINGS = 200  # of one rule: even the first finding can fix a repeated mistake everywhere


class Counts(NamedTuple):
    """`passed` counts rules, the others findings."""

    passed: int
    warnings: int
    errors: int


def find_all(post: CheckedPost, *, with_timed: bool = True) -> list[Finding]:
    """Runs all rules; returns errors first, otherwise in the order of the registry."""
    rules = [rule for rule in RULES if with_timed or not rule.is_timed]
    found = [finding for rule in rules for finding in run_rule(rule, post)[:MAX_FINDINGS]]
    return sorted(found, key=lambda finding: finding.severity != Severity.ERROR)


def check_post(post: Post) -> list[Finding]:
    """Checks a stored post as of now."""
    return find_all(look_up(values_of(post)).post)


def check_values(values: PostValues) -> list[Finding]:
    return find_all(look_up(values).post)


def blocking_findings(post: Post | PostValues) -> list[Finding]:
    """Returns the errors that keep a post, or the values of a form, from being published or scheduled now; empty when
    there are none. Nobody may override them; posts that are already public can still be changed."""
    values = values_of(post) if isinstance(post, Post) else post
    found = find_all(look_up(values, is_publishing=True).post)
    return [finding for finding in found if finding.severity == Severity.ERROR]


def count_findings(findings: Iterable[Finding]) -> Counts:
    found = list(findings)
    errors = sum(finding.severity == Severity.ERROR for finding in found)
    return Counts(len(RULES) - len({finding.code for finding in found}), len(found) - errors, errors)


def mend(post: CheckedPost, code: str, place: BodyPlace | None = None) -> Mapping[str, str]:
    """Returns the form fields that fixing a check's findings changes, in one place or everywhere; empty when there is
    nothing to do. Raises: KeyError for an unknown code or a check without a remedy."""
    rule = BY_CODE[code]
    if rule.mend is None:
        raise KeyError(code)
    changes: Changes = rule.mend(post, place)
    return {name: value for name, value in changes.items() if value != getattr(post, name)}
