"""`fetch_images` as an operator meets it, and an import that fetches its pictures when the posts are in."""

import json

import pytest
from django.utils import translation

from news.images.pool import POOL
from news.images.worker import WorkerNotStartedError
from news.models import Image, ImportBatch, Post
from news.web.fetching import Fetcher
from tests.commands import refuse, say
from tests.images.pictures import jpeg
from tests.web.network import QUICK, serve

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def web(monkeypatch):
    files = {f"/{number}.jpg": jpeg(64, 36 + number) for number in range(9)} | {"/bad.jpg": b"no picture"}
    with serve(files) as opened:
        for command in ("news.management.commands.fetch_images", "news.management.fetching"):
            monkeypatch.setattr(f"{command}.Fetcher", lambda: Fetcher(opened.network, QUICK))
        yield opened


@pytest.fixture
def blog(settings, tmp_path):
    settings.DATA_DIR, settings.NEWS_REPORTS_DIR = tmp_path, tmp_path / "reports"
    posts = tmp_path / "blog" / "_posts"
    posts.mkdir(parents=True)

    def write(name, *pictures):
        body = "".join(
            f'<p><img src="http://images.example.com/{picture}" alt="{picture}"></p>' for picture in pictures
        )
        (posts / f"{name}.md").write_text(f"---\ntitle: {name}\ndate: 2024-05-06 07:08:09\n---\n<p>正文</p>{body}\n")
        return posts

    return write


def wait_for(*names):
    for name in names:
        Image.objects.create(original_url=f"http://images.example.com/{name}")


def states():
    return sorted(Image.objects.values_list("state", flat=True))


class TestFetchImages:
    def test_it_says_what_came_and_why_the_rest_did_not(self, web):
        wait_for("1.jpg", "bad.jpg", "gone.jpg")
        out, _errors, code = say("fetch_images")
        assert code == 3
        assert "fetched 1   of these already here 0   failed 1   refused 1   left for later 0" in out
        assert "✗ http://images.example.com/bad.jpg  The file is not a JPEG" in out
        assert "✗ http://images.example.com/gone.jpg  The file is no longer there (404)" in out
        assert "--retry-failed" in out

    def test_run_again_it_has_nothing_to_do(self, web):
        wait_for("1.jpg")
        say("fetch_images")
        asked = len(web.http.requests)
        out, _errors, code = say("fetch_images")
        assert (code, len(web.http.requests)) == (0, asked)
        assert "fetched 0" in out

    def test_failed_ones_come_when_they_are_there_at_last(self, web):
        wait_for("late.jpg")
        say("fetch_images")
        web.http.files["/late.jpg"] = jpeg()
        assert say("fetch_images", "--retry-failed")[2] == 0
        assert states() == ["ready"]

    def test_json_is_one_object_with_the_counts(self, web):
        wait_for("1.jpg", "gone.jpg")
        out, errors, code = say("fetch_images", "--json")
        result = json.loads(out)
        assert (result["ready"], result["failed"], result["reasons"], code) == (1, 1, {"not-found": 1}, 3)
        assert "gone.jpg" in errors

    def test_a_dry_run_names_the_hosts_and_asks_none(self, web):
        wait_for("1.jpg", "2.jpg")
        out, _errors, _code = say("fetch_images", "--dry-run")
        assert "2 pictures would be fetched." in out
        assert "2  images.example.com" in out
        assert (web.http.requests, states()) == ([], ["pending", "pending"])

    def test_limit_and_host_choose(self, web):
        wait_for("1.jpg", "2.jpg", "3.jpg")
        say("fetch_images", "--host", "other.example")
        assert web.http.requests == []
        say("fetch_images", "--limit", "2")
        assert states() == ["pending", "ready", "ready"]

    def test_a_limit_that_is_none_is_a_wrong_use(self):
        assert refuse("fetch_images", limit=0)[0] == 2

    def test_a_worker_that_does_not_start_is_no_fault_of_a_picture(self, web, monkeypatch):
        def not_start():
            raise WorkerNotStartedError(12, "Cannot allocate memory")

        monkeypatch.setattr("news.images.pool.PAUSE_S", 0)
        monkeypatch.setattr("news.images.pool.Worker", not_start)
        POOL.close()
        wait_for("1.jpg", "2.jpg")
        out, _errors, code = say("fetch_images")
        assert (code, states()) == (1, ["pending", "pending"])
        assert "Cannot allocate memory. Free some memory or processes, then run this again." in out

    def test_a_disk_that_takes_nothing_is_said_once_and_nothing_is_lost(self, web, monkeypatch):
        def no_room(_files):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("news.images.preparing.write_files", no_room)
        wait_for("1.jpg", "2.jpg")
        out, _errors, code = say("fetch_images")
        assert (code, states()) == (1, ["pending", "pending"])
        assert "No space left on device. Free some space or fix the media folder, then run this again." in out


class TestImport:
    def test_pictures_come_when_the_posts_are_in_and_are_counted(self, web, blog):
        posts = blog("a", "1.jpg", "2.jpg", "bad.jpg")
        blog("b", "1.jpg", "gone.jpg")
        out, errors, code = say("import_posts", posts, json=True)
        result = json.loads(out)
        assert code == 0  # a picture that does not come is no error of its post
        assert result["images"] == {"found": 5, "ready": 3, "pending": 0, "failed": 1, "refused": 1}
        assert ImportBatch.objects.get().counts["images"] == result["images"]
        assert "gone.jpg" in errors
        assert Post.objects.published().count() == 2

    def test_each_address_is_asked_once_however_many_posts_show_it(self, web, blog):
        for number in range(5):
            posts = blog(f"p{number}", "1.jpg")
        say("import_posts", posts)
        assert len(web.http.requests) == 1

    def test_what_an_interrupted_fetch_left_comes_with_the_same_command(self, web, blog):
        posts = blog("a", "1.jpg")
        say("import_posts", posts, images="pending")
        assert states() == ["pending"]
        out, _errors, _code = say("import_posts", posts)
        assert "unchanged 1" in out
        assert states() == ["ready"]

    @pytest.mark.parametrize("option", [{"no_network": True}, {"images": "pending"}, {"dry_run": True}])
    def test_nothing_is_asked_when_nothing_shall_be_fetched(self, web, blog, option):
        say("import_posts", blog("a", "1.jpg"), **option)
        assert web.http.requests == []

    def test_skipped_pictures_leave_no_rows(self, web, blog):
        say("import_posts", blog("a", "1.jpg"), images="skip")
        assert (Image.objects.count(), web.http.requests) == (0, [])
        assert "img" not in Post.objects.get().body

    def test_one_get_for_a_picture_behind_a_proxy_that_is_named_three_times(self, web, settings, tmp_path):
        settings.DATA_DIR, settings.NEWS_REPORTS_DIR = tmp_path, tmp_path / "reports"
        wrapped = "https://cors.zfour.workers.dev/?http://images.example.com/1.jpg"
        posts = tmp_path / "_posts"
        posts.mkdir()
        header = f"title: a\nheadimg: {wrapped}\nthumbnail: {wrapped}\ndate: 2024-05-06 07:08:09"
        (posts / "a.md").write_text(f"---\n{header}\n---\n<p>正文</p><p><img src='{wrapped}'></p>\n")
        say("import_posts", posts)
        assert [request.headers["Host"] for request in web.http.requests] == ["images.example.com"]
        assert web.https.requests == []
        assert states() == ["ready"]
