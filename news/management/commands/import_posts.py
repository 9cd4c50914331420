"""`import_posts`: turns files into posts. Safe to interrupt and to run again."""

import time
from argparse import ArgumentParser
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from news.exchange.importer import Importer
from news.exchange.receipts import Receipt, ReportFile, json_chunks
from news.exchange.source_files import SourceFile, find_files, find_places
from news.exchange.storing.collections import keep_collections, known_roots
from news.management.fetching import FetchReceipt, fetch_after_import
from news.management.importing import (
    Problems,
    add_import_arguments,
    begin_log,
    exit_code,
    going_on_line,
    lock_or_stop,
    no_posts_line,
    open_report,
    read_options,
    refuse_taken_collections,
    summary_lines,
    tell_broken_report,
    way_on,
)
from news.management.reporting import (
    EXIT_HELP,
    HelpFormatter,
    Progress,
    leave,
    require_database,
    require_path,
    stop_requests,
)

EXAMPLES = f"""\
examples:
  manage.py import_posts blog/source/_posts --dry-run    show what would happen, write nothing
  manage.py import_posts blog/source/_posts              import; run it again later to add what is new or changed
  manage.py import_posts blog/source/_posts --update     after an upgrade: also read unchanged files again
  manage.py import_posts a.md --status draft --json      one file, as a draft, the result as JSON

{EXIT_HELP}
"""


class Command(BaseCommand):
    help = "Import posts from the files of Hexo, Jekyll or Hugo: front matter, then Markdown or HTML."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(prog_name, subcommand, epilog=EXAMPLES, formatter_class=HelpFormatter, **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_import_arguments(parser)

    def handle(self, *args: Any, paths: list[Path], **options: Any) -> None:
        wanted = read_options(options)
        for path in paths:
            require_path(path)
        require_database()
        places = find_places(paths, options["collection"], known_roots())
        if not options["collection"]:
            refuse_taken_collections(places)
        total = sum(1 for _file in islice(find_files(places), wanted.limit))
        if not total:
            self.stderr.write(no_posts_line())
        problems = Problems()
        with lock_or_stop():
            log = begin_log(paths, wanted, options["collection"], is_restart=options["restart"])
            if log.is_going_on and not options["quiet"]:
                self.stderr.write(going_on_line(log, total))
            if not wanted.is_dry_run:
                log.made_collections = keep_collections(places)
            importer = Importer(wanted, log)
            report = open_report(options["report"])
            self._run(importer, find_files(places), report, problems, Progress(total, is_quiet=options["quiet"]))
        fetched = fetch_after_import(importer, is_quiet=options["quiet"])
        self._tell(importer.receipt, report, problems, is_json=options["json"], is_quiet=options["quiet"])
        tell_broken_report(report, self.stderr)
        self._tell_fetched(fetched, is_quiet=options["json"] or options["quiet"])
        leave(exit_code(importer.receipt, fetched))

    def _run(
        self,
        importer: Importer,
        files: Iterator[SourceFile],
        report: ReportFile,
        problems: Problems,
        progress: Progress,
    ) -> None:
        started = time.monotonic()
        try:
            with stop_requests() as asked:
                for item in importer.run(files, lambda: bool(asked)):
                    report.add(item)
                    problems.add(item)
                    progress.advance()
        finally:
            progress.clear()
            report.close()
            importer.receipt.seconds = time.monotonic() - started
        importer.close()

    def _tell(self, receipt: Receipt, report: ReportFile, problems: Problems, *, is_json: bool, is_quiet: bool) -> None:
        if is_json:
            for chunk in json_chunks(receipt, report):
                self.stdout.write(chunk, ending="")
        lines = problems.lines() if is_json or is_quiet else summary_lines(receipt, problems, report.path)
        out = self.stderr if is_json or is_quiet else self.stdout
        for line in lines:
            out.write(line)
        if receipt.is_interrupted and (is_json or is_quiet):
            out.write(way_on())

    def _tell_fetched(self, fetched: FetchReceipt | None, *, is_quiet: bool) -> None:
        for line in () if fetched is None else fetched.problem_lines() if is_quiet else fetched.lines():
            (self.stderr if is_quiet else self.stdout).write(line)
