"""Brings files in: one file, one transaction, one receipt. What one file does wrong never costs another."""

import logging
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath

from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from news.exchange.intake.preparing import Identity, Prepared, add_note, find_known, find_original, has_arrived, prepare
from news.exchange.options import ImportOptions
from news.exchange.reading import read_bytes, read_record
from news.exchange.receipts import ItemReceipt, Outcome, Problem, Receipt
from news.exchange.record import FormatError, Note, Record
from news.exchange.source_files import SourceFile
from news.exchange.storing.names import Names
from news.exchange.storing.posts import Saved, save_prepared
from news.models import ImportBatch, ImportItem
from news.publishing.errors import EditConflictError, NoFreeSlugError

log = logging.getLogger(__name__)
PATH_MAX = 1000
ERROR_MAX = 300


class Importer:
    """One run. The caller holds the lock (`news.exchange.locks`) and calls `close` at the end, however it ends."""

    def __init__(self, options: ImportOptions, paths: Iterable[str] = ()) -> None:
        self.options = options
        self.receipt = Receipt(options.is_dry_run)
        self.names = Names()
        self._paths = list(paths)
        self._batch: ImportBatch | None = None
        self._tried_stems: set[str] = set()  # of a dry run, which leaves no rows for translations to find

    def run(self, files: Iterable[SourceFile], should_stop: Callable[[], bool] = bool) -> Iterator[ItemReceipt]:
        """A receipt per file as it is done; a translation waits until all others are, if its original is not there.

        Memory does not grow with the files. `should_stop` is asked before each.
        """
        waiting: list[SourceFile] = []
        for number, source in enumerate(files):
            if number == self.options.limit:
                break
            if self._is_stopped(should_stop):
                return
            item = self._import(source)
            if item:
                yield item
            else:
                waiting.append(source)
        for source in waiting:
            if self._is_stopped(should_stop):
                return
            if item := self._import(source, is_last_try=True):
                yield item

    def close(self) -> None:
        """Writes the counts and the end of the batch, if there is one."""
        if self._batch:
            stopped = self.receipt.is_interrupted
            self._batch.state = ImportBatch.State.INTERRUPTED if stopped else ImportBatch.State.DONE
            self._batch.counts = self.receipt.counts_as_json()
            self._batch.finished_at = timezone.now()
            self._batch.save()

    def _is_stopped(self, should_stop: Callable[[], bool]) -> bool:
        self.receipt.is_interrupted = should_stop()
        return self.receipt.is_interrupted

    def _import(self, source: SourceFile, *, is_last_try: bool = False) -> ItemReceipt | None:
        """None when the file has to wait for another."""
        item = self._try(source, is_last_try)
        if item is None:
            return None
        if item.outcome in {Outcome.FAILED, Outcome.SKIPPED}:
            self._record(item)
        self.receipt.add(item)
        return item

    def _try(self, source: SourceFile, is_last_try: bool) -> ItemReceipt | None:
        try:
            try:
                return self._import_once(source, is_last_try)
            except IntegrityError:  # somebody may have deleted a row that is remembered here: look again, once
                self.names.clear()
                return self._import_once(source, is_last_try)
        except FormatError as error:
            problem = Problem(error.code, {"line": error.line, **error.facts})
            return ItemReceipt(source.shown, Outcome.FAILED, error.line, problem=problem)
        except EditConflictError as error:
            note = Note("edited-since")
            return ItemReceipt(source.shown, Outcome.SKIPPED, post_id=error.post_id or None, notes=(note,))
        except (DatabaseError, NoFreeSlugError) as error:
            return ItemReceipt(source.shown, Outcome.FAILED, problem=Problem("database", {"error": _shorten(error)}))
        except Exception as error:
            log.exception("%s could not be imported", source.shown)
            return ItemReceipt(source.shown, Outcome.FAILED, problem=Problem("unexpected", {"error": _shorten(error)}))

    def _import_once(self, source: SourceFile, is_last_try: bool) -> ItemReceipt | None:
        raw = read_bytes(source)
        identity = Identity.of(source, raw)
        known = find_known(identity)
        if known and known.content_hash == identity.content_hash:
            is_open = known.note_edit() is None and bool(known.waits_for)
            if not is_open or not has_arrived(known.waits_for, source):
                if is_open and "original" in known.waits_for and not is_last_try:
                    return None
                return ItemReceipt(source.shown, Outcome.UNCHANGED, post_id=known.post_id)
        if known and (note := known.note_edit()):
            return ItemReceipt(source.shown, Outcome.SKIPPED, post_id=known.post_id, notes=(note,))
        record = read_record(source, raw, self.options)
        if record is None:
            return ItemReceipt(source.shown, Outcome.SKIPPED, problem=Problem("unknown-format"))
        return self._import_record(record, source, identity, is_known=known is not None, is_last_try=is_last_try)

    def _import_record(
        self, record: Record, source: SourceFile, identity: Identity, *, is_known: bool, is_last_try: bool
    ) -> ItemReceipt | None:
        original = find_original(record.translation_of, source)
        is_lost = bool(record.translation_of) and original is None
        if is_lost and not is_last_try:
            return None
        has_source = self.names.has_source
        prepared = prepare(
            record, source, identity, self.options, is_known=is_known, is_known_source=has_source, original=original
        )
        if is_lost and record.translation_of not in self._tried_stems:
            prepared = add_note(prepared, Note("translation-missing", {"stem": record.translation_of}))
        return self._save(source, prepared)

    def _save(self, source: SourceFile, prepared: Prepared) -> ItemReceipt:
        batch = self._ensure_batch()
        try:
            with transaction.atomic():
                saved = save_prepared(prepared, self.names)
                item = _describe(source, saved)
                if batch:
                    _write_item(batch, item, saved)
                if self.options.is_dry_run:
                    transaction.set_rollback(True)
        except BaseException:
            self.names.drop()
            raise
        if self.options.is_dry_run:
            self.names.drop()
            self._tried_stems.add(PurePosixPath(source.relative).stem)
        self.names.keep()
        return item

    def _ensure_batch(self) -> ImportBatch | None:
        """Made when there is something to write in it: a run that changes nothing leaves nothing."""
        if self._batch is None and not self.options.is_dry_run:
            self._batch = ImportBatch.objects.create(paths=self._paths, options=self.options.as_json())
            self.receipt.batch_id = self._batch.pk
        return self._batch

    def _record(self, item: ItemReceipt) -> None:
        if batch := self._ensure_batch():
            _write_item(batch, item)


def close_dead_batches() -> None:
    """With the lock held no other run is alive: what still says «running» was killed."""
    ImportBatch.objects.filter(state=ImportBatch.State.RUNNING).update(state=ImportBatch.State.INTERRUPTED)


def _describe(source: SourceFile, saved: Saved) -> ItemReceipt:
    return ItemReceipt(
        source.shown,
        Outcome.UPDATED if saved.before else Outcome.CREATED,
        post_id=saved.post.pk,
        notes=saved.notes,
        images=saved.images,
    )


def _write_item(batch: ImportBatch, item: ItemReceipt, saved: Saved | None = None) -> None:
    ImportItem.objects.create(
        batch=batch,
        path=item.path[-PATH_MAX:],
        line=item.line,
        outcome=item.outcome,
        post_id=item.post_id,
        post_version=saved.post.version if saved else None,
        before=saved.before if saved else None,
        notes=[{"code": note.code, "facts": dict(note.facts)} for note in item.notes],
        reason=item.problem.as_json() if item.problem else None,
    )


def _shorten(error: BaseException) -> str:
    text = " ".join(str(error).split()) or type(error).__name__
    return text[:ERROR_MAX]
