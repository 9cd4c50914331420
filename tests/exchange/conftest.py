"""A site of its own for each test that imports, and a folder of posts to import from."""

import contextlib
import io
import json
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import connection

from tests.exchange.processes import PostgresSite, copy_site
from tests.images.pictures import jpeg


@pytest.fixture
def site(settings, tmp_path):
    """Settings that write nowhere but into the test's folder."""
    settings.DATA_DIR = tmp_path / "data"
    settings.MEDIA_ROOT = settings.DATA_DIR / "media"
    settings.NEWS_REPORTS_DIR = settings.DATA_DIR / "reports"
    settings.DATA_DIR.mkdir()
    return settings


@pytest.fixture
def blog(tmp_path):
    """`blog.write("a", "title: A", "text")` puts a post into the folder `blog.posts` of the site `blog.root`."""
    root = tmp_path / "blog"
    posts = root / "_posts"
    posts.mkdir(parents=True)

    def write(name, header="title: 一篇", body="<p>正文</p>"):
        if "date:" not in header:
            header += "\ndate: 2024-05-06 07:08:09 +0000"
        path = posts / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\n{header}\n---\n{body}\n", encoding="utf-8")
        return path

    def picture(name, *size):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(jpeg(*size))
        return path

    return SimpleNamespace(root=root, posts=posts, write=write, picture=picture)


@pytest.fixture
def run(site):
    """`run(path, status="draft")` imports and gives the JSON result with the `exit` code and the `errors` written."""

    def run_command(*paths, **options):
        out, errors, code = io.StringIO(), io.StringIO(), 0
        options.setdefault("no_network", True)
        try:
            call_command("import_posts", *map(str, paths), json=True, stdout=out, stderr=errors, **options)
        except SystemExit as stop:
            code = stop.code
        result = json.loads(out.getvalue())
        return SimpleNamespace(**result, exit=code, stderr=errors.getvalue())

    with contextlib.suppress(OSError):
        yield run_command


@pytest.fixture
def machine(request, tmp_path):
    """A site of its own whose commands run as processes, on the database that the tests run on."""
    if connection.vendor != "postgresql":
        site = copy_site(request.getfixturevalue("migrated"), tmp_path / "machine")
        yield site
        site.close()
        return
    site = PostgresSite(tmp_path / "machine", connection.settings_dict)
    try:
        yield site
    finally:
        site.drop()
