"""Imports files: one transaction and one receipt for each. A file that fails never affects another."""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from django.db import DatabaseError, IntegrityError, transaction

from news.exchange.batches import BatchLog
from news.exchange.intake.preparing import (
    Identity,
    Prepared,
    add_note,
    find_known,
    find_original,
    has_arrived,
    prepare,
)
from news.exchange.options import ImportOptions
from news.exchange.reading import read_bytes, read_record
from news.exchange.receipts import DONE, ImportProblem, ItemReceipt, Outcome, Receipt, read_item
from news.exchange.record import FormatError, NotAPostError, Note, Record
from news.exchange.source_files import SourceFile
from news.exchange.storing.names import NameLookup
from news.exchange.storing.posts import Saved, save_prepared
from news.publishing.errors import EditConflictError, NoFreeSlugError

log = logging.getLogger(__name__)
ERROR_MAX = 300


class Importer:
    """One run. The caller holds the lock (`news.exchange.locks`) and calls `close` at the end, however the run ends.

    If `log` resumes a batch, files that it has already imported with the same bytes are counted but not imported again.
    """

    def __init__(self, options: ImportOptions, log: BatchLog | None = None) -> None:
        self.options = options
        self.receipt = Receipt(options.is_dry_run)
        self.names = NameLookup()
        self.log = log or BatchLog(options)
        self._tried_stems: set[str] = set()  # in a dry run, where translations find no rows to look up

    def run(self, files: Iterable[SourceFile], should_stop: Callable[[], bool] = bool) -> Iterator[ItemReceipt]:
        """Yield a receipt per finished file. A translation without its original waits until all the others are done.

        Memory does not grow with the files. `should_stop` is called before each one.
        """
        waiting: list[SourceFile] = []
        for number, source in enumerate(files):
            if number == self.options.limit:
                self.receipt.is_cut = True
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
        """Write the counts and the end of the batch, if there is one."""
        self.log.close(self.receipt)
        self.receipt.batch_id = self.log.batch.pk if self.log.batch else None

    def _is_stopped(self, should_stop: Callable[[], bool]) -> bool:
        self.receipt.is_interrupted = should_stop()
        return self.receipt.is_interrupted

    def _import(self, source: SourceFile, *, is_last_try: bool = False) -> ItemReceipt | None:
        """Return the receipt, or None when the file has to wait for another."""
        try:
            try:
                item = self._import_once(source, is_last_try)
            except IntegrityError:  # a cached row may have been deleted: look everything up again, once
                self.names.clear()
                item = self._import_once(source, is_last_try)
        except Exception as error:
            item = _describe_failure(source, error)
        if item is None:
            return None
        if item.outcome in {Outcome.FAILED, Outcome.SKIPPED}:
            self.log.write(source, item)
        elif item.outcome == Outcome.UNCHANGED:
            self.log.forget(source)
        self.log.keep()
        self.receipt.add(item)
        return item

    def _import_once(self, source: SourceFile, is_last_try: bool) -> ItemReceipt | None:
        raw = read_bytes(source)
        identity = Identity.of(source, raw)
        earlier = self.log.find_earlier(source)
        if earlier and earlier.outcome in DONE and earlier.content_hash == identity.content_hash:
            return replace(read_item(earlier), path=source.shown)
        known = find_known(identity)
        is_same = known is not None and known.content_hash == identity.content_hash
        note = known.note_edit() if known else None
        if known and is_same and not self.options.is_update:
            may_go_on = bool(known.waits_for) and note is None  # again, once what it lacked has arrived
            if not (may_go_on and has_arrived(known.waits_for, source)):
                is_over = is_last_try or not (may_go_on and "original" in known.waits_for)
                return ItemReceipt(source.shown, Outcome.UNCHANGED, post_id=known.post_id) if is_over else None
        if known and note:
            outcome, notes = (Outcome.UNCHANGED, ()) if is_same else (Outcome.SKIPPED, (note,))
            return ItemReceipt(source.shown, outcome, post_id=known.post_id, notes=notes)
        record = read_record(source, raw, self.options)
        if record is None:
            return ItemReceipt(source.shown, Outcome.SKIPPED, problem=ImportProblem("unknown-format"))
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
        try:
            with transaction.atomic():
                saved = save_prepared(prepared, self.names)
                item = _describe_saved(source, prepared.identity, saved)
                if self.options.is_dry_run or item.outcome == Outcome.UNCHANGED:
                    transaction.set_rollback(True)
                else:
                    item = self.log.write(source, item, prepared.identity.content_hash, saved)
        except BaseException:
            self.names.drop()
            self.log.drop()
            raise
        if self.options.is_dry_run or item.outcome == Outcome.UNCHANGED:
            self.names.drop()
        if self.options.is_dry_run:
            path = PurePosixPath(source.relative)
            self._tried_stems |= {path.stem, str(path.with_suffix(""))}
        self.names.keep()
        return item


def _describe_saved(source: SourceFile, identity: Identity, saved: Saved) -> ItemReceipt:
    """Return the receipt; a file that was read again without effect is unchanged."""
    before = saved.before
    is_same_file = before is not None and before.raw_source["content_hash"] == identity.content_hash
    if is_same_file and saved.came_out_equal():
        return ItemReceipt(source.shown, Outcome.UNCHANGED, post_id=saved.post.pk)
    return ItemReceipt(
        source.shown,
        Outcome.UPDATED if before else Outcome.CREATED,
        post_id=saved.post.pk,
        notes=saved.notes,
        images=saved.images,
        waiting_images=saved.waiting_images,
    )


def _describe_failure(source: SourceFile, error: Exception) -> ItemReceipt:
    """Return the receipt of a file that was not imported. An unexpected error is logged with its traceback."""
    if isinstance(error, FormatError):
        outcome = Outcome.SKIPPED if isinstance(error, NotAPostError) else Outcome.FAILED
        problem = ImportProblem(error.code, {"line": error.line, **error.facts})
        return ItemReceipt(source.shown, outcome, error.line, problem=problem)
    if isinstance(error, EditConflictError):
        note = Note("edited-since")
        return ItemReceipt(source.shown, Outcome.SKIPPED, post_id=error.post_id or None, notes=(note,))
    is_expected = isinstance(error, DatabaseError | NoFreeSlugError)
    if not is_expected:
        log.error("%s could not be imported", source.shown, exc_info=error)
    text = " ".join(str(error).split()) or type(error).__name__
    problem = ImportProblem("database" if is_expected else "unexpected", {"error": text[:ERROR_MAX]})
    return ItemReceipt(source.shown, Outcome.FAILED, problem=problem)
