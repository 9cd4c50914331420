"""What is written down and not done yet follows a merge: scheduled changes and unsaved texts name ids of their own."""

from collections.abc import Sequence
from typing import Any

from news.models import Author, Category, Draft, ScheduledChange, Source, Tag
from news.models.tag import tag_key

CHUNK = 200
LISTS: dict[type[Any], str] = {Category: "categories", Author: "authors"}


def follow_in_open_work(kept: Any, ids: Sequence[int], names: Sequence[str]) -> None:
    """Snapshots of open changes and the values of drafts name the survivor from now on. Revisions stay what they are.

    Few rows, each read and written by itself.
    """
    for change in ScheduledChange.objects.open().select_for_update().order_by("pk").iterator(CHUNK):
        if _follow_snapshot(change.snapshot, kept, ids, names):
            change.save(update_fields=["snapshot"])
    for draft in Draft.objects.select_for_update().order_by("pk").iterator(CHUNK):
        if _follow_values(draft.values, kept, ids):
            draft.save(update_fields=["values"])


def _follow_snapshot(snapshot: dict[str, Any], kept: Any, ids: Sequence[int], names: Sequence[str]) -> bool:
    if isinstance(kept, Source):
        is_named = snapshot.get("source_id") in ids
        if is_named:
            snapshot["source_id"] = kept.pk
        return is_named
    if isinstance(kept, Tag):
        keys = {tag_key(name) for name in names}
        return _replace(
            snapshot, "tags", kept.name, [name for name in snapshot.get("tags", []) if tag_key(name) in keys]
        )
    return _replace(snapshot, LISTS[type(kept)], kept.pk, ids)


def _follow_values(values: dict[str, Any], kept: Any, ids: Sequence[int]) -> bool:
    """Of a form: lists of texts. Its tags are names, which lead on to the survivor: they stay."""
    texts = [str(pk) for pk in ids]
    name = "source" if isinstance(kept, Source) else LISTS.get(type(kept))
    return bool(name) and _replace(values, str(name), str(kept.pk), texts)


def _replace(values: dict[str, Any], name: str, kept: Any, others: Sequence[Any]) -> bool:
    before = values.get(name)
    if not isinstance(before, list) or not set(before).intersection(others):
        return False
    values[name] = list(dict.fromkeys(kept if value in others else value for value in before))
    return True
