"""Writes picture files atomically. They are named by content, so writing one twice at the same time does no harm."""

import os
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage

PART_PREFIX = ".part-"  # hidden, so it is never served


def content_name(sha256: str, suffix: str, rendition: str = "") -> str:
    """Return «ab/cd/abcd….jpg», with «-w800» before the suffix for a rendition, relative to the media folder."""
    ending = f"-{rendition}{suffix}" if rendition else suffix
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256[:32]}{ending}"


def write_file(name: str, data: bytes) -> None:
    """Write a file durably. An existing file of that name and size is kept, and made to look new to the sweeper.

    Raises: OSError when the media folder cannot be written; then nothing is left behind.
    """
    path = Path(default_storage.path(name))
    if _reuse(path, len(data)):
        return
    _make_folder(path.parent)
    handle, part = tempfile.mkstemp(prefix=PART_PREFIX, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(part).chmod(settings.FILE_UPLOAD_PERMISSIONS or 0o640)
        Path(part).replace(path)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _reuse(path: Path, size: int) -> bool:
    """Touch a file that already exists whole, so that the sweeper does not remove it before a row refers to it."""
    try:
        if path.stat().st_size != size:
            return False
        os.utime(path)
    except FileNotFoundError:
        return False
    return True


def _make_folder(folder: Path) -> None:
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    """Flush the folder, without which a new file name may not survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
