"""Two changes of one post made side by side: each field is taken from whoever changed it."""

from collections.abc import Mapping
from typing import Any

from news.publishing.posts.recording import LINK_FIELDS, TEXT_FIELDS
from news.publishing.versions.comparing import is_same


class MergeConflictError(Exception):
    """Both sides changed the same fields, each differently."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(names)
        self.names = names


def merge_snapshots(base: Mapping[str, Any], mine: Mapping[str, Any], stored: Mapping[str, Any]) -> dict[str, Any]:
    """What `mine` changed since `base`, on top of what is `stored` now; text and links only, never the state.

    Raises: MergeConflictError with the names of the fields that both changed.
    """
    changed = [name for name in (*TEXT_FIELDS, *LINK_FIELDS) if name in mine and _differs(name, mine, base)]
    clashing = [name for name in changed if _differs(name, stored, base) and _differs(name, stored, mine)]
    if clashing:
        raise MergeConflictError(clashing)
    return {**stored, **{name: mine[name] for name in changed}}


def _differs(name: str, one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return not is_same(name, one.get(name), other.get(name))
