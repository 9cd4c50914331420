"""The values of a snapshot as a person reads them, one by one."""

from typing import Any

from news.admin.fields import JOINER
from news.publishing.versions import comparing
from news.publishing.versions.reference_names import ReferenceNames
from news.text.plain import visible_text


def show_value(key: str, value: Any) -> str:
    """One or more lines of text for a value under its name in a snapshot; what is not set is empty."""
    if value in (None, "", []):
        return ""
    if key == "body":
        return visible_text(value)
    names = ReferenceNames([{key: value}])
    if isinstance(value, list):
        return JOINER.join(comparing.show_items(key, value, names))
    return comparing.show_value(key, value, names)
