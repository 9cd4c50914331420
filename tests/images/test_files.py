"""Files appear whole or not at all, whatever the disk does."""

import os
import subprocess
from stat import S_ISDIR

import pytest

from news.images.files import PART_PREFIX, write_file
from news.images.storing import prepare_image
from tests.disks import small_disk
from tests.images.pictures import as_bytes, noise

NAME = "ab/cd/x.jpg"


def files_in(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_file_of_that_size_stays_and_looks_new(media):
    write_file(NAME, b"data")
    os.utime(media / NAME, (1, 1))
    inode = (media / NAME).stat().st_ino
    write_file(NAME, b"DATA")
    facts = (media / NAME).stat()
    assert (facts.st_ino, (media / NAME).read_bytes()) == (inode, b"data")
    assert facts.st_mtime > 1


@pytest.mark.parametrize("old", [b"", b"dat", b"data and more"])
def test_a_file_of_another_size_is_written_again(media, old):
    (media / "ab" / "cd").mkdir(parents=True)
    (media / NAME).write_bytes(old)
    write_file(NAME, b"data")
    assert (media / NAME).read_bytes() == b"data"
    assert files_in(media) == [NAME]


@pytest.mark.parametrize("step", ["pathlib.Path.replace", "os.fsync", "pathlib.Path.chmod"])
def test_a_failure_at_any_step_leaves_nothing(media, monkeypatch, step):
    def fail(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(step, fail)
    with pytest.raises(OSError, match="No space"):
        write_file(NAME, b"data")
    assert files_in(media) == []


def test_file_and_folder_are_on_the_disk_before_it_returns(monkeypatch):
    synced = []
    sync = os.fsync

    def remember(handle):
        synced.append("folder" if S_ISDIR(os.fstat(handle).st_mode) else "file")
        sync(handle)

    monkeypatch.setattr(os, "fsync", remember)
    write_file(NAME, b"data")
    assert synced == ["folder", "folder", "file", "folder"]  # two new folders in theirs, then the file
    write_file(f"{NAME}.2", b"data")
    assert synced[4:] == ["file", "folder"]


@pytest.fixture
def small(tmp_path, settings):
    with small_disk(tmp_path / "small") as folder:
        settings.MEDIA_ROOT = folder
        yield folder


def test_a_full_disk_leaves_whole_files_only(small):
    (small / "ballast").write_bytes(b"\0" * (1 << 20))
    prepared = prepare_image(as_bytes(noise(2400, 1600), quality=95))
    assert sum(map(len, prepared.files.values())) > 2 << 20
    with pytest.raises(OSError, match="No space"):
        prepared.write_files()
    written = [name for name in files_in(small) if name != "ballast"]
    for name in written:
        assert (small / name).read_bytes() == prepared.files[name]
    assert not any(PART_PREFIX in name for name in written)


def test_a_read_only_folder_says_so(small):
    subprocess.run(["mount", "-o", "remount,ro", small], check=True)
    with pytest.raises(OSError, match="Read-only"):
        write_file(NAME, b"data")
    assert files_in(small) == []


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write where nobody may")
def test_a_folder_without_permission_says_so(media):
    media.chmod(0o500)
    try:
        with pytest.raises(PermissionError):
            write_file(NAME, b"data")
    finally:
        media.chmod(0o700)
