"""A site of its own for commands that run as real processes: to be killed, or to run at the same time."""

import contextlib
import itertools
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[2]
DATABASE = "masthead.sqlite3"
HANGS_AFTER_S = 900  # no command of a test takes a tenth of it on a busy machine


class Site:
    """`start("import_posts", …)` begins a command, `run` waits for it, `rows` asks the database."""

    def __init__(self, folder: Path, database_url: str = "") -> None:
        self.folder = folder
        self.database_url = database_url
        folder.mkdir(exist_ok=True)
        self._server: subprocess.Popen | None = None
        self._numbers = itertools.count(1)

    @property
    def environment(self) -> dict[str, str]:
        url = {"CMS_DATABASE_URL": self.database_url} if self.database_url else {}
        ours = {"CMS_DATA_DIR": str(self.folder), "CMS_DEBUG": "1", "CMS_LANGUAGE": "en", "PYTHONUNBUFFERED": "1"}
        given = {name: value for name, value in os.environ.items() if not name.startswith("CMS_")}
        return {**given, **ours, **url}

    def start(self, *words: object) -> "Command":
        """Forked from a process that is set up for this site, which the first command starts."""
        if not self._server:
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
            module = [sys.executable, "-m", "tests.exchange.command_server"]
            self._server = subprocess.Popen(module, cwd=ROOT, env=self.environment, text=True, **pipes)
        files = [self.folder.with_name(f"{self.folder.name}-{next(self._numbers)}.{end}") for end in ("out", "err")]
        return Command(self, self.ask("start", list(map(str, words)), *map(str, files)), *files)

    def ask(self, *request: object) -> Any:
        assert self._server
        self._server.stdin.write(json.dumps(request) + "\n")
        self._server.stdin.flush()
        return json.loads(self._server.stdout.readline())

    def close(self) -> None:
        if self._server:
            self._server.stdin.close()  # it ends with its last request
            self._server.wait()
            self._server.stdout.close()
            self._server = None

    def run_script(self, script: Path, *words: object) -> tuple[int, str, str]:
        command, how = [sys.executable, script, *map(str, words)], {"capture_output": True, "text": True}
        done = subprocess.run(command, cwd=ROOT, env=self.environment, timeout=HANGS_AFTER_S, check=False, **how)
        return done.returncode, done.stdout, done.stderr

    def run(self, *words: object) -> tuple[int, str, str]:
        process = self.start(*words)
        out, errors = process.communicate()
        return process.returncode, out, errors

    def import_json(self, *arguments: object) -> dict:
        code, out, errors = self.run("import_posts", *arguments, "--json")
        assert out, errors
        return {**json.loads(out), "exit": code, "stderr": errors}

    def rows(self, sql: str) -> list[tuple]:
        if self.database_url:
            import psycopg

            with psycopg.connect(self.database_url) as connection:
                return connection.execute(sql).fetchall()
        connection = sqlite3.connect(self.folder / DATABASE, timeout=30)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    def number(self, sql: str) -> int:
        return self.rows(sql)[0][0]


class Command:
    """A process of a site, used as one of `subprocess`."""

    def __init__(self, site: Site, number: int, output: Path, errors: Path) -> None:
        self.site, self.number, self.output, self.errors = site, number, output, errors
        self.returncode: int | None = None

    def poll(self) -> int | None:
        if self.returncode is None:
            self.returncode = self.site.ask("poll", self.number)
        return self.returncode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.number, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def communicate(self) -> tuple[str, str]:
        until = time.monotonic() + HANGS_AFTER_S
        while self.poll() is None:
            if time.monotonic() > until:
                self.kill()
                raise TimeoutError(f"{self.output} and {self.errors} hold what it said before it hung")
            time.sleep(0.01)
        return self.output.read_text(), self.errors.read_text()


def make_template(folder: Path) -> Site:
    """A migrated site on SQLite, to be copied: migrating takes longer than most tests."""
    site = Site(folder)
    with contextlib.closing(site):
        code, _out, errors = site.run("migrate", "-v0")
    assert code == 0, errors
    return site


def copy_site(template: Site, folder: Path) -> Site:
    shutil.copytree(template.folder, folder)
    return Site(folder)


class PostgresSite(Site):
    """With a database of its own on the server that the tests use; `drop` it."""

    def __init__(self, folder: Path, settings: dict) -> None:
        user, password = quote(settings["USER"] or ""), quote(settings["PASSWORD"] or "", safe="")
        login = f"{user}:{password}" if password else user
        server = f"postgresql://{login}@{settings['HOST']}:{settings['PORT'] or 5432}"
        self.name = f"{settings['NAME']}_processes_{os.getpid()}"
        self.server = f"{server}/postgres"
        self.administer(f'CREATE DATABASE "{self.name}"')
        super().__init__(folder, f"{server}/{self.name}")
        code, _out, errors = self.run("migrate", "-v0")
        assert code == 0, errors

    def administer(self, sql: str) -> None:
        import psycopg

        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(sql)

    def drop(self) -> None:
        self.close()
        self.administer(f'DROP DATABASE "{self.name}" WITH (FORCE)')
