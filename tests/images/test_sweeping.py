"""The sweep removes what no row names, and never anything else."""

import io
import json
import os
import time
import tracemalloc

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from news.images import sweeping
from news.images.files import PART_PREFIX, write_file
from news.images.storing import keep_image, prepare_image, recrop_image, store_image
from news.images.sweeping import sweep_media
from news.models import Image
from tests.images.pictures import jpeg
from tests.images.test_files import files_in

pytestmark = pytest.mark.django_db

DAY_S = 24 * 3600
ORPHAN = f"ab/cd/{'a' * 32}.jpg"


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def put(media, name, age_s=2 * DAY_S, data=b"picture"):
    path = media / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    make_old(path, age_s)
    return path


def make_old(path, age_s=2 * DAY_S):
    then = time.time() - age_s
    os.utime(path, (then, then))


def run(*arguments):
    out, errors = io.StringIO(), io.StringIO()
    code = 0
    try:
        call_command("sweep_media", *arguments, stdout=out, stderr=errors)
    except SystemExit as error:
        code = error.code
    return code, out.getvalue(), errors.getvalue()


def test_old_orphans_go_and_every_named_file_stays(media):
    image = store_image(jpeg(1700, 900))
    for path in media.rglob("*.*"):
        make_old(path)
    before = files_in(media)
    put(media, ORPHAN)
    put(media, ORPHAN.replace(".jpg", "-hero-0-12.avif"))
    sweep = sweep_media(DAY_S)
    assert (sweep.removed, sweep.removed_bytes, sweep.named) == (2, 14, len(before))
    assert files_in(media) == before
    assert image.file in before


def test_files_of_rows_in_any_state_stay(media):
    path = put(media, ORPHAN)
    Image.objects.create(original_url="http://a.example/a.jpg", state="failed", state_reason="x", file=ORPHAN)
    assert sweep_media(DAY_S).removed == 0
    assert path.exists()


def test_the_crops_of_an_old_focal_point_go_after_a_day(media):
    image = store_image(jpeg(1800, 600))
    before = {facts["file"] for facts in image.renditions.values()}
    recrop_image(image, (0.0, 0.5))
    after = {image.file, *(facts["file"] for facts in image.renditions.values())}
    assert sweep_media(DAY_S).removed == 0
    for path in media.rglob("*.*"):
        make_old(path)
    assert sweep_media(DAY_S).removed == len(before - after)
    assert set(files_in(media)) == after


def test_young_files_stay_for_an_import_may_be_about_to_name_them(media):
    put(media, ORPHAN, age_s=DAY_S - 60)
    assert (sweep_media(DAY_S).young, files_in(media)) == (1, [ORPHAN])


def test_an_import_that_finds_an_old_file_makes_it_young(media):
    prepared = prepare_image(jpeg(500, 500))
    prepared.write_files()
    for path in media.rglob("*.*"):
        make_old(path)
    prepared.write_files()  # another run, a year later
    assert sweep_media(DAY_S).removed == 0
    assert keep_image(prepared).is_ready


def test_an_import_that_comes_between_looking_and_removing_keeps_its_file(media, monkeypatch):
    path = put(media, ORPHAN)
    rename = sweeping.Path.rename

    def touched_first(self, target):
        if self == path:
            write_file(ORPHAN, b"picture")
        return rename(self, target)

    monkeypatch.setattr(sweeping.Path, "rename", touched_first)
    assert (sweep_media(DAY_S).young, files_in(media)) == (1, [ORPHAN])


def test_parts_go_after_an_hour(media):
    put(media, f"ab/cd/{PART_PREFIX}old", age_s=3700)
    put(media, f"ab/cd/{PART_PREFIX}new", age_s=60)
    sweep = sweep_media(DAY_S)
    assert (sweep.removed, sweep.parts) == (1, 1)
    assert files_in(media) == [f"ab/cd/{PART_PREFIX}new"]


@pytest.mark.parametrize(
    "name",
    ["robots.txt", "ab/notes.jpg", "ab/cd/notes.txt", "ab/cd/ef/x.jpg", f"logo/cd/{'a' * 32}.jpg", "ab/cd/a.jpg"],
)
def test_what_is_not_named_as_we_name_files_is_nobodys_business(media, name):
    """Other apps and people keep files there too."""
    put(media, name)
    assert sweep_media(0).removed == 0
    assert files_in(media) == [name]


