"""`make run`: sets up a site from scratch and serves it. Each step can be repeated and then changes nothing."""

import os
import socket
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from news.images.fetching import images_to_fetch

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
        self.stdout.write(_("Preparing the database…"))
        call_command("migrate", verbosity=0, interactive=False)
        call_command("create_logins")
        self.stdout.write(_("Importing %(what)s…") % {"what": posts or _("the demo content")})
        try:
            call_command("import_posts", posts, images="pending") if posts else call_command("demo")
        except SystemExit as stop:
            if stop.code not in (0, 3):  # 3: done, but some files could not be read; they are listed above
                raise
        if not no_serve:
            self._serve(port)

    def _serve(self, port: int) -> None:
        base = f"http://{HOST}:{port}"
        rows = [(_("Site"), "/"), (_("In English"), "/en/"), (_("Admin"), "/admin/"), (_("Feed"), "/feed/")]
        self.stdout.write("")
        for label, path in rows:
            self.stdout.write(f"  {label:<12}\t{base}{path}")
        if count := len(images_to_fetch()):
            self.stdout.write(
                _("Pictures still to be fetched from other sites: %(count)s. Reload to see them.") % {"count": count}
            )
        self.stdout.write(_("Press Ctrl-C to stop."))
        os.environ["DJANGO_RUNSERVER_HIDE_WARNING"] = "true"  # the help text already says «for trying it out»
        with _pictures_fetched_beside(is_needed=bool(count)):
            call_command("runserver", f"{HOST}:{port}", use_reloader=False, verbosity=0)


@contextmanager
def _pictures_fetched_beside(*, is_needed: bool) -> Iterator[None]:
    """Fetch in a separate process, so that the site is up at once. It ends with the site; the next start resumes."""
    if not is_needed:
        yield
        return
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "fetch_images", "--quiet"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)  # noqa: S603  (our own command)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def _refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise CommandError(
                _("Port %(port)s is in use. Stop the program that uses it, or choose another: make run PORT=8001")
                % {"port": port}
            ) from None
