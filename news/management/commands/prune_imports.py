"""`prune_imports`: deletes what old imports keep only for an undo. Safe to run again, for instance from cron."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from news.exchange.pruning import prune_imports
from news.management.importing import lock_or_stop
from news.management.options import add_older_than, read_older_than
from news.management.reporting import EXIT_HELP, HelpFormatter, require_database

DAYS = 90
EXAMPLES = f"""\
examples:
  manage.py prune_imports --dry-run              show what would be deleted, write nothing
  manage.py prune_imports                        before-images of imports older than {DAYS} days; these cannot be undone
  manage.py prune_imports --older-than 30 --raw  also raw files of posts that were edited or deleted since

{EXIT_HELP}
"""


class Command(BaseCommand):
    help = "Delete what old imports keep for undoing them, and receipts of imports that changed nothing."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(prog_name, subcommand, epilog=EXAMPLES, formatter_class=HelpFormatter, **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add_older_than(parser, DAYS)
        add("--raw", action="store_true", help="also raw files of posts that were edited or deleted since")
        add("--dry-run", action="store_true", help="do everything except write")
        add("--json", action="store_true", help="print the result as one JSON object")
        add("--quiet", action="store_true", help="print nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        before = timezone.now() - read_older_than(options)
        require_database()
        with lock_or_stop():
            pruned = prune_imports(before, with_raw=options["raw"], is_dry_run=options["dry_run"])
        if options["json"]:
            self.stdout.write(json.dumps({"dry_run": options["dry_run"], **asdict(pruned)}))
        elif not options["quiet"]:
            facts = {name: f"{value:,}" for name, value in asdict(pruned).items()}
            facts["size"] = filesizeformat(pruned.freed_bytes)
            if options["dry_run"]:
                self.stdout.write(_("(dry run, nothing was written)"))
            self.stdout.write(
                _("Imports pruned: %(batches)s   before-images %(before_images)s   receipts %(items)s") % facts
            )
            self.stdout.write(_("Raw files: %(raw_files)s   freed: %(size)s") % facts)
