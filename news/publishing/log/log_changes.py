"""What the log keeps of a change: each field with what it was and is, small enough to be kept for ever."""

import re
from collections.abc import Mapping
from typing import Any

SHORT = 200  # characters of a value that is kept as it is
LONG_FIELDS = frozenset({"body", "summary", "notes", "review_note"})
NOT_TOLD = frozenset({"updated_at", "version"})
_TAG = re.compile(r"<[^>]*>")
LoggedChanges = dict[str, dict[str, Any]]


def tell_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> LoggedChanges:
    """Of two snapshots of a post: field → {"old", "new"}; of long texts {"chars": [before, after]}; of corrections how
    many there were and are. References stay numbers: `news.publishing.versions.reference_names` finds their names."""
    names = [name for name in new if name in old and name not in NOT_TOLD]
    return {name: _tell(name, old[name], new[name]) for name in names if not _is_same(old[name], new[name])}


def tell_values(old: Any, new: Any, *, is_long: bool = False) -> dict[str, Any]:
    """One change of a small value; a text that is not small becomes its lengths."""
    if is_long or _is_too_long(old) or _is_too_long(new):
        return {"chars": [count_characters(str(old or "")), count_characters(str(new or ""))]}
    return {"old": old, "new": new}


def count_characters(text: str) -> int:
    """Those that are seen: without tags and white space. A reference counts as what stands in the source."""
    return sum(len(word) for word in _TAG.sub("", text).split())


def _tell(name: str, old: Any, new: Any) -> dict[str, Any]:
    if name == "corrections":
        return {"count": [len(old or []), len(new or [])]}
    return tell_values(old, new, is_long=name in LONG_FIELDS)


def _is_same(old: Any, new: Any) -> bool:
    return (old if old is not None else "") == (new if new is not None else "")


def _is_too_long(value: Any) -> bool:
    return isinstance(value, str) and len(value) > SHORT
