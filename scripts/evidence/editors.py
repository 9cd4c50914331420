"""Measures the editors' desk on its own demo site, served as in production, and the desk with 20,000 posts."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from scripts.evidence.measured import Measured
from scripts.evidence.site import ROOT, Site, free_port, prepare_demo, serve, stop, wait_for

FIRST_LINE = 41
POSTS, ROUNDS = 20_000, 7
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Figure:
    """The cost of one page of the desk. `processor_ms` is more reliable than `ms` on a busy machine."""

    name: str
    queries: int
    ms: float
    processor_ms: float
    most_queries: int
    most_ms: int

    @property
    def holds(self) -> bool:
        return self.queries <= self.most_queries and self.ms <= self.most_ms


def measure_editors(browser: Browser, data_dir: Path, wanted: list[str], say: Say) -> dict[int | str, Measured]:
    """Return lines by number and promises by name; `wanted` selects some of them, an empty list all."""
    say("preparing a demo site for the desk")
    site, _password = prepare_demo(data_dir)
    enter(site)
    from scripts.evidence.desk import DESK_LINES, DESK_PROMISES, Desk, measure_desk_line  # noqa: PLC0415 (needs Django)

    lines = [*DESK_LINES.values(), *DESK_PROMISES.values()]
    found: dict[int | str, Measured] = {}
    with crashing(site) as (base, crash):
        desk = Desk(browser, base, crash=crash)
        for line in sorted(lines, key=lambda each: (isinstance(each.number, str), str(each.number))):
            if not wanted or str(line.number) in wanted:
                found[line.number] = measured = measure_desk_line(desk, line)
                say(f"desk, {line.number} {'holds' if measured.holds else 'DOES NOT HOLD'}: {measured.value}")
    return found


def enter(site: Site) -> None:
    """Make this process use the site's settings and database. Call only once per process."""
    for name in [name for name in os.environ if name.startswith("CMS_") and name != "CMS_CHROMIUM"]:
        if name not in ("CMS_TEST_DATABASE_URL", "CMS_TEST_CACHE_URL"):
            del os.environ[name]
    os.environ |= site.environment
    # Playwright's event loop runs in this thread, so Django would take this for asynchronous code.
    os.environ |= {"DJANGO_SETTINGS_MODULE": "cms.settings", "DJANGO_ALLOW_ASYNC_UNSAFE": "true"}
    import django  # noqa: PLC0415

    django.setup()


@contextmanager
def crashing(site: Site) -> Iterator[tuple[str, Callable[[], None]]]:
    """Yield a served site's address, and a function that kills the server and starts it again at the same address."""
    port = free_port()
    base, servers = f"http://127.0.0.1:{port}", [serve(site, port)]

    def crash() -> None:
        kill_group(servers.pop())
        servers.append(serve(site, port))
        wait_for(f"{base}/healthz")

    try:
        wait_for(f"{base}/healthz")
        yield base, crash
    finally:
        for server in servers:
            stop(server)


def kill_group(server: subprocess.Popen[bytes]) -> None:
    """Kill the server and its workers: gunicorn's workers outlive it long enough to finish a request."""
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children")
    pids = [int(pid) for pid in children.read_text().split()] if children.exists() else []
    server.kill()
    server.wait()
    for pid in pids:
        try:
            os.kill(pid, 9)
        except ProcessLookupError:
            continue


def measure_figures(folder: Path, say: Say) -> list[Figure]:
    """Run tests/benchmarks/desk.py on SQLite, in its own process and database."""
    say(f"opening the desk with {POSTS:,} posts")
    folder.mkdir(parents=True, exist_ok=True)
    told = folder / "desk.json"
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CMS_", "DJANGO_"))}
    words = ["--posts", str(POSTS), "--rounds", str(ROUNDS), "--acts", "0", "--json", str(told)]
    command = [sys.executable, "-W", "ignore", "tests/benchmarks/desk.py", *words]
    done = subprocess.run(command, cwd=ROOT, env=kept, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"tests/benchmarks/desk.py ended with {done.returncode}:\n{done.stderr[-2000:]}")
    pages: dict[str, dict[str, Any]] = json.loads(told.read_text())["posts"][str(POSTS)]
    names = ("queries", "ms", "processor_ms", "most_queries", "most_ms")
    return [Figure(name, *(row[each] for each in names)) for name, row in pages.items()]
