"""Merges two concurrent changes of one post: which fields differ, who changed them, and the combined result."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from news.publishing.versions.fields import TEXT_FIELDS, is_same

ChangedBy = Literal["mine", "theirs", "both"]


class MergeConflictError(Exception):
    """Both sides changed the same fields, each differently."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(names)
        self.names = names


def compare_three(
    names: Iterable[str], base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]
) -> dict[str, ChangedBy]:
    """Returns the fields in which `mine` and `theirs` differ, with who changed each since their common version `base`.
    A field that `base` lacks counts as changed by both."""
    return {
        name: _changed_by(name, base, mine, theirs) for name in names if not is_same(name, mine[name], theirs[name])
    }


def _changed_by(name: str, base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> ChangedBy:
    if name not in base:
        return "both"
    if is_same(name, mine[name], base[name]):
        return "theirs"
    return "mine" if is_same(name, theirs[name], base[name]) else "both"


def merge_snapshots(base: Mapping[str, Any], mine: Mapping[str, Any], stored: Mapping[str, Any]) -> dict[str, Any]:
    """Returns `stored` with what `mine` changed since `base`; only text and links, never the state. A field that one
    side lacks counts as empty there.

    Raises: MergeConflictError with the names of the fields that both sides changed.
    """
    names = [field.name for field in TEXT_FIELDS if field.name in mine]
    empty = dict.fromkeys(names)
    changed_by = compare_three(names, empty | dict(base), mine, empty | dict(stored))
    clashing = [name for name, who in changed_by.items() if who == "both"]
    if clashing:
        raise MergeConflictError(clashing)
    return {**stored, **{name: mine[name] for name, who in changed_by.items() if who == "mine"}}
