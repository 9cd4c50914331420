"""Reads the picture worker's answers. It has handled foreign bytes, so its answers are checked like foreign data."""

from collections.abc import Iterable
from dataclasses import dataclass

from news.images.errors import ImageRefusedError
from news.images.limits import AVIF_NAMES, CROPS_PX, MAX_CREDIT, MAX_SIDE_PX, NAMES, SUFFIXES, FocalPoint, sniff_format
from news.images.pool import POOL
from news.images.worker_messages import Head
from news.text.plain import clean_plain

_KNOWN_NAMES = {*NAMES, *AVIF_NAMES}
_KNOWN_CODES = {
    *("not-a-picture", "too-large", "too-many-pixels", "too-long-side", "too-many-frames"),
    *("too-much-memory", "unreadable"),
}
_MAX_FACTS = 8
_SHOWN_FACT = 40


@dataclass(frozen=True, slots=True)
class MadeFile:
    """One file and the renditions it serves; a master may serve none. `at` distinguishes crops of the same name."""

    data: bytes
    names: tuple[str, ...]
    mime_type: str
    width_px: int
    height_px: int
    at: tuple[int, int] | None

    @property
    def suffix(self) -> str:
        return SUFFIXES[self.mime_type]

    @property
    def label(self) -> str:
        """Return what distinguishes its file name from the master's: «w800», «hero-0-112»."""
        name = self.names[0].partition(".")[0]
        return f"{name}-{self.at[0]}-{self.at[1]}" if self.at else name


@dataclass(frozen=True, slots=True)
class MadeFiles:
    master: MadeFile
    others: list[MadeFile]
    credit: str
    licence: str


def ask_for_files(job: str, data: bytes, focal: FocalPoint) -> MadeFiles:
    """Ask for files. `job` is «prepare», or «crop» for crops of a stored master. Raises: ImageRefusedError, OSError."""
    head, parts = POOL.ask({"job": job, "focal": focal}, data)
    try:
        if "refused" in head:
            raise _read_refusal(head)
        return _read_files(head, parts)
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise ImageRefusedError("crashed", status=0) from error


def _read_refusal(head: Head) -> ImageRefusedError:
    facts = {
        str(name)[:_SHOWN_FACT]: value if isinstance(value, int) else str(value)[:_SHOWN_FACT]
        for name, value in list(dict(head["facts"]).items())[:_MAX_FACTS]
    }
    code = head["refused"]
    return ImageRefusedError(code, **facts) if code in _KNOWN_CODES else ImageRefusedError("crashed", status=0)


def _read_files(head: Head, parts: list[bytes]) -> MadeFiles:
    files = [_read_file(facts, data) for facts, data in zip(head["files"], parts, strict=True)]
    names = [name for file in files for name in file.names]
    _require(len(names) == len(set(names)))
    _require(all(file.names and file.data for file in files[1:]))
    rights = (clean_plain(str(head.get(name, "")), MAX_CREDIT) for name in ("credit", "licence"))
    return MadeFiles(files[0], files[1:], *rights)


def _read_file(facts: Head, data: bytes) -> MadeFile:
    names = tuple(facts["names"])
    _require(_KNOWN_NAMES.issuperset(names))
    _require(not data or facts["type"] == _sniff_type(data))
    _require(all(type(facts[side]) is int and 0 < facts[side] <= MAX_SIDE_PX for side in ("width", "height")))
    at = _read_offset(facts["at"], names)
    return MadeFile(data, names, facts["type"], facts["width"], facts["height"], at)


def _read_offset(at: list[int] | None, names: Iterable[str]) -> tuple[int, int] | None:
    if at is None:
        return None
    left, top = at
    _require(all(type(edge) is int and 0 <= edge <= MAX_SIDE_PX for edge in at))
    _require(any(name.partition(".")[0] in CROPS_PX for name in names))
    return left, top


def _sniff_type(data: bytes) -> str:
    if data[4:8] == b"ftyp" and data[8:12] in {b"avif", b"avis"}:
        return "image/avif"
    return f"image/{sniff_format(data).lower()}"


def _require(is_right: bool) -> None:
    if not is_right:
        raise ValueError("the worker's answer is not what was asked for")
