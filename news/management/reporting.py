"""Conventions that all commands share: exit codes, progress on stderr, the database check, and how they stop."""

import difflib
import os
import shlex
import signal
import sys
import time
from argparse import RawDescriptionHelpFormatter
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path
from types import FrameType
from typing import IO, Never

from django.core.management import CommandError
from django.core.management.base import DjangoHelpFormatter
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

SHOWN_VARIABLES = ("CMS_DATA_DIR", "CMS_DEBUG")  # others may be secret: a URL may contain a password
BAR_CELLS = 20
BAR_EVERY_S = 0.1
LINE_EVERY_S = 5.0


class Exit(IntEnum):
    DONE = 0
    NOT_STARTED = 1
    USAGE = 2
    ITEM_ERRORS = 3
    LOCKED = 4
    INTERRUPTED = 130


EXIT_HELP = """\
exit codes:
  0 done   1 could not start   2 usage   3 finished, but some items failed
  4 another run is working   130 interrupted; run the same command again to continue"""


class HelpFormatter(DjangoHelpFormatter, RawDescriptionHelpFormatter):
    """Keeps the line breaks of the examples."""


def stop(code: Exit, message: str) -> Never:
    """End a command with one sentence on stderr and an exit code."""
    raise CommandError(message, returncode=int(code))


def leave(code: Exit) -> None:
    """End a command that has already printed everything; returns if the code is 0."""
    if code:
        raise SystemExit(int(code))


def require_database() -> None:
    """Stop the command if the database cannot be reached or its tables are not up to date."""
    try:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        stop(Exit.NOT_STARTED, _("The database cannot be reached: %(error)s") % {"error": error})
    if plan:
        stop(
            Exit.NOT_STARTED, _("The database is not ready. Run: %(command)s") % {"command": manage_command("migrate")}
        )


def require_path(path: Path) -> None:
    """Stop the command if a file or folder does not exist, suggesting the one that was probably meant."""
    if path.exists():
        return
    message = _("There is no file or folder %(path)s.") % {"path": path}
    near = nearest_path(path)
    hint = _("Did you mean %(near)s?") % {"near": near}
    stop(Exit.USAGE, f"{message} {hint}" if near else message)


def nearest_path(path: Path) -> Path | None:
    """Find an existing sibling with a similar name, at the first level of the path that is wrong; None if none is."""
    wrong = path
    while wrong.parent != wrong and not wrong.parent.is_dir():
        wrong = wrong.parent
    try:
        names = [entry.name for entry in wrong.parent.iterdir()]
    except OSError:
        return None
    near = difflib.get_close_matches(wrong.name, names, n=1)
    return wrong.parent / near[0] if near else None


@contextmanager
def stop_requests() -> Iterator[list[int]]:
    """Yield a list that stays empty until Ctrl-C or SIGTERM asks to stop; a second Ctrl-C stops at once.

    Signals can be caught only in the main thread; in others the list stays empty.
    """
    asked: list[int] = []
    numbers = (signal.SIGINT, signal.SIGTERM)

    def remember(number: int, frame: FrameType | None) -> None:
        asked.append(number)
        signal.signal(number, before[signal.Signals(number)])

    before = {number: signal.getsignal(number) for number in numbers}
    try:
        for number in numbers:
            signal.signal(number, remember)
    except ValueError:
        yield asked
        return
    try:
        yield asked
    finally:
        for number in numbers:
            signal.signal(number, before[number])


class Progress:
    """Shows a bar on a terminal, otherwise one line every five seconds; nothing when quiet."""

    def __init__(self, total: int, out: IO[str] | None = None, is_quiet: bool = False) -> None:
        self.total = total
        self.out = out or sys.stderr
        self.is_quiet = is_quiet
        self.is_bar = self.out.isatty()
        self.started = self.shown = time.monotonic()
        self.done = 0

    def advance(self) -> None:
        self.done += 1
        now = time.monotonic()
        if not self.is_quiet and now - self.shown >= (BAR_EVERY_S if self.is_bar else LINE_EVERY_S):
            self.shown = now
            self.out.write(f"\r{self._line(now)}\033[K" if self.is_bar else f"{self._line(now)}\n")
            self.out.flush()

    def clear(self) -> None:
        """Erase the bar; call this before anything else is written to the terminal."""
        if self.is_bar and not self.is_quiet:
            self.out.write("\r\033[K")
            self.out.flush()

    def _line(self, now: float) -> str:
        rate = self.done / max(now - self.started, 0.001)
        total = max(self.total, self.done, 1)
        left_s = round((total - self.done) / max(rate, 0.001))
        cells = BAR_CELLS * self.done // total
        bar = f" {'▇' * cells}{'▁' * (BAR_CELLS - cells)}" if self.is_bar else ""
        share = f"{100 * self.done // total} %"
        return f"{self.done:,}/{total:,}{bar} {share} {rate:.0f}/s ETA {left_s // 60}:{left_s % 60:02}"


def manage_command(*words: str) -> str:
    """Return a command line that works in the shell this process was started from, with its CMS_* variables."""
    given = [f"{name}={shlex.quote(value)}" for name, value in sorted(os.environ.items()) if name in SHOWN_VARIABLES]
    return " ".join([*given, _python(), "manage.py", *map(shlex.quote, words)])


def _python() -> str:
    """Return the interpreter's path, relative to the current folder if it is below it."""
    executable = Path(sys.executable)
    return str(executable.relative_to(Path.cwd()) if executable.is_relative_to(Path.cwd()) else executable)
