"""`check_content`: runs the form's content checks on stored posts. Safe to interrupt, repeat and run from cron."""

import datetime as dt
from argparse import ArgumentParser
from contextlib import nullcontext
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from news.management.checking import CheckReport, read_fixes
from news.management.importing import lock_or_stop
from news.management.options import check_limit
from news.management.reporting import (
    EXIT_HELP,
    HelpFormatter,
    Progress,
    leave,
    require_database,
    stop_requests,
)
from news.models.states import PostState
from news.publishing.checks.outer_links import LinkLooker
from news.publishing.posts.sweeping import MENDABLE, SweepOptions, choose_posts, sweep
from news.web.fetching import Fetcher

EXAMPLES = f"""\
examples:
  manage.py check_content                                  all posts; the list and the desk then show what was found
  manage.py check_content --state published --links        also check that links to other sites still work
  manage.py check_content --since 2026-11-01 --json --fail-on error   for a script: exit code 3 if there is an error
  manage.py check_content --fix punctuation,heading-jump --dry-run    show what would be fixed, write nothing

what --fix can fix: {", ".join(MENDABLE)}

{EXIT_HELP}
"""


class Command(BaseCommand):
    help = "Run the content checks on posts, keep the results, and fix what can be fixed safely."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(prog_name, subcommand, epilog=EXAMPLES, formatter_class=HelpFormatter, **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("ids", nargs="*", type=int, metavar="ID", help="numbers of posts (default: all outside the trash)")
        add("--state", choices=PostState.values, default="", help="only posts in this state")
        add("--since", type=dt.date.fromisoformat, metavar="DATE", help="only texts changed since that day")
        add("--links", action="store_true", help="ask other sites whether linked pages still exist")
        add("--fix", nargs="?", const="all", metavar="CODE,…", help="fix what these checks find (no code: all)")
        add("--fail-on", choices=["error", "warning"], help="exit with code 3 if any are this severe (or worse)")
        add("--limit", type=int, metavar="N", help="stop after N posts; the least recently checked come first")
        add("--dry-run", action="store_true", help="do everything except write")
        add("--json", action="store_true", help="print the result as one JSON document")
        add("--quiet", action="store_true", help="print problems only")

    def handle(self, *args: Any, **options: Any) -> None:
        check_limit(options)
        fixes = read_fixes(options["fix"])
        require_database()
        day = options["since"]
        since = timezone.make_aware(dt.datetime.combine(day, dt.time.min)) if day else None
        ids = choose_posts(options["ids"], options["state"], since, options["limit"])
        looker = LinkLooker(Fetcher()) if options["links"] else None
        plan = SweepOptions(fixes, looker, is_dry_run=options["dry_run"])
        report = CheckReport(self.stdout, options)
        report.note_missing(options["ids"], ids)
        with lock_or_stop() if fixes else nullcontext():
            self._run(ids, plan, report, options)
        leave(report.exit)

    def _run(self, ids: list[int], plan: SweepOptions, report: CheckReport, options: dict[str, Any]) -> None:
        progress = Progress(len(ids), is_quiet=options["quiet"] or options["json"])
        with stop_requests() as asked:
            for swept in sweep(ids, plan, lambda: bool(asked)):
                progress.clear()
                report.add(swept)
                progress.advance()
            report.is_interrupted = bool(asked) and progress.done < len(ids)
        progress.clear()
        report.close()
