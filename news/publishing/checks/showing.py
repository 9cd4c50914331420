"""Presents findings to a user: with their sentences, and naming only posts that the user may know of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from news.models import Post, User
from news.publishing.checks.findings import Finding
from news.publishing.checks.messages import SEVERITIES, describe_finding, describe_mending


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """`posts` are the ids and titles of posts it mentions. `mending` is its button's label, "" without one."""

    finding: Finding
    severity: str
    sentence: str
    mending: str
    posts: tuple[tuple[int, str], ...]

    def as_json(self) -> dict[str, Any]:
        """Returns the finding as JSON values, without what the user may not know of."""
        facts = self.finding.as_json()
        if "posts" in facts["facts"]:
            facts["facts"]["posts"] = [pk for pk, _title in self.posts]
        return {**facts, "sentence": self.sentence}


def show_findings(findings: Iterable[Finding], user: User | None = None) -> list[ShownFinding]:
    """Prepares findings for this user; None: for an operator, who may know everything. Makes at most one query."""
    found = list(findings)
    titles = _known_titles({pk for each in found for pk in each.facts.get("posts", ())}, user)
    return [_show(finding, titles) for finding in found]


def _show(finding: Finding, titles: Mapping[int, str]) -> ShownFinding:
    named = tuple((pk, titles[pk]) for pk in finding.facts.get("posts", ()) if pk in titles)
    return ShownFinding(
        finding,
        str(SEVERITIES[finding.severity]),
        describe_finding(finding, titles),
        describe_mending(finding.code) if finding.is_mendable else "",
        named,
    )


def _known_titles(ids: set[int], user: User | None) -> dict[int, str]:
    if not ids:
        return {}
    posts = Post.objects.filter(pk__in=ids)
    if user is not None:
        posts = posts.visible_to(user) | posts.published()
    return dict(posts.values_list("pk", "title"))
