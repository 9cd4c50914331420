"""Writes picture files: whole or not at all, named by content, so that writing twice at once does no harm."""

import os
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage

PART_PREFIX = ".part-"  # hidden: never served


def content_name(sha256: str, suffix: str, rendition: str = "") -> str:
    """«ab/cd/abcd….jpg», with «-w800» before the suffix for a rendition. Relative to the media folder."""
    ending = f"-{rendition}{suffix}" if rendition else suffix
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256[:32]}{ending}"


def write_file(name: str, data: bytes) -> None:
    """Durable once it returns. A file of that name with that size stays, and looks new to the sweeper.

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
    """Touches a file that is already there whole: one that no row names yet must not be swept away meanwhile."""
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
    """A new name survives a power cut only when its folder has been written too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
