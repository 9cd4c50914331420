"""Removes what undone imports created besides posts and nobody uses: names, pictures, collections."""

import datetime as dt
from collections import Counter
from collections.abc import Collection as Ids
from collections.abc import Iterator
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.utils import timezone

from news.exchange.undo.uses import CHUNK, named_by_revisions, pictures_in_texts, touched_by_editors, without_uses
from news.models import Address, Author, Category, Collection, Image, ImportBatch, RawSource, Source, Tag
from news.models.image import ImageQuerySet

# The order matters: an author may use a picture.
TABLES: dict[str, type[Model]] = {
    "category": Category,
    "tag": Tag,
    "author": Author,
    "source": Source,
    "image": Image,
    "collection": Collection,
}


def remove_leftovers(batch: ImportBatch) -> Counter[str]:
    """Return how many rows of each table were removed. Used rows stay; the next undo of any import checks them again.

    May be repeated.
    """
    undone = ImportBatch.objects.filter(state=ImportBatch.Stage.UNDONE).exclude(pk=batch.pk)
    by_items = batch.items.exclude(made={}).values_list("made", flat=True).iterator(CHUNK)
    made: dict[str, set[int]] = {table: set() for table in TABLES}
    # What this import created, and what earlier undos had to leave behind.
    for each in (batch.made, *undone.exclude(made={}).values_list("made", flat=True), *by_items):
        for table in TABLES:
            made[table].update(each.get(table, []))
    named = named_by_revisions() if any(made.values()) else {}
    removed: Counter[str] = Counter()
    for table, model in TABLES.items():
        removed[table] = len(_remove(model, sorted(made[table] - named.get(table, set()))))
    left = {table: _existing(model, sorted(made[table])) for table, model in TABLES.items()}
    batch.made = {table: ids for table, ids in left.items() if ids}
    return +removed


def _existing(model: type[Model], ids: Ids[int]) -> list[int]:
    rows = model._default_manager
    return [pk for chunk in _chunks(ids) for pk in rows.filter(pk__in=chunk).values_list("pk", flat=True)]


def _remove(model: type[Model], ids: Ids[int]) -> set[int]:
    if model is Image:
        return _remove_images(ids)
    if model is Category:
        # From the leaves up: a category can only count as empty once those below it are gone.
        by_depth: dict[int, list[int]] = {}
        for chunk in _chunks(ids):
            for pk, depth in Category.objects.filter(pk__in=chunk).values_list("pk", "depth"):
                by_depth.setdefault(depth, []).append(pk)
        return {pk for depth in sorted(by_depth, reverse=True) for pk in _remove_in_chunks(Category, by_depth[depth])}
    return _remove_in_chunks(model, ids)


def _remove_images(ids: Ids[int]) -> set[int]:
    """Read all texts once; each chunk then only reads those that have changed since."""
    started = timezone.now()
    candidates = [pk for chunk in _chunks(ids) for pk in _unused(Image, chunk)]
    shown = pictures_in_texts(candidates) if candidates else set()
    return _remove_in_chunks(Image, [pk for pk in candidates if pk not in shown], started)


def _remove_in_chunks(model: type[Model], ids: Ids[int], scanned_at: dt.datetime | None = None) -> set[int]:
    """Return the ids that no longer exist: those removed here, and those that someone else deleted before."""
    gone: set[int] = set()
    for chunk in _chunks(ids):
        try:
            gone |= _remove_unused(model, chunk, scanned_at)
        except IntegrityError:  # one of them has just come into use
            gone |= {pk for pk in chunk if _remove_one(model, pk, scanned_at)}
    return gone


def _remove_one(model: type[Model], pk: int, scanned_at: dt.datetime | None) -> bool:
    try:
        return pk in _remove_unused(model, [pk], scanned_at)
    except IntegrityError:
        return False


@transaction.atomic
def _remove_unused(model: type[Model], ids: Ids[int], scanned_at: dt.datetime | None) -> set[int]:
    unused = _unused(model, ids)
    if model is Image and scanned_at:
        unused -= pictures_in_texts(unused, since=scanned_at)
    rows: Any = model._default_manager.filter(pk__in=unused)
    name = model.__name__.lower()
    if name in {field.name for field in Address._meta.fields}:
        Address.objects.filter(**{f"{name}__in": unused}).delete()
    rows.delete()
    return unused


def _unused(model: type[Model], ids: Ids[int]) -> set[int]:
    rows: QuerySet[Any] = without_uses(model._default_manager.filter(pk__in=ids))
    if model is Collection:
        rows = rows.filter(~Exists(RawSource.objects.filter(collection=OuterRef("name"))))
    if isinstance(rows, ImageQuerySet):  # an image that is being fetched waits for the next undo
        rows = rows.unclaimed()
    unused = set(rows.values_list("pk", flat=True))
    return unused - touched_by_editors(model, unused)


def _chunks(ids: Ids[int]) -> Iterator[list[int]]:
    rows = list(ids)
    return (rows[start : start + CHUNK] for start in range(0, len(rows), CHUNK))
