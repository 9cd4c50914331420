"""Counts the queries of each kind of page, with 10 and with 1,000 posts, without a page cache."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from scripts.evidence.site import ROOT, prepare_empty

LIMITS = {"post": 12, "home": 14, "RSS": 8, "Atom": 8, "JSON Feed": 8, "RSS of a category": 8}
LIST_LIMIT = 10


@dataclass(frozen=True, slots=True)
class QueryCount:
    """The queries for one kind of page; `status` is that of its answer."""

    kind: str
    status: int
    few: int
    many: int

    @property
    def limit(self) -> int:
        return LIMITS.get(self.kind, LIST_LIMIT)

    @property
    def holds(self) -> bool:
        is_there = self.status == (404 if self.kind == "not found" else 200)
        return is_there and self.many <= self.limit and self.many <= self.few


def count_queries(data_dir: Path) -> list[QueryCount]:
    """Count on a separate site in `data_dir`, which must be empty."""
    site = prepare_empty(data_dir)
    environment = site.environment | {"DJANGO_SETTINGS_MODULE": "cms.settings"}
    command = [sys.executable, "-W", "ignore", "-m", "scripts.evidence.counting"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"counting queries ended with {done.returncode}:\n{done.stderr[-2000:]}")
    few, many = json.loads(done.stdout.splitlines()[-1]).values()
    return [QueryCount(kind, many[kind][0], few[kind][1], many[kind][1]) for kind in few]
