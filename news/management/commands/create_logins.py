"""Creates the first logins and prints their passwords once."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from news.management.reporting import manage_command
from news.publishing.site.logins import FIRST_LOGINS, create_first_logins


class Command(BaseCommand):
    help = "Create the logins admin, editor and reporter with generated passwords, each printed once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
        parser.add_argument("--quiet", action="store_true", help="print only the new passwords")

    def handle(self, *args: Any, **options: Any) -> None:
        created = create_first_logins()
        existing = [name for name in FIRST_LOGINS if name not in created]
        if options["json"]:
            self.stdout.write(json.dumps({"created": created, "existing": existing}))
            return
        self._report(created, existing, is_quiet=options["quiet"])

    def _report(self, created: dict[str, str], existing: list[str], is_quiet: bool) -> None:
        if created and not is_quiet:
            self.stdout.write(_("New logins. The passwords are shown only this once:"))
        for name, password in created.items():
            self.stdout.write(f"  {name:<10} {password}")
        if is_quiet:
            return
        if existing:
            self.stdout.write(_("Unchanged, because they already exist: %(names)s.") % {"names": ", ".join(existing)})
        command = manage_command("changepassword", "editor")
        self.stdout.write(_("To set a new password: %(command)s") % {"command": command})