def test_links_are_not_followed_and_nothing_outside_is_touched(media, tmp_path):
    outside = put(tmp_path / "outside", ORPHAN)
    (media / "ab").symlink_to(tmp_path / "outside" / "ab")
    (media / "ef").mkdir()
    (media / "ef" / "cd").symlink_to(outside.parent)
    (media / "ef" / "aa").mkdir()
    (media / "ef" / "aa" / outside.name).symlink_to(outside)
    sweep = sweep_media(0)
    assert (sweep.removed, sweep.foreign) == (0, 1)
    assert outside.exists()


def test_a_media_folder_that_is_itself_a_link_is_swept(media, settings, tmp_path):
    put(media, ORPHAN)
    settings.MEDIA_ROOT = tmp_path / "link"
    settings.MEDIA_ROOT.symlink_to(media)
    assert sweep_media(DAY_S).removed == 1


def test_a_dry_run_tells_the_same_and_removes_nothing(media):
    put(media, ORPHAN)
    assert (sweep_media(DAY_S, is_dry_run=True).removed, files_in(media)) == (1, [ORPHAN])


def test_what_cannot_be_removed_is_told_and_the_rest_goes(media, monkeypatch):
    put(media, ORPHAN)
    put(media, f"ab/cd/{'b' * 32}.jpg")
    unlink = sweeping.Path.unlink

    def fail(self, **options):
        if "aaa" in self.name:
            raise OSError(30, "Read-only file system")
        unlink(self, **options)

    monkeypatch.setattr(sweeping.Path, "unlink", fail)
    code, out, errors = run()
    assert code == 3
    assert "1 file removed" in out
    assert "Read-only file system" in errors


@pytest.mark.django_db
def test_memory_hardly_grows_with_the_number_of_files(media, django_assert_num_queries):
    """Two numbers a file. (100,000 files: see docs/decisions/0008-images.md.)"""
    names = [f"{number % 16:02x}/00/{number:032x}.jpg" for number in range(4000)]
    for number in range(16):
        (media / f"{number:02x}" / "00").mkdir(parents=True)
    for name in names:
        (media / name).touch()
    rows = [Image(original_url=f"http://a.example/{name}", file=name) for name in names]
    Image.objects.bulk_create(rows, 500)
    tracemalloc.start()
    with django_assert_num_queries(1):
        assert sweep_media(0).named == 4000
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4 << 20


class TestCommand:
    def test_it_says_what_it_did(self, media):
        put(media, ORPHAN)
        code, out, _errors = run()
        assert (code, out) == (0, "1 file removed (0.0 MiB). 0 files are in use.\n")

    def test_a_dry_run_says_what_it_would_do(self, media):
        put(media, ORPHAN)
        assert run("--dry-run")[1].startswith("1 file (0.0 MiB) would be removed.")

    def test_it_prints_one_json_object_when_asked(self, media):
        put(media, ORPHAN)
        code, out, _errors = run("--json", "--dry-run")
        told = json.loads(out)
        assert (code, told["removed"], told["removed_bytes"], told["dry_run"]) == (0, 1, 7, True)

    def test_quiet_means_quiet(self, media):
        put(media, ORPHAN)
        assert run("--quiet") == (0, "", "")
        assert files_in(media) == []

    def test_the_age_may_be_chosen(self, media):
        put(media, ORPHAN, age_s=2 * 3600)
        assert "0 files removed" in run("--older-than", "3")[1]
        assert "1 file removed" in run("--older-than", "1.5")[1]

    @pytest.mark.parametrize("hours", ["0", "0.5", "-1", "nan", "inf"])
    def test_an_age_that_would_take_files_from_a_running_import_is_refused(self, hours):
        with pytest.raises(CommandError) as caught:
            run(f"--older-than={hours}")
        assert caught.value.returncode == 2

    def test_without_a_media_folder_it_cannot_start(self, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path / "nowhere"
        with pytest.raises(CommandError, match="no media folder") as caught:
            run()
        assert caught.value.returncode == 1
