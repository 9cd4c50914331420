"""Describes a change for the log: each changed field with its old and new value, small enough to keep for ever."""

import re
from collections.abc import Mapping
from typing import Any

from news.publishing.versions.fields import POST_FIELDS, PostField, is_same

SHORT = 200  # characters; longer values are not kept
_TAG = re.compile(r"<[^>]*>")
LoggedChanges = dict[str, dict[str, Any]]


def tell_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> LoggedChanges:
    """Compares two snapshots: field → {"old", "new"}; for long texts {"chars": [before, after]}; for corrections
    {"count": [before, after]}. References stay ids: `news.publishing.versions.reference_names` looks up their names."""
    fields = [field for field in POST_FIELDS if field.is_told and field.name in old and field.name in new]
    return {
        field.name: _tell(field, old[field.name], new[field.name])
        for field in fields
        if not is_same(field.name, old[field.name], new[field.name])
    }


def tell_values(old: Any, new: Any, *, is_long: bool = False) -> dict[str, Any]:
    """Describes one changed value; a long text is reduced to its lengths."""
    if is_long or _is_too_long(old) or _is_too_long(new):
        return {"chars": [count_characters(str(old or "")), count_characters(str(new or ""))]}
    return {"old": old, "new": new}


def count_characters(text: str) -> int:
    """Counts visible characters, without tags and white space. Character references count as written in the source."""
    return sum(len(word) for word in _TAG.sub("", text).split())


def _tell(field: PostField, old: Any, new: Any) -> dict[str, Any]:
    if field.name == "corrections":
        return {"count": [len(old or []), len(new or [])]}
    return tell_values(old, new, is_long=field.is_long)


def _is_too_long(value: Any) -> bool:
    return isinstance(value, str) and len(value) > SHORT
