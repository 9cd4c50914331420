"""`purge_trash`: permanently deletes posts trashed over a month ago. Safe to interrupt, repeat and run concurrently."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from news.management.options import add_older_than, check_limit, read_older_than
from news.management.reporting import EXIT_HELP, Exit, HelpFormatter, leave, require_database, stop_requests
from news.publishing.posts.trash import DAYS_KEPT, Purged, purge_trash

EXAMPLES = f"""\
Addresses that readers knew then answer “gone” (410); what they never saw leaves no trace.

examples:
  manage.py purge_trash --dry-run            show what would be deleted, write nothing
  manage.py purge_trash                      what was deleted more than {DAYS_KEPT} days ago; for cron, once a day
  manage.py purge_trash --limit 100 --json   a hundred at most, the oldest first, the result as JSON

{EXIT_HELP}
"""


class Command(BaseCommand):
    help = "Delete for good posts that have been in the trash for a long time."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(prog_name, subcommand, epilog=EXAMPLES, formatter_class=HelpFormatter, **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add_older_than(parser, DAYS_KEPT, "how long in the trash")
        add("--limit", type=int, metavar="N", help="stop after N posts")
        add("--dry-run", action="store_true", help="show what would be deleted, write nothing")
        add("--json", action="store_true", help="print the result as one JSON object")
        add("--quiet", action="store_true", help="print problems only")

    def handle(self, *args: Any, **options: Any) -> None:
        age, is_dry_run = read_older_than(options), options["dry_run"]
        check_limit(options)
        require_database()
        with stop_requests() as asked:
            purged = purge_trash(age, options["limit"], is_dry_run=is_dry_run, should_stop=lambda: bool(asked))
        if options["json"]:
            self.stdout.write(json.dumps({"dry_run": options["dry_run"], **asdict(purged)}, ensure_ascii=False))
        elif not options["quiet"]:
            self._list(purged, is_dry_run=options["dry_run"])
        for pk, title, why in purged.failed:
            self.stderr.write(
                _("#%(id)d “%(title)s” could not be deleted: %(why)s") % {"id": pk, "title": title, "why": why}
            )
        if asked:
            leave(Exit.INTERRUPTED)
        leave(Exit.ITEM_ERRORS if purged.failed else Exit.DONE)

    def _list(self, purged: Purged, *, is_dry_run: bool) -> None:
        if is_dry_run:
            self.stdout.write(_("(dry run, nothing was written)"))
        for pk, title in purged.purged:
            self.stdout.write(f"#{pk} {title}")
        self.stdout.write(_sentence(len(purged.purged), is_dry_run=is_dry_run))
        for pk, title in purged.left:
            self.stdout.write(
                _("#%(id)d “%(title)s” was restored from the trash in the meantime.") % {"id": pk, "title": title}
            )


def _sentence(count: int, *, is_dry_run: bool) -> str:
    if is_dry_run:
        text = ngettext(
            "%(count)s post would be deleted for good.", "%(count)s posts would be deleted for good.", count
        )
    else:
        text = ngettext("%(count)s post deleted for good.", "%(count)s posts deleted for good.", count)
    return text % {"count": f"{count:,}"}
