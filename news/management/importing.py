"""The command line of `import_posts`: its options, its report file and its summary."""

from argparse import ArgumentParser, BooleanOptionalAction
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core.management.base import OutputWrapper
from django.db import DatabaseError
from django.utils.translation import gettext as _

from news.exchange.batches import BatchLog, close_dead_batches, command_key, count_done, find_unfinished, give_up
from news.exchange.fields.permalinks import PermalinkError, parse_permalink
from news.exchange.locks import ImportRunningError, hold_import_lock
from news.exchange.messages import describe_note, describe_problem
from news.exchange.options import CATEGORY_MODES, IMAGE_MODES, STATUSES, ImportOptions
from news.exchange.reading import FORMATS
from news.exchange.receipts import ItemReceipt, Outcome, Receipt, ReportFile
from news.exchange.source_files import SUFFIXES, ImportPlace
from news.exchange.storing.collections import CollectionTakenError, check_collections
from news.management.fetching import FetchReceipt
from news.management.options import check_limit
from news.management.reporting import Exit, stop

SHOWN_PROBLEMS = 20


def add_import_arguments(parser: ArgumentParser) -> None:
    add = parser.add_argument
    add("paths", nargs="+", type=Path, metavar="PATH", help="files or folders of posts")
    add("--from", dest="format", choices=["auto", *FORMATS], default="auto", help="format (default: detected)")
    add("--permalink", metavar="PATTERN", default="", help="the old site's addresses, e.g. :year/:title/ or pretty")
    add("--status", choices=STATUSES, default="keep", help="keep what the file says (default), or draft or published")
    add("--timezone", metavar="ZONE", help="time zone for dates without one (default: the site's)")
    add("--categories", choices=CATEGORY_MODES, default="path", help="read a list as a path (default), flat, or last")
    add("--collection", metavar="NAME", default="", help="tell apart sites whose folders have the same name")
    add("--repair-titles", action=BooleanOptionalAction, default=True, help="repair titles damaged by file names")
    add("--promote-headings", action=BooleanOptionalAction, default=True, help="turn bold paragraphs into headings")
    add(
        "--images",
        choices=IMAGE_MODES,
        default="fetch",
        help="pictures on other sites: fetch them once the posts are in (default), leave them pending, or skip them",
    )
    add("--no-network", action="store_true", help="fetch nothing (same as --images pending)")
    add("--update", action="store_true", help="also read unchanged files again; what editors changed stays as it is")
    add("--restart", action="store_true", help="do not continue the interrupted import of the same command")
    add("--dry-run", action="store_true", help="do everything except write")
    add("--limit", type=int, metavar="N", help="stop after N files")
    add("--json", action="store_true", help="print the result as one JSON object")
    add("--quiet", action="store_true", help="print problems only")
    add("--report", type=Path, metavar="FILE", help="where to write one JSON line per file (default: var/reports)")


def read_options(options: dict[str, Any]) -> ImportOptions:
    zone = options["timezone"] or settings.TIME_ZONE
    try:
        tzinfo = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        stop(Exit.USAGE, _("%(zone)s is not a time zone. Use a name like Asia/Shanghai.") % {"zone": zone})
    check_limit(options)
    if options["permalink"]:
        _refuse_bad_permalink(options["permalink"])
    return ImportOptions(
        zone=tzinfo,
        language=settings.LANGUAGE_CODE,
        format=options["format"],
        permalink=options["permalink"],
        status=options["status"],
        categories=options["categories"],
        images="pending" if options["no_network"] and options["images"] == "fetch" else options["images"],
        repair_titles=options["repair_titles"],
        promote_headings=options["promote_headings"],
        is_update=options["update"],
        is_dry_run=options["dry_run"],
        limit=options["limit"],
    )


def _refuse_bad_permalink(pattern: str) -> None:
    try:
        parse_permalink(pattern)
    except PermalinkError as error:
        problem = describe_problem(error.code, {"text": error.text, "proposal": error.proposal or "…"})
        stop(Exit.USAGE, f"--permalink {pattern}: {problem}")


def open_report(wanted: Path | None, stem: str = "import") -> ReportFile:
    path = wanted or _free_name(Path(settings.NEWS_REPORTS_DIR), f"{stem}-{datetime.now():%Y%m%d-%H%M%S}")  # noqa: DTZ005  (a file name in the operator's time)
    try:
        return ReportFile(path)
    except OSError as error:
        facts = {"path": path, "error": error.strerror}
        stop(Exit.NOT_STARTED, _("The report %(path)s cannot be written: %(error)s. Choose --report FILE.") % facts)


def begin_log(paths: Sequence[Path], options: ImportOptions, collection: str, *, is_restart: bool) -> BatchLog:
    """Start a log, or resume the same command's interrupted batch unless `is_restart`. The caller holds the lock."""
    names = [str(path) for path in paths]
    if options.is_dry_run:
        return BatchLog(options, names)
    close_dead_batches()
    command = command_key(paths, collection, options)
    if is_restart:
        give_up(command)
    return BatchLog(options, names, command, find_unfinished(command))


