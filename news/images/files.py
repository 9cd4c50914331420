"""Writes picture files: whole or not at all, named by content, so that writing twice at once does no harm."""

import os
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage


def content_name(sha256: str, suffix: str, rendition: str = "") -> str:
    """«ab/cd/abcd….jpg», with «-w800» before the suffix for a rendition. Relative to the media folder."""
    ending = f"-{rendition}{suffix}" if rendition else suffix
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256[:32]}{ending}"


def write_file(name: str, data: bytes) -> None:
    """Durable once it returns. A file of that name with that size is left as it is.

    Raises: OSError when the media folder cannot be written.
    """
    path = Path(default_storage.path(name))
    if path.is_file() and path.stat().st_size == len(data):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(prefix=".part-", dir=path.parent)
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
