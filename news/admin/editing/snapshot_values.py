"""Show single values of a snapshot as readable text."""

from typing import Any

from news.admin.fields import JOINER
from news.publishing.versions import comparing
from news.publishing.versions.reference_names import ReferenceNames
from news.text.plain import visible_text


def show_value(key: str, value: Any) -> str:
    """Return one or more lines of text for the value of a snapshot's field `key`; "" when it is not set."""
    if value in (None, "", []):
        return ""
    if key == "body":
        return visible_text(value)
    names = ReferenceNames([{key: value}])
    if isinstance(value, list):
        return JOINER.join(comparing.show_items(key, value, names))
    return comparing.show_value(key, value, names)
