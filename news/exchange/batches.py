"""The rows of a run: its batch, which an interrupted run goes on with, and an item for each file that did something."""

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
    """The same for the same command: the same files and folders, and the same options that decide about a post."""
    deciding = {name: value for name, value in options.as_json().items() if name not in NOT_DECIDING}
    said = [sorted(str(path.resolve()) for path in paths), collection, deciding]
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


def find_unfinished(command: str) -> ImportBatch | None:
    """The interrupted batch that the same command goes on with."""
    return ImportBatch.objects.filter(command=command, state=Stage.INTERRUPTED).first()


def give_up(command: str) -> None:
    """No run goes on with the unfinished batches of this command any more; they stay interrupted."""
    ImportBatch.objects.filter(command=command, state=Stage.INTERRUPTED).update(command="")


def close_dead_batches() -> None:
    """With the lock held no other run is alive: what still says «running» was killed. Counts what it had done."""
    for batch in ImportBatch.objects.filter(state=Stage.RUNNING):
        batch.state, batch.counts, batch.finished_at = Stage.INTERRUPTED, tally(batch), timezone.now()
        batch.save()


def count_done(batch: ImportBatch) -> int:
    """Files that a run does not do again when it goes on."""
    return batch.items.filter(outcome__in=DONE).values("external_id", "collection").distinct().count()


def tally(batch: ImportBatch) -> dict[str, Any]:
    """The counts of a batch that did not come to its end, from its items."""
    receipt = Receipt(is_dry_run=False)
    for item in batch.items.defer("before", "made").iterator():
        receipt.add(read_item(item))
    return receipt.counts_as_kept()


class BatchLog:
    """Writes what a run did. Without a batch to go on with one is made when there is something to write in it."""

    def __init__(
        self, options: ImportOptions, paths: Iterable[str] = (), command: str = "", going_on: ImportBatch | None = None
    ) -> None:
        self.options = options
        self.paths = list(paths)
        self.command = command
        self.batch = going_on
        self.is_going_on = going_on is not None
        self.is_fresh = False  # the batch was made in the transaction under way
        self.made_collections: list[int] = []  # in this run, before there was a batch

    def ensure(self) -> ImportBatch | None:
        """None in a dry run. A run that changes nothing leaves nothing."""
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
        """After a transaction was committed."""
        self.is_fresh = False

    def drop(self) -> None:
        """After it was not: a batch made in it is none."""
        if self.is_fresh:
            self.batch, self.is_fresh = None, False

    def find_earlier(self, source: SourceFile) -> ImportItem | None:
        """What this batch did with the file before it was interrupted. No query in a run that goes on with nothing."""
        if not self.is_going_on or self.batch is None:
            return None
        same = self.batch.items.filter(external_id=source.external_id, collection=source.collection)
        return same.defer("before").order_by("pk").last()

    def write(
        self, source: SourceFile, item: ItemReceipt, content_hash: str = "", saved: Saved | None = None
    ) -> ItemReceipt:
        """Keeps the item, in place of what this batch knew of the file. Gives it as it counts in the whole import."""
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
        """The file turned out unchanged: that it could not be taken before counts no more."""
        earlier = self.find_earlier(source)
        if earlier and earlier.outcome not in DONE:
            earlier.delete()

    def close(self, receipt: Receipt) -> None:
        """Writes the counts and the end of the batch, if there is one."""
        batch = self.batch
        if batch is None:
            return
        is_unfinished = receipt.is_interrupted or (self.is_going_on and receipt.is_cut)
        batch.state = Stage.INTERRUPTED if is_unfinished else Stage.DONE
        batch.counts = tally(batch) if is_unfinished else receipt.counts_as_kept()
        batch.finished_at = timezone.now()
        batch.save()

    def keep_counts(self, receipt: Receipt) -> None:
        """Once more after `close`, when pictures have been fetched since."""
        if self.batch is not None:
            self.batch.counts = receipt.counts_as_kept()
            self.batch.save(update_fields=["counts"])


def _is_overtaken(item: ImportItem) -> bool:
    """Whether another import has updated the post since: then two before-images of this one are needed."""
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
    """The file changed between the two runs. For the import as a whole what the first run did, it did as well.

    The first before-image stays: it is what an undo goes back to. When the file cannot be taken now, what was done with
    it stays done, and the item says why there is no more.
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
