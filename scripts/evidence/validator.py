"""Runs the W3C's validator on every page that can be reached through links."""

import json
import subprocess
import tempfile
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from scripts.evidence.crawling import crawl
from scripts.evidence.tools import VALIDATOR

MAX_PAGES = 800


@dataclass
class Validation:
    """A result. `errors`: each message of the validator → the pages that have it."""

    page_count: int = 0
    errors: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    @property
    def holds(self) -> bool:
        return self.page_count > 0 and not self.errors


def validate(base: str, limit: int = MAX_PAGES) -> Validation:
    """Validate the site at `base`, including its error page for something missing."""
    found = Validation()
    with tempfile.TemporaryDirectory() as folder:
        names: dict[str, str] = {}
        for path, answer in crawl(base, limit):
            name = f"{len(names):04}.html"
            (Path(folder) / name).write_bytes(answer.body)
            names[name] = path
        found.page_count = len(names)
        for message in run_validator(Path(folder)):
            page = names[message["url"].rpartition("/")[2]]
            found.errors[f"{message['message']} [{message.get('extract', '')[:90]!r}]"].append(page)
    return found


def run_validator(folder: Path) -> list[dict[str, str]]:
    command = ["java", "-Xss2m", "-jar", str(VALIDATOR), "--errors-only", "--format", "json", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return list(json.loads(done.stderr)["messages"])
