"""Options that several commands share, and the messages for invalid values."""

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.utils.translation import gettext as _

from news.management.reporting import Exit, stop

MAX_DAYS = 36_500


def add_older_than(parser: ArgumentParser, days: int, what: str = "how old") -> None:
    """Add `--older-than`, in days; `what` is the phrase that the help text begins with."""
    words = f"{what} (default: {days} days)"
    parser.add_argument("--older-than", type=int, default=days, metavar="DAYS", help=words)


def read_older_than(options: dict[str, Any]) -> dt.timedelta:
    """Read `--older-than`. Ends the command if it is out of range."""
    if not 0 <= options["older_than"] <= MAX_DAYS:
        stop(Exit.USAGE, _("--older-than takes a number of days from 0 to %(max)s.") % {"max": f"{MAX_DAYS:,}"})
    return dt.timedelta(days=options["older_than"])


def check_limit(options: dict[str, Any]) -> None:
    """End the command if `--limit` is given and less than one."""
    if options["limit"] is not None and options["limit"] < 1:
        stop(Exit.USAGE, _("--limit takes a number, 1 or more."))
