"""`rebuild_search`: repairs the search index, or reports how it differs. Safe while people write."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from news.management.reporting import (
    EXIT_HELP,
    Exit,
    HelpFormatter,
    Progress,
    leave,
    require_database,
    stop,
    stop_requests,
)
from news.models import Post
from news.search.index import BATCH_SIZE, IndexDifference, check_index, rebuild

MAX_BATCH = 10_000
SHOWN = 20
EXAMPLES = f"""\
examples:
  manage.py rebuild_search --check   show what differs from a fresh index, write nothing; exit code 3 if anything does
  manage.py rebuild_search           write what is missing or stale; the rest is left alone

Saving, importing and deleting posts keep the index up to date. Run this after rows were changed outside the
application, for instance by loaddata or SQL, and after an update that says so.

{EXIT_HELP}
"""


class Command(BaseCommand):
    help = "Rebuild the search index where it does not match the posts."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(prog_name, subcommand, epilog=EXAMPLES, formatter_class=HelpFormatter, **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("--check", action="store_true", help="report differences, write nothing")
        add("--batch-size", type=int, default=BATCH_SIZE, metavar="N", help=f"posts checked together ({BATCH_SIZE})")
        add("--json", action="store_true", help="print the result as one JSON object")
        add("--quiet", action="store_true", help="print nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 1 <= options["batch_size"] <= MAX_BATCH:
            stop(Exit.USAGE, _("--batch-size takes a number of posts from 1 to %(max)s.") % {"max": f"{MAX_BATCH:,}"})
        require_database()
        progress = Progress(Post.objects.count(), is_quiet=options["quiet"])
        if options["check"]:
            self._check(progress, options)
        else:
            self._rebuild(progress, options)

    def _check(self, progress: Progress, options: dict[str, Any]) -> None:
        try:
            found = list(check_index(options["batch_size"], progress.advance))
        except KeyboardInterrupt:
            leave(Exit.INTERRUPTED)
            raise
        finally:
            progress.clear()
        if options["json"]:
            self.stdout.write(json.dumps({"posts": progress.done, "differences": [asdict(each) for each in found]}))
        elif not options["quiet"]:
            self._tell_differences(found)
        leave(Exit.ITEM_ERRORS if found else Exit.DONE)

    def _tell_differences(self, found: list[IndexDifference]) -> None:
        for each in found[:SHOWN]:
            self.stdout.write(_describe(each))
        if len(found) > SHOWN:
            self.stdout.write(_("… and %(count)s more.") % {"count": f"{len(found) - SHOWN:,}"})
        if not found:
            self.stdout.write(_("The search index is correct."))

    def _rebuild(self, progress: Progress, options: dict[str, Any]) -> None:
        with stop_requests() as asked:
            rebuilt = rebuild(options["batch_size"], progress.advance, lambda: bool(asked))
        progress.clear()
        if options["json"]:
            self.stdout.write(json.dumps(asdict(rebuilt)))
        elif not options["quiet"]:
            text = ngettext(
                "%(posts)s post checked, entries written: %(written)s.",
                "%(posts)s posts checked, entries written: %(written)s.",
                rebuilt.posts,
            )
            self.stdout.write(text % {"posts": f"{rebuilt.posts:,}", "written": f"{rebuilt.written:,}"})
            if not rebuilt.was_sound:
                self.stdout.write(_("The database's own index was damaged and has been rebuilt."))
            if rebuilt.is_interrupted:
                self.stdout.write(_("Interrupted. Run the same command again to continue."))
        leave(Exit.INTERRUPTED if rebuilt.is_interrupted else Exit.DONE)


def _describe(difference: IndexDifference) -> str:
    if difference.post_id is None:
        return _("The database's own index does not match its table.")
    forms = {
        "missing": _("Post %(id)s is not in the index."),
        "stale": _("Post %(id)s is in the index with a different text."),
    }
    return forms[difference.reason] % {"id": difference.post_id}
