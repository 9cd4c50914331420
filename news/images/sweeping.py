"""Removes picture files that no row refers to, left by interrupted imports, removed rows and moved focal points.

Safe beside a running import: only old files are removed, and an import touches a file before its row refers to it.
"""

import os
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_ISREG

from django.conf import settings

from news.images.files import PART_PREFIX
from news.models import Image

PART_AGE_S = 3600
ROWS_AT_ONCE = 1000
MAX_FAILURES = 20  # listed by name; further ones are only counted
_FOLDER = re.compile(r"[0-9a-f]{2}")
_OURS = re.compile(r"[0-9a-f]{32}(?:-[a-z0-9-]+)?\.(?:jpg|png|gif|webp|avif)")


@dataclass(slots=True)
class Sweep:
    """Counts files by what was done with them, or in a dry run by what would have been done."""

    removed: int = 0
    removed_bytes: int = 0
    parts: int = 0  # unfinished files among the removed ones
    named: int = 0
    young: int = 0
    foreign: int = 0  # names unlike ours; left alone
    failed: int = 0
    failures: list[str] = field(default_factory=list)


def sweep_media(older_than_s: float, *, is_dry_run: bool = False, advance: Callable[[], None] = lambda: None) -> Sweep:
    """Sweep the media folder. May be repeated, interrupted and run twice at once. Calls `advance` for every file.

    Follows no links and leaves alone every file whose name does not have our form.
    """
    sweep, named, now = Sweep(), read_named_files(), time.time()
    for folder, name in _walk(Path(settings.MEDIA_ROOT).resolve(), sweep):
        advance()
        is_part = name.startswith(PART_PREFIX)
        if not is_part and not _OURS.fullmatch(name):
            sweep.foreign += 1
        elif not is_part and _digest(f"{folder.parent.name}/{folder.name}/{name}") in named:
            sweep.named += 1
        else:
            age_s = min(older_than_s, PART_AGE_S) if is_part else older_than_s
            _sweep_file(folder / name, now - age_s, sweep, is_dry_run=is_dry_run)
    return sweep


def read_named_files() -> set[int]:
    """Return a digest of every file name in the table, to save memory. A collision only keeps a file too long."""
    named: set[int] = set()
    for file, renditions in Image.objects.values_list("file", "renditions").order_by().iterator(ROWS_AT_ONCE):
        named.add(_digest(file))
        named.update(_digest(facts["file"]) for facts in renditions.values())
    return named


def _digest(name: str) -> int:
    return hash(name)  # 64 bits, with a different key in every process


def _walk(root: Path, sweep: Sweep) -> Iterator[tuple[Path, str]]:
    """Yield folder and name of every file two folders down, which is where our files are."""
    for outer in _list(root):
        for inner in _list(root / outer) if _is_folder(root / outer) else ():
            folder = root / outer / inner
            for name in _list(folder) if _is_folder(folder) else ():
                yield folder, name


def _list(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)  # noqa: PTH208  (names are enough)
    except FileNotFoundError:
        return []


def _is_folder(path: Path) -> bool:
    return bool(_FOLDER.fullmatch(path.name)) and path.is_dir() and not path.is_symlink()


def _sweep_file(path: Path, before: float, sweep: Sweep, *, is_dry_run: bool) -> None:
    try:
        facts = path.lstat()
        if not S_ISREG(facts.st_mode):
            sweep.foreign += 1
        elif facts.st_mtime >= before or not (is_dry_run or _remove(path, before)):
            sweep.young += 1
        else:
            sweep.removed += 1
            sweep.removed_bytes += facts.st_size
            sweep.parts += path.name.startswith(PART_PREFIX)
    except FileNotFoundError:
        pass  # another sweep removed it
    except OSError as error:
        sweep.failed += 1
        if len(sweep.failures) < MAX_FAILURES:
            sweep.failures.append(f"{path}: {error.strerror}")


def _remove(path: Path, before: float) -> bool:
    """Remove the file. Return False if an import touched it since our check; we rename, check again and put it back."""
    aside = path.with_name(f"{PART_PREFIX}{path.name.removeprefix(PART_PREFIX)}")
    path.rename(aside)
    if aside.lstat().st_mtime >= before:
        aside.rename(path)
        return False
    aside.unlink()
    return True
