"""Defines rules and their findings. The sentences are in `messages`."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from news.publishing.checks.checked import CheckedPost
from news.publishing.checks.places import BodyPlace
from news.text.sentences import Facts

Changes = Mapping[str, str]  # form fields and their new values; unchanged ones may be left out


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Spot:
    """One problem that a rule found. `field` is set when it differs from the rule's field."""

    facts: Facts = field(default_factory=dict)
    place: BodyPlace | None = None
    field: str = ""
    is_mendable: bool = True


class Rule(NamedTuple):
    """`mend` returns the changes that fix what was found, in one place or (None) everywhere; repeating it changes
    nothing more, and no text is lost. `is_timed`: findings depend on the time and are not stored with the post.
    `is_download`: the image library fixes it (`news.publishing.checks.library`); the text stays unchanged."""

    code: str
    severity: Severity
    field: str
    find: Callable[[CheckedPost], Iterable[Spot]]
    mend: Callable[[CheckedPost, BodyPlace | None], Changes] | None = None
    is_timed: bool = False
    is_download: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    code: str
    severity: Severity
    field: str
    facts: Facts
    place: BodyPlace | None
    is_mendable: bool

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "severity": str(self.severity),
            "field": self.field,
            "facts": dict(self.facts),
            "place": self.place._asdict() if self.place else None,
            "is_mendable": self.is_mendable,
        }


def run_rule(rule: Rule, post: CheckedPost) -> list[Finding]:
    return [
        Finding(
            rule.code,
            rule.severity,
            spot.field or rule.field,
            spot.facts,
            spot.place,
            is_mendable=rule.mend is not None and spot.is_mendable,
        )
        for spot in rule.find(post)
    ]
