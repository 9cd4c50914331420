"""`prune_revisions`: deletes old revisions that no reader saw and nothing needs. Safe to interrupt and to run again."""

import datetime as dt
import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from news.management.options import add_older_than, check_limit, read_older_than
from news.management.reporting import (
    EXIT_HELP,
    Exit,
    HelpFormatter,
    Progress,
    leave,
    require_database,
    stop_requests,
)
from news.publishing.posts.pruning import count_candidates, prune_revisions

DAYS = 90
EXAMPLES = f"""\
Always kept: the first and last revision of a post, each that readers saw and the one that ended it, those around a
correction, all of the last {DAYS} days, the last of each day before that, and whatever an import's undo, a planned
change or unsaved text refers to.

examples:
  manage.py prune_revisions --dry-run          show what would be deleted, write nothing
  manage.py prune_revisions                    delete what is older than {DAYS} days
  manage.py prune_revisions --older-than 365 --limit 1000

{EXIT_HELP}
"""


class Command(BaseCommand):
    help = "Delete old revisions of posts that no reader saw and nothing needs."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(prog_name, subcommand, epilog=EXAMPLES, formatter_class=HelpFormatter, **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add_older_than(parser, DAYS)
        add("--limit", type=int, metavar="N", help="stop after N posts")
        add("--dry-run", action="store_true", help="do everything except write")
        add("--json", action="store_true", help="print the result as one JSON object")
        add("--quiet", action="store_true", help="print nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        age = read_older_than(options)
        check_limit(options)
        require_database()
        with stop_requests() as asked:
            facts = self._prune(timezone.now() - age, options, asked)
        self._tell(facts, options)
        leave(Exit.INTERRUPTED if asked else Exit.DONE)

    def _prune(self, before: dt.datetime, options: dict[str, Any], asked: list[int]) -> dict[str, int]:
        progress = Progress(count_candidates(before), self.stderr, options["quiet"])  # type: ignore[arg-type]
        facts = {"posts": 0, "revisions": 0, "kept": 0}
        found = prune_revisions(
            before, is_dry_run=options["dry_run"], limit=options["limit"], should_stop=lambda: bool(asked)
        )
        for pruned in found:
            facts["posts"] += 1
            facts["revisions"] += pruned.count
            facts["kept"] += pruned.kept
            progress.advance()
        progress.clear()
        return facts

    def _tell(self, facts: dict[str, int], options: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(json.dumps({"dry_run": options["dry_run"], **facts}))
            return
        if options["quiet"]:
            return
        if options["dry_run"]:
            self.stdout.write(_("(dry run, nothing was written)"))
        shown = {name: f"{value:,}" for name, value in facts.items()}
        self.stdout.write(_("Posts: %(posts)s   revisions deleted: %(revisions)s   kept: %(kept)s") % shown)