def going_on_line(log: BatchLog, total: int) -> str:
    facts = {"id": log.batch.pk, "done": f"{count_done(log.batch):,}", "total": f"{total:,}"} if log.batch else {}
    return _("Continuing import %(id)s: %(done)s of %(total)s files are done.") % facts


def no_posts_line() -> str:
    return _(
        "No posts found: none of the files that would be read ends in %(names)s. In a whole site only the "
        "folders for posts are read: _posts and _drafts, or content in a Hugo site."
    ) % {"names": ", ".join(sorted(SUFFIXES))}


def refuse_taken_collections(places: Sequence[ImportPlace]) -> None:
    try:
        check_collections(places)
    except CollectionTakenError as error:
        facts = {"name": error.name, "known": error.known_root, "root": error.root}
        sentence = _(
            "The posts of the collection “%(name)s” come from %(known)s, and %(root)s has the same name. If it "
            "is another site, add --collection with a different name; if it is the same one, add --collection "
            "“%(name)s”."
        )
        stop(Exit.NOT_STARTED, sentence % facts)


@contextmanager
def lock_or_stop() -> Iterator[None]:
    """Hold the import lock. If another run holds it or the database fails, stop with a sentence, not a traceback."""
    try:
        with hold_import_lock():
            yield
    except ImportRunningError:
        stop(Exit.LOCKED, _("Another import is running. When it has finished, run this again."))
    except DatabaseError as error:
        sentence = _(
            "The database stopped answering: %(error)s. What has been done stays. Fix it, or free some space "
            "on its disk, and run the same command again."
        )
        stop(Exit.NOT_STARTED, sentence % {"error": error})


def exit_code(receipt: Receipt, fetched: FetchReceipt | None = None) -> Exit:
    """Treat a picture that could not be fetched as no error of its post, but failing storage as one of the run."""
    if receipt.is_interrupted or (fetched and fetched.is_interrupted):
        return Exit.INTERRUPTED
    has_errors = receipt.count(Outcome.FAILED) or (fetched and fetched.end)
    return Exit.ITEM_ERRORS if has_errors else Exit.DONE


def _free_name(folder: Path, stem: str) -> Path:
    names = (f"{stem}{ending}.jsonl" for ending in ["", *(f"-{number}" for number in range(2, 1000))])
    return next(folder / name for name in names if not (folder / name).exists())


@dataclass(slots=True)
class Problems:
    """The first files that were not imported, listed at the end of the output; the report has all of them."""

    shown: list[ItemReceipt] = field(default_factory=list)
    count: int = 0

    def add(self, item: ItemReceipt) -> None:
        if item.outcome in {Outcome.FAILED, Outcome.SKIPPED}:
            self.count += 1
            if len(self.shown) < SHOWN_PROBLEMS:
                self.shown.append(item)

    def lines(self) -> Iterator[str]:
        for item in self.shown:
            sentences = [item.problem.describe()] if item.problem else [describe_note(note) for note in item.notes]
            sign = "✗" if item.outcome == Outcome.FAILED else "–"
            yield f"  {sign} {item.path}:{item.line}  {' '.join(sentences)}"
        if self.count > len(self.shown):
            yield "  " + _("… and %(count)s more, all in the report.") % {"count": self.count - len(self.shown)}


def summary_lines(receipt: Receipt, problems: Problems, report: Path) -> Iterator[str]:
    yield _headline(receipt)
    yield "  " + "   ".join(f"{outcome.label} {receipt.count(outcome):,}" for outcome in Outcome)
    if details := "   ".join(_details(receipt)):
        yield "  " + details
    yield from problems.lines()
    if receipt.is_interrupted:
        yield way_on()
    yield _("Report: %(path)s") % {"path": report}


def tell_broken_report(report: ReportFile, out: OutputWrapper) -> None:
    """Print on stderr, even when quiet: a report that ends early looks complete."""
    if report.problem:
        facts = {"path": report.path, "error": report.problem}
        out.write(_("The report %(path)s is incomplete: %(error)s. Free some space, or choose --report FILE.") % facts)


def way_on() -> str:
    return _("Run the same command again to continue; what has been imported stays as it is.")


def _headline(receipt: Receipt) -> str:
    parts = [_("Import stopped") if receipt.is_interrupted else _("Import finished")]
    if receipt.is_dry_run:
        parts.append(_("(dry run, nothing was written)"))
    if receipt.batch_id:
        parts.append(_("batch %(id)s") % {"id": receipt.batch_id})
    rate = receipt.item_count / max(receipt.seconds, 0.001)
    parts.append(_("%(seconds).1f s (%(rate).0f files/s)") % {"seconds": receipt.seconds, "rate": rate})
    return "   ".join(parts)


def _details(receipt: Receipt) -> Iterator[str]:
    counts = [
        (_("titles repaired"), receipt.note_codes["title-repaired"]),
        (_("with new headings"), receipt.note_codes["headings-promoted"]),
        (_("drafts for lack of a date"), receipt.note_codes["draft-without-date"]),
        (_("images ready"), receipt.images["ready"]),
        (_("images to fetch"), receipt.images["pending"]),
        (_("images failed"), receipt.images["failed"]),
        (_("images refused"), receipt.images["refused"]),
    ]
    return (f"{label} {count:,}" for label, count in counts if count)
