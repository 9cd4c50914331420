"""`import_undo`: undoes an import. Safe to interrupt and to run again."""

import time
from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from news.exchange.batches import close_dead_batches
from news.exchange.receipts import ReportFile
from news.exchange.undo.judging import open_items
from news.exchange.undo.run import BatchUndo, UndoneItem, UndoReceipt, preview
from news.management.importing import lock_or_stop, open_report, tell_broken_report
from news.management.reporting import (
    EXIT_HELP,
    Exit,
    HelpFormatter,
    Progress,
    leave,
    require_database,
    stop,
    stop_requests,
)
from news.management.undoing import (
    KeptPosts,
    find_batch,
    find_question,
    is_agreed,
    is_attended,
    json_chunks,
    kept_lines,
    summary_lines,
)
from news.models import ImportBatch

EXAMPLES = f"""\
examples:
  manage.py import_undo 12 --dry-run    show what would be deleted, restored and kept; write nothing
  manage.py import_undo 12              undo import 12; asks first on a terminal
  manage.py import_undo 12 --yes --json without asking, the result as JSON

{EXIT_HELP}
"""


class Command(BaseCommand):
    help = "Undo an import: delete what it created, restore what it updated, keep what was edited since."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(prog_name, subcommand, epilog=EXAMPLES, formatter_class=HelpFormatter, **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("batch", type=int, metavar="BATCH", help="number of the import, as import_posts and the admin show it")
        add("--dry-run", action="store_true", help="do everything except write")
        add("--json", action="store_true", help="print the result as one JSON object")
        add("--quiet", action="store_true", help="print only which posts were kept, and why")
        add("--yes", action="store_true", help="do not ask for confirmation")

    def handle(self, *args: Any, **options: Any) -> None:
        require_database()
        self._ask(options)
        with lock_or_stop():
            batch = self._find(options)
            report, kept = open_report(None, "undo"), KeptPosts()
            undo = BatchUndo(batch)
            receipt = UndoReceipt(is_dry_run=True) if options["dry_run"] else undo.receipt
            progress = Progress(open_items(batch).count(), is_quiet=options["quiet"])
            started = time.monotonic()
            with stop_requests() as asked:
                items = preview(batch, receipt) if options["dry_run"] else undo.run(lambda: bool(asked))
                self._go_through(items, report, kept, progress)
                if not options["dry_run"]:
                    undo.close()
            receipt.seconds = time.monotonic() - started
        self._tell(batch, receipt, report, kept, is_json=options["json"], is_quiet=options["quiet"])

    def _ask(self, options: dict[str, Any]) -> None:
        """Ask for confirmation. The lock is held for the preview only, so that imports may run during the wait."""
        if options["dry_run"] or options["yes"] or not is_attended():
            return
        with lock_or_stop():
            question = find_question(self._find(options))
        if question and not is_agreed(question):
            stop(Exit.NOT_STARTED, _("Nothing was undone."))

    def _find(self, options: dict[str, Any]) -> ImportBatch:
        if not options["dry_run"]:
            close_dead_batches()
        return find_batch(options["batch"])

    def _go_through(self, items: Iterable[UndoneItem], report: ReportFile, kept: KeptPosts, progress: Progress) -> None:
        try:
            for item in items:
                report.add(item)
                kept.add(item)
                progress.advance()
        finally:
            progress.clear()
            report.close()

    def _tell(
        self,
        batch: ImportBatch,
        receipt: UndoReceipt,
        report: ReportFile,
        kept: KeptPosts,
        *,
        is_json: bool,
        is_quiet: bool,
    ) -> None:
        if is_json:
            for chunk in json_chunks(batch, receipt, report):
                self.stdout.write(chunk, ending="")
        lines = (
            kept_lines(kept, report.path)
            if (is_json or is_quiet) and not receipt.is_interrupted
            else summary_lines(batch, receipt, kept, report.path)
        )
        out = self.stderr if is_json or is_quiet else self.stdout
        for line in lines:
            out.write(line)
        tell_broken_report(report, self.stderr)
        leave(Exit.INTERRUPTED if receipt.is_interrupted else Exit.DONE)
