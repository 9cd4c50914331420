"""What `import_undo` asks and reports: the confirmation, what was undone, and which posts were kept and why."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from news.exchange.messages import describe_removed
from news.exchange.receipts import ReportFile
from news.exchange.undo.judging import Undo
from news.exchange.undo.run import UndoneItem, UndoReceipt, find_near, is_undoable, preview
from news.management.importing import SHOWN_PROBLEMS
from news.management.reporting import Exit, stop
from news.models import ImportBatch


def find_batch(pk: int) -> ImportBatch:
    """Return the import. Stops if there is none, suggesting the nearest number, or if it can no longer be undone."""
    batch = ImportBatch.objects.filter(pk=pk).first()
    if batch is None:
        near = find_near(pk)
        hint = " " + _("Did you mean %(near)s?") % {"near": near} if near else ""
        stop(Exit.USAGE, _("There is no import %(id)s.") % {"id": pk} + hint)
    if batch.state != ImportBatch.Stage.UNDONE and not is_undoable(batch):
        facts = {"id": pk, "day": f"{batch.pruned_at:%Y-%m-%d}"}
        sentence = _("Import %(id)s can no longer be undone: its before-images were dropped on %(day)s.")
        stop(Exit.NOT_STARTED, sentence % facts)
    return batch


def is_attended() -> bool:
    """Tell whether someone can answer a question; in a script, its author has already decided."""
    return sys.stdin.isatty()


def find_question(batch: ImportBatch) -> str:
    """Return the question with the expected counts; "" if the import is undone and nothing of it is left."""
    receipt = UndoReceipt(is_dry_run=True)
    for _item in preview(batch, receipt):  # counts
        pass
    if batch.state == ImportBatch.Stage.UNDONE and not receipt.has_done_something:
        return ""
    return _("Undo import %(id)s (%(counts)s)? [y/N] ") % {"id": batch.pk, "counts": _posts_line(receipt)}


def is_agreed(question: str) -> bool:
    """Ask. Ctrl-C and end of input count as no."""
    try:
        return input(question).strip().lower() in {"y", "yes", "是"}
    except (EOFError, KeyboardInterrupt):
        sys.stderr.write("\n")  # so that later output starts on a new line
        return False


@dataclass(slots=True)
class KeptPosts:
    """The first posts that were kept, for the end of the output; the report has them all."""

    shown: list[UndoneItem] = field(default_factory=list)
    count: int = 0

    def add(self, item: UndoneItem) -> None:
        if item.verdict.undo == Undo.KEPT:
            self.count += 1
            if len(self.shown) < SHOWN_PROBLEMS:
                self.shown.append(item)

    def lines(self) -> Iterator[str]:
        yield from (f"  – {item.path}  {item.title}  {item.reason}" for item in self.shown)
        if self.count > len(self.shown):
            yield "  " + _("… and %(count)s more, all in the report.") % {"count": self.count - len(self.shown)}


def kept_lines(kept: KeptPosts, report: Path) -> Iterator[str]:
    """List the kept posts, and the report's path if there are too many to show."""
    yield from kept.lines()
    if kept.count > len(kept.shown):
        yield _report_line(report)


def summary_lines(batch: ImportBatch, receipt: UndoReceipt, kept: KeptPosts, report: Path) -> Iterator[str]:
    yield _headline(receipt) % {"id": batch.pk} + f"   {receipt.seconds:.1f} s"
    yield "  " + _posts_line(receipt)
    if removed := describe_removed(receipt.removed):
        yield "  " + _("also removed: %(counts)s") % {"counts": "   ".join(removed)}
    yield from kept.lines()
    yield _report_line(report)


def _report_line(report: Path) -> str:
    return _("Report: %(path)s") % {"path": report}


def _headline(receipt: UndoReceipt) -> str:
    if receipt.is_dry_run:
        return _("Import %(id)s: what an undo would do (dry run, nothing was written)")
    if receipt.is_interrupted:
        return _("Undo of import %(id)s stopped. Run the same command again to continue.")
    if receipt.is_again and not receipt.has_done_something:
        return _("Import %(id)s has already been undone.")
    if receipt.count(Undo.KEPT) and not receipt.has_done_something:
        return _("Import %(id)s: nothing could be undone")
    return _("Import %(id)s undone")


def _posts_line(receipt: UndoReceipt) -> str:
    return "   ".join(f"{undo.label} {receipt.count(undo):,}" for undo in Undo)


def json_chunks(batch: ImportBatch, receipt: UndoReceipt, report: ReportFile) -> Iterator[str]:
    """Yield the whole result as one JSON object, in pieces; items are copied line by line from the report."""
    head = {"batch": batch.pk, "dry_run": receipt.is_dry_run, "again": receipt.is_again, **receipt.counts_as_json()}
    yield json.dumps(head)[:-1] + ', "items": ['
    for number, line in enumerate(report.read_lines()):
        yield ("," if number else "") + "\n" + line.rstrip("\n")
    yield "\n], " + json.dumps({"seconds": round(receipt.seconds, 3)})[1:] + "\n"
