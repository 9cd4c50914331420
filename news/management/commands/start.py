"""`make run`: brings a site from nothing to served. Each step may be run again and then changes nothing."""

import os
import socket
from argparse import ArgumentParser
from typing import Any

from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

HOST = "127.0.0.1"


class Command(BaseCommand):
    help = "Set up the database, the logins and the content, then serve the site on this machine (for trying it out)."
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--posts", metavar="FOLDER", help="import this folder of posts instead of the demo")
        parser.add_argument("--no-serve", action="store_true", help="stop before serving")

    def handle(self, *args: Any, port: int, posts: str | None, no_serve: bool, **options: Any) -> None:
        if not no_serve:
            _refuse_taken_port(port)
        self.stdout.write(_("Preparing the database …"))
        call_command("migrate", verbosity=0, interactive=False)
        call_command("create_logins")
        self._load(posts)
        if not no_serve:
            self._serve(port)

    def _load(self, posts: str | None) -> None:
        self.stdout.write(_("Importing %(what)s …") % {"what": posts or _("the demo content")})
        try:
            call_command("import_posts", posts) if posts else call_command("demo")
        except SystemExit as stop:
            if stop.code not in (0, 3):  # 3: done, some files could not be read and were named above
                raise

    def _serve(self, port: int) -> None:
        base = f"http://{HOST}:{port}"
        rows = [(_("Site"), "/"), (_("In English"), "/en/"), (_("Admin"), "/admin/"), (_("Feed"), "/feed/")]
        self.stdout.write("")
        for label, path in rows:
            self.stdout.write(f"  {label:<12}\t{base}{path}")
        self.stdout.write(_("Stop with Ctrl-C."))
        os.environ["DJANGO_RUNSERVER_HIDE_WARNING"] = "true"  # said already: «for trying it out»
        call_command("runserver", f"{HOST}:{port}", use_reloader=False, verbosity=0)


def _refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise CommandError(
                _("Port %(port)s is in use. Stop what uses it, or choose another: make run PORT=8001") % {"port": port}
            ) from None
