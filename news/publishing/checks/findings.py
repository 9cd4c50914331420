"""What a rule is and what it finds. The sentences are in `words`."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from news.publishing.checks.checked import CheckedPost
from news.publishing.checks.places import BodyPlace
from news.text.sentences import Facts

Changes = Mapping[str, str]  # fields of the form and their new values; those that stay as they are may be left out


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Spot:
    """One thing that a rule does not like. `field` where it is another one than the rule's."""

    facts: Facts = field(default_factory=dict)
    place: BodyPlace | None = None
    field: str = ""
    is_mendable: bool = True


class Rule(NamedTuple):
    """`mend` gives the changes that take what is found away, in one place or (None) everywhere; twice is as once, and
    no text is lost. `is_timed`: what it finds depends on the moment, so it is not kept with the post. `is_download`:
    the library mends it (`news.publishing.checks.library`), and the text stays as it is."""

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
