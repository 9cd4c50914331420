"""Keeps the rows of an import run: a batch, which a later run may resume, and an item for each file that it changed."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.utils import timezone

from news.exchange.options import ImportOptions
from news.exchange.receipts import DONE, ItemReceipt, Outcome, Receipt, read_item
from news.exchange.source_files import SourceFile
from news.exchange.storing.made import merge_made
from news.exchange.storing.posts import Saved
from news.models import ImportBatch, ImportItem

PATH_MAX = 1000
NOT_DECIDING = ("is_dry_run", "limit")
Stage = ImportBatch.Stage


def command_key(paths: Iterable[Path], collection: str, options: ImportOptions) -> str:
    """Return the same hash for the same files, folders and options, leaving out the options in NOT_DECIDING."""
    deciding = {name: value for name, value in options.as_json().items() if name not in NOT_DECIDING}
    said = [sorted(str(path.resolve()) for path in paths), collection, deciding]
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


def find_unfinished(command: str) -> ImportBatch | None:
    """Return the interrupted batch that this command would resume."""
    return ImportBatch.objects.filter(command=command, state=Stage.INTERRUPTED).first()


def give_up(command: str) -> None:
    """Make sure that no run resumes the unfinished batches of this command. Their state stays «interrupted»."""
    ImportBatch.objects.filter(command=command, state=Stage.INTERRUPTED).update(command="")


def close_dead_batches() -> None:
    """Mark batches still «running» as interrupted and count what they did: with the lock held, they must be dead."""
    for batch in ImportBatch.objects.filter(state=Stage.RUNNING):
        batch.state, batch.counts, batch.finished_at = Stage.INTERRUPTED, tally(batch), timezone.now()
        batch.save()


def count_done(batch: ImportBatch) -> int:
    """Return how many files a resuming run would not import again."""
    return batch.items.filter(outcome__in=DONE).values("external_id", "collection").distinct().count()


def tally(batch: ImportBatch) -> dict[str, Any]:
    """Compute the counts of an unfinished batch from its items."""
    receipt = Receipt(is_dry_run=False)
    for item in batch.items.defer("before", "made").iterator():
        receipt.add(read_item(item))
    return receipt.counts_as_kept()


class BatchLog:
    """Writes what a run did. Unless it resumes a batch, it creates one as soon as there is something to write."""

    def __init__(
        self, options: ImportOptions, paths: Iterable[str] = (), command: str = "", going_on: ImportBatch | None = None
    ) -> None:
        self.options = options
        self.paths = list(paths)
        self.command = command
        self.batch = going_on
        self.is_going_on = going_on is not None
        self.is_fresh = False  # the current transaction created the batch
        self.made_collections: list[int] = []  # created by this run before it had a batch

    def ensure(self) -> ImportBatch | None:
        """Return the batch, creating it if necessary; None in a dry run."""
        if self.options.is_dry_run:
            return None
        if self.batch is None:
            made = {"collection": self.made_collections} if self.made_collections else {}
            self.batch = ImportBatch.objects.create(
                paths=self.paths, options=self.options.as_json(), command=self.command, made=made
            )
            self.is_fresh = True
        return self.batch

    def keep(self) -> None:
        """Call this after a transaction was committed."""
        self.is_fresh = False

    def drop(self) -> None:
        """Call this after a rollback: a batch created in that transaction is gone."""
        if self.is_fresh:
            self.batch, self.is_fresh = None, False

    def find_earlier(self, source: SourceFile) -> ImportItem | None:
        """Return what this batch did with the file before its interruption. No query unless the run resumes a batch."""
        if not self.is_going_on or self.batch is None:
            return None
        same = self.batch.items.filter(external_id=source.external_id, collection=source.collection)
        return same.defer("before").order_by("pk").last()

    def write(
        self, source: SourceFile, item: ItemReceipt, content_hash: str = "", saved: Saved | None = None
    ) -> ItemReceipt:
        """Store the item in place of what this batch had for the file. Return it as it counts in the whole import."""
        batch = self.ensure()
        if batch is None:
            return item
        earlier = self.find_earlier(source)
        if earlier and earlier.outcome in DONE and not (saved and _is_overtaken(earlier)):
            return _write_again(earlier, item, content_hash, saved)
        if earlier and earlier.outcome not in DONE:
            earlier.delete()
        _write_new(batch, source, item, content_hash, saved)
        return item

    def forget(self, source: SourceFile) -> None:
        """Drop this batch's earlier failure or skip of a file that has turned out to be unchanged."""
        earlier = self.find_earlier(source)
        if earlier and earlier.outcome not in DONE:
            earlier.delete()

    def close(self, receipt: Receipt) -> None:
        """Write the counts and the end of the batch, if there is one."""
        batch = self.batch
        if batch is None:
            return
        is_unfinished = receipt.is_interrupted or (self.is_going_on and receipt.is_cut)
        batch.state = Stage.INTERRUPTED if is_unfinished else Stage.DONE
        batch.counts = tally(batch) if is_unfinished else receipt.counts_as_kept()
        batch.finished_at = timezone.now()
        batch.save()

    def keep_counts(self, receipt: Receipt) -> None:
        """Write the counts again if pictures have been fetched since `close`."""
        if self.batch is not None:
            self.batch.counts = receipt.counts_as_kept()
            self.batch.save(update_fields=["counts"])


def _is_overtaken(item: ImportItem) -> bool:
    """Tell whether another import has updated the post since. If so, this batch needs two before-images of the post."""
    newer = ImportItem.objects.filter(post=item.post_id, pk__gt=item.pk, outcome__in=DONE)
    return item.post_id is not None and newer.exclude(batch=item.batch_id).exists()


def _write_new(
    batch: ImportBatch, source: SourceFile, item: ItemReceipt, content_hash: str, saved: Saved | None
) -> None:
    ImportItem.objects.create(
        batch=batch,
        path=item.path[-PATH_MAX:],
        line=item.line,
        outcome=item.outcome,
        post_id=item.post_id,
        post_version=saved.post.version if saved else None,
        before=saved.before.as_json() if saved and saved.before else None,
        collection=source.collection,
        external_id=source.external_id,
        content_hash=content_hash,
        made=saved.made if saved else {},
        **_tellings(item),
    )


def _write_again(earlier: ImportItem, item: ItemReceipt, content_hash: str, saved: Saved | None) -> ItemReceipt:
    """Update the item of a file that changed between the two runs. A saved one keeps the first run's outcome.

    The first before-image stays, because an undo restores it. If the file cannot be imported now, the first run's
    result stands, and the item says why the newer file was not imported.
    """
    values: dict[str, Any] = _tellings(item)
    if saved:
        made = merge_made(earlier.made, saved.made)
        values |= {"made": made, "content_hash": content_hash, "post_version": saved.post.version, "line": item.line}
        item = replace(item, outcome=Outcome(earlier.outcome))
    ImportItem.objects.filter(pk=earlier.pk).update(**values)
    return item


def _tellings(item: ItemReceipt) -> dict[str, Any]:
    images: dict[str, Any] = {state: count for state, count in item.images.items() if count}
    if item.waiting_images:
        images["waiting"] = list(item.waiting_images)
    return {
        "notes": [{"code": note.code, "facts": dict(note.facts)} for note in item.notes],
        "reason": item.problem.as_json() if item.problem else None,
        "images": images,
    }
