"""Turns bytes into files ready to be written: everything the worker makes, under its final names."""

import hashlib
from dataclasses import dataclass

from news.images.errors import ImageRefusedError
from news.images.files import content_name, write_file
from news.images.limits import CENTRE, MAX_BYTES, FocalPoint, sniff_format
from news.images.worker_protocol import MadeFile, ask_for_files

Renditions = dict[str, dict[str, str | int]]


@dataclass(frozen=True, slots=True)
class PreparedImage:
    """A decoded and encoded picture that is not stored yet: its files by name, and the values for its row."""

    sha256: str
    files: dict[str, bytes]
    file: str
    mime_type: str
    width_px: int
    height_px: int
    renditions: Renditions
    focal: FocalPoint
    credit: str = ""
    licence: str = ""

    def write_files(self) -> None:
        """Write all files. May be repeated, also concurrently. Raises: OSError."""
        write_files(self.files)


def write_files(files: dict[str, bytes]) -> None:
    for name, data in files.items():
        write_file(name, data)


def hash_bytes(data: bytes) -> str:
    """Hash the bytes as received, before they are re-encoded; this identifies a picture."""
    return hashlib.sha256(data).hexdigest()


def prepare_image(data: bytes, focal: FocalPoint = CENTRE) -> PreparedImage:
    """Have the worker decode once and encode all files, which stay in memory. Takes at most about 15 s. Thread-safe.

    Do not call inside a transaction or a reader's request. Raises: ImageRefusedError; OSError when no worker starts.
    """
    check_bytes(data)
    made = ask_for_files("prepare", data, focal)
    if not made.master.data:
        raise ImageRefusedError("crashed", status=0)
    sha256, master = hash_bytes(data), made.master
    file = content_name(sha256, master.suffix)
    files, renditions = name_files(sha256, file, [master, *made.others])
    return PreparedImage(
        sha256,
        files,
        file,
        master.mime_type,
        master.width_px,
        master.height_px,
        renditions,
        focal,
        made.credit,
        made.licence,
    )


def check_bytes(data: bytes) -> None:
    """Check what can be checked without decoding. Raises: ImageRefusedError."""
    if not data:
        raise ImageRefusedError("empty")
    if len(data) > MAX_BYTES:
        raise ImageRefusedError("too-large", size_mib=len(data) >> 20, max_mib=MAX_BYTES >> 20)
    if not sniff_format(data):
        raise ImageRefusedError("not-a-picture")


def name_files(sha256: str, master: str, made: list[MadeFile]) -> tuple[dict[str, bytes], Renditions]:
    """Return bytes by file name, and the renditions as the row stores them. The first of `made` is the file `master`.

    A crop's name contains its offset, so another focal point gives another file: files may be cached for a year.
    """
    files: dict[str, bytes] = {}
    renditions: Renditions = {}
    for number, one in enumerate(made):
        file = content_name(sha256, one.suffix, one.label) if number else master
        files[file] = one.data
        for name in one.names:
            renditions[name] = {
                "file": file,
                "width": one.width_px,
                "height": one.height_px,
                "type": one.mime_type,
            }
    return files, renditions
