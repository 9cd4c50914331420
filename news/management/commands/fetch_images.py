"""`fetch_images`: downloads pictures that are still on other sites. Safe to interrupt, repeat and run concurrently."""

import json
from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from news.images.fetching import WaitingImage, images_to_fetch
from news.management.fetching import fetch_with_progress
from news.management.options import check_limit
from news.management.reporting import EXIT_HELP, HelpFormatter, leave, require_database
from news.web.fetching import Fetcher

EXAMPLES = f"""\
examples:
  manage.py fetch_images                            all waiting pictures
  manage.py fetch_images --host images.example      those on one host and its subdomains
  manage.py fetch_images --retry-failed --limit 50  also those that could not be fetched before, fifty at most

{EXIT_HELP}
"""
SHOWN_HOSTS = 20


class Command(BaseCommand):
    help = "Fetch the pictures of imported posts that are still on other sites."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(prog_name, subcommand, epilog=EXAMPLES, formatter_class=HelpFormatter, **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--retry-failed", action="store_true", help="also those that could not be fetched before")
        parser.add_argument("--retry-refused", action="store_true", help="also those that were refused for good")
        parser.add_argument("--host", default="", help="only pictures on this host and its subdomains")
        parser.add_argument("--limit", type=int, metavar="N", help="stop after N pictures")
        parser.add_argument("--dry-run", action="store_true", help="show what would be fetched, fetch nothing")
        parser.add_argument("--json", action="store_true", help="print the result as one JSON object")
        parser.add_argument("--quiet", action="store_true", help="print problems only")

    def handle(self, *args: Any, **options: Any) -> None:
        check_limit(options)
        require_database()
        retries = {name: options[name] for name in ("retry_failed", "retry_refused")}
        waiting = images_to_fetch(**retries, host=options["host"].lower())[: options["limit"]]
        if options["dry_run"]:
            self._tell_plan(waiting, is_json=options["json"])
            return
        receipt = fetch_with_progress(waiting, Fetcher(), is_quiet=options["quiet"] or options["json"])
        if options["json"]:
            self.stdout.write(json.dumps(receipt.as_json()))
        is_short = options["json"] or options["quiet"]
        for line in receipt.problem_lines() if is_short else receipt.lines():
            (self.stderr if is_short else self.stdout).write(line)
        leave(receipt.exit)

    def _tell_plan(self, waiting: list[WaitingImage], *, is_json: bool) -> None:
        hosts = Counter(image.host for image in waiting)
        if is_json:
            self.stdout.write(
                json.dumps({"dry_run": True, "pending": len(waiting), "hosts": dict(hosts.most_common())})
            )
            return
        self.stdout.write(_("%(count)s pictures would be fetched.") % {"count": f"{len(waiting):,}"})
        for host, count in hosts.most_common(SHOWN_HOSTS):
            self.stdout.write(f"  {count:>7,}  {host}")
