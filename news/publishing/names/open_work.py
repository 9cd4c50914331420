"""Updates pending work after a merge: scheduled changes and unsaved texts contain ids of merged rows."""

from collections.abc import Sequence
from typing import Any

from news.models import Draft, ScheduledChange, Tag
from news.models.tag import tag_key
from news.publishing.versions.fields import POST_FIELDS, PostField

CHUNK = 200


def follow_in_open_work(kept: Any, ids: Sequence[int], names: Sequence[str]) -> None:
    """Replaces the merged ids by the survivor's in open scheduled changes and in drafts. Revisions stay unchanged.

    There are few rows, so each is read and written by itself.
    """
    for change in ScheduledChange.objects.open().select_for_update().order_by("pk").iterator(CHUNK):
        if _follow_snapshot(change.snapshot, kept, ids, names):
            change.save(update_fields=["snapshot"])
    for draft in Draft.objects.select_for_update().order_by("pk").iterator(CHUNK):
        if _follow_values(draft.values, kept, ids):
            draft.save(update_fields=["values"])


def _follow_snapshot(snapshot: dict[str, Any], kept: Any, ids: Sequence[int], names: Sequence[str]) -> bool:
    if isinstance(kept, Tag):
        keys = {tag_key(name) for name in names}
        return _replace(
            snapshot, "tags", kept.name, [name for name in snapshot.get("tags", []) if tag_key(name) in keys]
        )
    field = _field_of(kept)
    if not field.is_column:
        return _replace(snapshot, field.name, kept.pk, ids)
    is_named = snapshot.get(field.name) in ids
    if is_named:
        snapshot[field.name] = kept.pk
    return is_named


def _follow_values(values: dict[str, Any], kept: Any, ids: Sequence[int]) -> bool:
    """Updates lists of strings from a form. Its tags are names, which redirect anyway, so they stay."""
    if isinstance(kept, Tag):
        return False
    return _replace(values, _field_of(kept).form, str(kept.pk), [str(pk) for pk in ids])


def _field_of(thing: Any) -> PostField:
    """Returns the post field that refers to things of this kind by id."""
    return next(field for field in POST_FIELDS if field.refers_to is type(thing))


def _replace(values: dict[str, Any], name: str, kept: Any, others: Sequence[Any]) -> bool:
    before = values.get(name)
    if not isinstance(before, list) or not set(before).intersection(others):
        return False
    values[name] = list(dict.fromkeys(kept if value in others else value for value in before))
    return True
