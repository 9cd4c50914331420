"""`publish_due`: makes due scheduled changes and runs follow-ups. Safe to interrupt, repeat and run twice at once."""

import json
import time
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections
from django.utils.translation import gettext as _

from news.management.following_up import RoundReceipt, do_round
from news.management.options import check_limit
from news.management.reporting import EXIT_HELP, Exit, HelpFormatter, leave, require_database, stop, stop_requests
from news.web.fetching import Fetcher

EXAMPLES = f"""\
Posts appear at their time automatically. This makes the changes planned for posts that readers can see, and tells
IndexNow, Baidu and the WebSub hub about everything new, if they are configured.

examples:
  manage.py publish_due                      once; for cron, every minute or every five
  manage.py publish_due --loop               continuously, one round a minute; for systemd or a container
  manage.py publish_due --limit 100 --json   a hundred at most, the result as JSON

{EXIT_HELP}
With --loop: 0 when it was asked to stop between two rounds.
"""
MIN_INTERVAL_S = 1.0
NAP_S = 0.5


class Command(BaseCommand):
    help = "Make planned changes that are due; tell search engines and the hub what is new, changed or withdrawn."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(prog_name, subcommand, epilog=EXAMPLES, formatter_class=HelpFormatter, **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--loop", action="store_true", help="run until stopped")
        parser.add_argument("--interval", type=float, default=60, metavar="S", help="seconds between rounds (60)")
        parser.add_argument("--limit", type=int, metavar="N", help="stop a round after N follow-ups")
        parser.add_argument("--json", action="store_true", help="print each round's result as one JSON object")
        parser.add_argument("--quiet", action="store_true", help="print problems only")

    def handle(self, *args: Any, **options: Any) -> None:
        check_limit(options)
        if not MIN_INTERVAL_S <= options["interval"] < float("inf"):
            stop(Exit.USAGE, _("--interval takes a number of seconds, 1 or more."))
        require_database()
        with stop_requests() as asked:
            if options["loop"]:
                self._loop(options, lambda: bool(asked))
                return
            receipt = do_round(Fetcher(), lambda: bool(asked), options["limit"])
            self._tell(receipt, options)
        leave(Exit.INTERRUPTED if asked else receipt.exit)

    def _loop(self, options: dict[str, Any], is_stopped: Callable[[], bool]) -> None:
        """Run rounds until stopped. A temporary database failure costs one round and does not end the loop."""
        fetcher = Fetcher()
        while not is_stopped():
            close_old_connections()
            try:
                receipt = do_round(fetcher, is_stopped, options["limit"])
            except DatabaseError as error:
                self.stderr.write(_("The database cannot be reached: %(error)s") % {"error": error})
            else:
                self._tell(receipt, options)
            self._wait(options["interval"], is_stopped)

    def _wait(self, seconds: float, is_stopped: Callable[[], bool]) -> None:
        until = time.monotonic() + seconds
        while not is_stopped() and time.monotonic() < until:
            time.sleep(NAP_S)

    def _tell(self, receipt: RoundReceipt, options: dict[str, Any]) -> None:
        """Report a round; in a loop, rounds with nothing to do are not reported."""
        if options["loop"] and not receipt.has_news:
            return
        if options["json"]:
            self.stdout.write(json.dumps(receipt.as_json(), ensure_ascii=False))
        is_short = options["json"] or options["quiet"]
        for line in receipt.problem_lines() if is_short else receipt.lines():
            (self.stderr if is_short else self.stdout).write(line)
