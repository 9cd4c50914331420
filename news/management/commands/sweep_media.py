"""`sweep_media`: removes picture files that no row refers to. Safe while an import runs."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from news.images.sweeping import Sweep, sweep_media
from news.management.reporting import Exit, Progress, leave, require_database, stop
from news.models import Image

FILES_OF_AN_IMAGE = 12  # roughly, for the progress bar


class Command(BaseCommand):
    help = "Remove picture files that no image uses, and files that were never finished."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--older-than", type=float, default=24, metavar="HOURS", help="keep newer files (24)")
        parser.add_argument("--dry-run", action="store_true", help="show what would be removed, remove nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
        parser.add_argument("--quiet", action="store_true", help="print only what went wrong")

    def handle(self, *args: Any, **options: Any) -> None:
        hours = options["older_than"]
        if not 1 <= hours < float("inf"):  # an import may take that long between writing a file and referring to it
            stop(Exit.USAGE, _("--older-than takes a number of hours, 1 or more."))
        require_database()
        if not Path(settings.MEDIA_ROOT).is_dir():
            stop(Exit.NOT_STARTED, _("There is no media folder %(path)s.") % {"path": settings.MEDIA_ROOT})
        progress = Progress(Image.objects.count() * FILES_OF_AN_IMAGE, is_quiet=options["quiet"])
        try:
            sweep = sweep_media(hours * 3600, is_dry_run=options["dry_run"], advance=progress.advance)
        except KeyboardInterrupt:
            leave(Exit.INTERRUPTED)
            raise
        finally:
            progress.clear()
        if options["json"]:
            self.stdout.write(json.dumps({**asdict(sweep), "dry_run": options["dry_run"]}))
        elif not options["quiet"]:
            self.stdout.write(_sentence(sweep, is_dry_run=options["dry_run"]))
        for failure in sweep.failures:
            self.stderr.write(_("Could not be removed: %(failure)s") % {"failure": failure})
        leave(Exit.ITEM_ERRORS if sweep.failed else Exit.DONE)


def _sentence(sweep: Sweep, *, is_dry_run: bool) -> str:
    facts = {"count": sweep.removed, "mib": round(sweep.removed_bytes / 2**20, 1), "named": sweep.named}
    if is_dry_run:
        removed = ngettext(
            "%(count)s file (%(mib)s MiB) would be removed.",
            "%(count)s files (%(mib)s MiB) would be removed.",
            sweep.removed,
        )
    else:
        removed = ngettext(
            "%(count)s file removed (%(mib)s MiB).", "%(count)s files removed (%(mib)s MiB).", sweep.removed
        )
    in_use = _("%(named)s files are in use.") % facts
    return f"{removed % facts} {in_use}"
