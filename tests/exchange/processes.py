"""A site of its own for commands that run as real processes: to be killed, or to run at the same time."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[2]


class Site:
    """`start("import_posts", …)` begins a command, `run` waits for it, `rows` asks the database."""

    def __init__(self, folder: Path, database_url: str = "") -> None:
        self.folder = folder
        self.database_url = database_url
        folder.mkdir(exist_ok=True)

    @property
    def environment(self) -> dict[str, str]:
        url = {"CMS_DATABASE_URL": self.database_url} if self.database_url else {}
        ours = {"CMS_DATA_DIR": str(self.folder), "CMS_DEBUG": "1", "CMS_LANGUAGE": "en", "PYTHONUNBUFFERED": "1"}
        given = {name: value for name, value in os.environ.items() if not name.startswith("CMS_")}
        return {**given, **ours, **url}

    def start(self, *arguments: object, script: str = "manage.py") -> subprocess.Popen:
        command = [sys.executable, script, *map(str, arguments)]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL}
        return subprocess.Popen(command, cwd=ROOT, env=self.environment, text=True, **pipes)

    def run(self, *arguments: object) -> tuple[int, str, str]:
        process = self.start(*arguments)
        out, errors = process.communicate(timeout=240)
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
        connection = sqlite3.connect(self.folder / "masthead.sqlite3", timeout=30)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    def number(self, sql: str) -> int:
        return self.rows(sql)[0][0]


def make_template(folder: Path) -> Site:
    """A migrated site on SQLite, to be copied: migrating takes longer than most tests."""
    site = Site(folder)
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
        self.administer(f'DROP DATABASE "{self.name}" WITH (FORCE)')
