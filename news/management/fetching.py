"""What commands that fetch pictures share: progress, exit codes and output."""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from news.exchange.importer import Importer
from news.images.fetching import FetchCounts, FetchedImage, WaitingImage, fetch_images, images_to_fetch
from news.images.messages import describe_image_reason
from news.images.worker import WorkerNotStartedError
from news.management.reporting import Exit, Progress, stop_requests
from news.models import Image
from news.web.fetching import Fetcher

SHOWN_PROBLEMS = 20
State = Image.State


@dataclass(slots=True)
class FetchReceipt:
    """One run of fetching. `problems` holds the first pictures that failed; further ones are only counted."""

    counts: FetchCounts = field(default_factory=FetchCounts)
    problems: list[FetchedImage] = field(default_factory=list)
    is_interrupted: bool = False
    end: str = ""  # says why nothing more could be stored; "" if all could
    seconds: float = 0.0

    def add(self, done: FetchedImage) -> None:
        self.counts.add(done)
        if done.code and len(self.problems) < SHOWN_PROBLEMS:
            self.problems.append(done)

    @property
    def exit(self) -> Exit:
        if self.end:
            return Exit.ITEM_ERRORS if self.counts.states[State.READY] else Exit.NOT_STARTED
        if self.is_interrupted:
            return Exit.INTERRUPTED
        return Exit.ITEM_ERRORS if self.counts.problem_count else Exit.DONE

    def as_json(self) -> dict[str, Any]:
        counts = self.counts
        return {
            **{name: counts.states[name] for name in ("ready", "failed", "refused", "pending")},
            "known": counts.known_count,
            "bytes": counts.size_bytes,
            "reasons": dict(counts.codes),
            "seconds": round(self.seconds, 3),
        }

    def lines(self) -> Iterator[str]:
        """Yield the report for a person: the counts, then the pictures that could not be fetched, with reasons."""
        yield self._headline()
        yield "  " + "   ".join(f"{label} {count:,}" for label, count in self._counts())
        yield from self.problem_lines()

    def problem_lines(self) -> Iterator[str]:
        """Yield what went wrong, and how to continue."""
        yield from _name_problems(self.problems, self.counts.problem_count)
        if self.end:
            yield self.end
        elif self.is_interrupted:
            yield _("Run the same command again to continue; what has been fetched stays.")
        elif self.counts.states[State.FAILED]:
            yield _("Those that failed may work later: add --retry-failed.")

    def _headline(self) -> str:
        rate = self.counts.states.total() / max(self.seconds, 0.001)
        facts = {"seconds": self.seconds, "rate": rate}
        head = _("Fetching stopped") if self.is_interrupted or self.end else _("Fetching finished")
        return head + "   " + _("%(seconds).1f s (%(rate).1f pictures/s)") % facts

    def _counts(self) -> Iterator[tuple[str, int]]:
        states = self.counts.states
        yield _("fetched"), states[State.READY]
        yield _("of these already here"), self.counts.known_count
        yield _("failed"), states[State.FAILED]
        yield _("refused"), states[State.REFUSED]
        yield _("left for later"), states[State.PENDING]


def _name_problems(problems: Sequence[FetchedImage], count: int) -> Iterator[str]:
    for problem in problems:
        sign = "–" if problem.state == State.PENDING else "✗"
        yield f"  {sign} {problem.url}  {describe_image_reason(problem.code, problem.facts)}"
    if count > len(problems):
        yield "  " + _("… and %(count)s more; the images in the admin say why.") % {"count": count - len(problems)}


@contextmanager
def _log_beside(progress: Progress) -> Iterator[None]:
    """Silence the log's info lines while a bar is shown, since they would break it; the receipt lists the failures."""
    logger = logging.getLogger("news.web")
    level = logger.level
    if progress.is_bar:
        logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.setLevel(level)


def _describe_end(error: OSError) -> str:
    reason = {"error": error.strerror or str(error)}
    if isinstance(error, WorkerNotStartedError):
        return _("Pictures cannot be decoded: %(error)s. Free some memory or processes, then run this again.") % reason
    return (
        _("Pictures cannot be stored: %(error)s. Free some space or fix the media folder, then run this again.")
        % reason
    )


def fetch_with_progress(
    waiting: Sequence[WaitingImage], fetcher: Fetcher, *, is_quiet: bool, tell: Callable[[int, str], None] | None = None
) -> FetchReceipt:
    """Fetch until all is done, the operator stops it, or storage fails. `tell` is given each picture's id and state."""
    receipt, progress, started = FetchReceipt(), Progress(len(waiting), is_quiet=is_quiet), time.monotonic()
    with (
        _log_beside(progress),
        stop_requests() as asked,
        closing(fetch_images(waiting, fetcher, lambda: bool(asked))) as run,
    ):
        try:
            for done in run:
                receipt.add(done)
                progress.advance()
                if tell:
                    tell(done.pk, done.state)
        except OSError as error:
            receipt.end = _describe_end(error)
        finally:
            progress.clear()
        receipt.is_interrupted = bool(asked) and sum(receipt.counts.states.values()) < len(waiting)
    receipt.seconds = time.monotonic() - started
    return receipt


def fetch_after_import(importer: Importer, *, is_quiet: bool) -> FetchReceipt | None:
    """Fetch all pending pictures, including those left by earlier runs, and count them in the import's receipt.

    None when there is nothing to fetch: not requested, a dry run, an interrupted run, or no pending picture.
    """
    options, receipt = importer.options, importer.receipt
    if options.images != "fetch" or options.is_dry_run or receipt.is_interrupted:
        return None
    waiting = images_to_fetch()
    if not waiting:
        return None
    fetched = fetch_with_progress(waiting, Fetcher(), is_quiet=is_quiet, tell=receipt.settle_image)
    importer.log.keep_counts(receipt)
    return fetched
