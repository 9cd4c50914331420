"""A disk that is full or read-only: the text is kept, nothing stands there half, and somebody is told what to do."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.utils import translation

from news.models import Image, Post, RawSource
from tests.commands import say
from tests.disks import small_disk
from tests.exchange.processes import DATABASE
from tests.images.pictures import as_bytes, noise
from tests.web.network import serve

ROOT = Path(__file__).resolve().parents[2]
POST = "---\ntitle: 港口 {0}\ndate: 2024-05-06 07:08:09\n---\n<p>正文 {0}</p><p><img src='{0}.jpg' alt='图'></p>\n"
REMOTE = POST.replace("'{0}.jpg'", "'http://images.example.com/{0}.jpg'")


@pytest.fixture
def posts(settings, tmp_path):
    settings.DATA_DIR, settings.NEWS_REPORTS_DIR = tmp_path, tmp_path / "reports"
    folder = tmp_path / "_posts"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.md").write_text(POST.format(number))
        (folder / f"{number}.jpg").write_bytes(picture(number))
    return folder


@pytest.fixture(params=["size=200k", "size=200k,ro"], ids=["full", "read-only"])
def media(request, settings, tmp_path):
    with small_disk(tmp_path / "media", request.param) as folder:
        settings.MEDIA_ROOT = folder
        yield folder


def picture(number):
    return as_bytes(noise(900 + number, 600), quality=90)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def files_in(folder):
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def names_of(images):
    return {name for image in images for name in [image.file, *(facts["file"] for facts in image.renditions.values())]}


def make_room(media):
    subprocess.run(["mount", "-o", "remount,rw,size=64m", str(media)], check=True)


@pytest.mark.django_db
class TestImport:
    def test_every_text_arrives_the_report_says_what_to_do_and_the_pictures_come_later(self, posts, media):
        result = json.loads(say("import_posts", str(posts), json=True)[0])
        assert (result["created"], result["failed"], Post.objects.published().count()) == (3, 0, 3)
        notes = [note["message"] for item in result["items"] for note in item["notes"] if "unwritable" in note["code"]]
        assert len(notes) == result["images"]["failed"] > 0
        assert all("Free some space or fix the media folder, then import again." in note for note in notes)
        assert names_of(Image.objects.ready()) <= files_in(media)

        make_room(media)
        say("import_posts", str(posts))
        assert Image.objects.ready().count() == 3
        assert all("<img" in body for body in Post.objects.values_list("body", flat=True))
        assert names_of(Image.objects.all()) <= files_in(media)
        assert list(RawSource.objects.values_list("waits_for", flat=True)) == [{}] * 3
        assert "unchanged 3" in say("import_posts", str(posts))[0]

    def test_fetched_pictures_wait_until_there_is_room(self, posts, media, monkeypatch):
        for number in range(3):
            (posts / f"{number}.md").write_text(REMOTE.format(number))
        with serve({f"/{number}.jpg": picture(number) for number in range(3)}) as web:
            monkeypatch.setattr("news.management.fetching.Fetcher", lambda: web.fetcher)
            out, _errors, code = say("import_posts", str(posts))
            assert (code, Post.objects.published().count()) == (3, 3)
            assert "Free some space or fix the media folder" in out
            assert not Image.objects.exclude(state__in=["pending", "ready"]).exists()
            assert not Image.objects.filter(claimed_until__isnull=False).exists()

            make_room(media)
            assert say("import_posts", str(posts))[2] == 0
        assert Image.objects.ready().count() == 3
        assert names_of(Image.objects.all()) <= files_in(media)


@pytest.mark.parametrize(("count", "size"), [(150, "3m"), pytest.param(400, "5m", marks=pytest.mark.soak)])
def test_a_full_data_folder_ends_the_import_with_a_sentence_and_the_next_run_goes_on(tmp_path, migrated, count, size):
    posts, site = tmp_path / "blog" / "_posts", tmp_path / "site"
    posts.mkdir(parents=True)
    for number in range(count):
        text = "".join(f"<p>第 {number} 篇，第 {line} 段。</p>\n" for line in range(120))
        (posts / f"{number:03}.md").write_text(f"---\ntitle: {number}\ndate: 2024-05-06 07:08:09\n---\n{text}")
    with small_disk(site, f"size={size}") as folder:
        shutil.copy(migrated.folder / DATABASE, folder)
        first = manage(folder, "import_posts", posts, "--no-network", "--json")
        assert first.returncode == 1
        assert "Traceback" not in first.stderr
        assert "free some space on its disk, and run the same command again" in first.stderr
        with sqlite3.connect(folder / DATABASE) as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            (arrived,) = database.execute("SELECT count(*) FROM news_post").fetchone()
        database.close()
        assert 0 < arrived < count

        subprocess.run(["mount", "-o", "remount,size=64m", str(folder)], check=True)
        second = manage(folder, "import_posts", posts, "--no-network", "--json")
        assert second.returncode == 0, second.stderr
        result = json.loads(second.stdout)
        assert (result["created"], result["failed"], len(result["items"])) == (count, 0, count)


def manage(site, *words):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CMS_")}
    environment |= {"CMS_DEBUG": "1", "CMS_DATA_DIR": str(site), "CMS_LANGUAGE": "en"}
    command = [sys.executable, "manage.py", *map(str, words)]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
