"""Drops data that old imports no longer need: before-images, receipts without changes, raw files that are not exported.

Identities and hashes always stay, so that no file is imported twice; so does the raw file of an unedited post.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import BigIntegerField, CharField, F, Func, JSONField, Q, QuerySet, Sum, TextField
from django.db.models.functions import Cast, Length
from django.utils import timezone

from news.exchange.receipts import DONE
from news.models import ImportBatch, ImportItem, RawSource

Stage = ImportBatch.Stage
FINISHED = (Stage.DONE, Stage.INTERRUPTED, Stage.UNDONE)


TEXT_FIELDS = [
    field.name for field in ImportItem._meta.concrete_fields if isinstance(field, CharField | JSONField | TextField)
]


class _ByteCount(Func):
    """Counts bytes, not characters: a Chinese character takes three bytes. SQLite before 3.43 has no OCTET_LENGTH."""

    template = "LENGTH(CAST(%(expressions)s AS BLOB))"
    output_field = BigIntegerField()

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        return self.as_sql(compiler, connection, template="OCTET_LENGTH(%(expressions)s)")


@dataclass(slots=True)
class PrunedImports:
    """What was dropped, or would be. `freed_bytes` is the size of the stored texts and files, not of the whole rows."""

    batches: int = 0
    before_images: int = 0
    items: int = 0
    raw_files: int = 0
    freed_bytes: int = 0


def prune_imports(before: dt.datetime, *, with_raw: bool = False, is_dry_run: bool = False) -> PrunedImports:
    """Prune imports that ended before the aware time `before`. May be repeated. The caller holds the import lock.

    An import without its before-images can no longer be undone, and no run resumes it.
    """
    pruned = PrunedImports()
    for batch in ImportBatch.objects.filter(state__in=FINISHED, finished_at__lt=before).order_by("pk"):
        with transaction.atomic():
            _prune_batch(batch, pruned, is_dry_run)
    if with_raw:
        # Posts that were edited since, or purged, are no longer exported from their raw files.
        needless = Q(post__isnull=True) | Q(post__version__gt=F("post_version"))
        rows = RawSource.objects.filter(needless, imported_at__lt=before, size_bytes__gt=0)
        pruned.raw_files = rows.count()
        pruned.freed_bytes += rows.aggregate(sum=Sum(Length("content")))["sum"] or 0
        if not is_dry_run:
            rows.update(content=b"", size_bytes=0)
    return pruned


def _prune_batch(batch: ImportBatch, pruned: PrunedImports, is_dry_run: bool) -> None:
    items = batch.items.all()
    is_idle = not items.filter(outcome__in=DONE).exists()
    rows = items if is_idle else items.filter(before__isnull=False)
    count = rows.count()
    if not count:
        return
    pruned.batches += 1
    pruned.freed_bytes += _measure(rows, TEXT_FIELDS if is_idle else ["before"])
    if is_idle:
        pruned.items += count
    else:
        pruned.before_images += count
    if not is_dry_run:
        _forget_items(batch, rows) if is_idle else _forget_before(batch, rows)


def _forget_items(batch: ImportBatch, rows: QuerySet[ImportItem]) -> None:
    rows.delete()
    ImportBatch.objects.filter(pk=batch.pk).update(command="")


def _forget_before(batch: ImportBatch, rows: QuerySet[ImportItem]) -> None:
    rows.update(before=None)
    ImportBatch.objects.filter(pk=batch.pk).update(pruned_at=timezone.now(), command="")


def _measure(rows: QuerySet[ImportItem], names: Iterable[str]) -> int:
    sums = rows.aggregate(**{f"{name}_sum": Sum(_ByteCount(Cast(name, TextField()))) for name in names})
    return sum(value or 0 for value in sums.values())
