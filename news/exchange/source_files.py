"""Finds the files of an import and gives each its identity: the collection's name and the path below its root."""

import hashlib
import os
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from news.exchange.sites import find_site

POST_FOLDERS = ("_posts", "_drafts")
GENERIC_NAMES = frozenset({*POST_FOLDERS, "source", "posts", "content"})
SKIPPED_FOLDERS = frozenset({"node_modules", "_site"})
SUFFIXES = frozenset({".md", ".markdown", ".html", ".htm"})
COLLECTION_MAX_CHARS = 100
IDENTITY_MAX_CHARS = 500

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f]")  # a file name must not inject lines into a log


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file to import. `shown` is its path as the operator would type it; `relative` is posix, below `root`."""

    file: Path
    root: Path
    collection: str
    relative: str
    shown: str
    is_named: bool  # on the command line, not found in a folder
    site: str = ""  # the generator of its site; "" when no file tells

    @property
    def external_id(self) -> str:
        """The file's relative path, the same on every machine; a hash if the path does not fit its column."""
        if len(self.relative) <= IDENTITY_MAX_CHARS:
            return self.relative
        return hashlib.sha256(self.relative.encode()).hexdigest()

    @property
    def is_surely_post(self) -> bool:
        """Whether to read it as a post whatever it looks like: it was named, or is in a folder for posts."""
        return self.is_named or any(part in POST_FOLDERS for part in self.relative.split("/"))


@dataclass(frozen=True, slots=True)
class ImportPlace:
    """A path to import, with its collection and the collection's root."""

    path: Path
    root: Path
    collection: str
    site: str = ""


def find_places(
    paths: Sequence[Path], collection: str = "", roots: Mapping[str, str] | None = None
) -> list[ImportPlace]:
    """Assign each path to a collection. `roots` are the known collections' folders, mapped to names.

    A path below such a folder belongs to that collection. `collection` replaces the name.
    """
    places = []
    for path in paths:
        known = next((folder for folder in _upwards(path) if str(folder) in (roots or {})), None)
        site = find_site(_upwards(path)[0])
        root = known or (site[0] if site else find_root(path))
        name = collection or (roots or {}).get(str(root)) or collection_name(root)
        places.append(ImportPlace(path, root, name, site[1] if site else ""))
    return places


def _upwards(path: Path) -> tuple[Path, ...]:
    absolute = Path(os.path.normpath(path.absolute()))
    return (absolute, *absolute.parents)


def find_files(places: Sequence[ImportPlace]) -> Iterator[SourceFile]:
    """Yield the post files under the given files and folders, sorted, with one folder's names in memory at a time.

    Hidden files and folders are skipped, as are links that point outside the collection. In a whole site's folder,
    only `_posts` and `_drafts` are read, or Hugo's `content`, without the other files of a bundle.
    """
    for place in places:
        is_named = not place.path.is_dir()
        for file in [place.path] if is_named else _walk_place(place):
            relative = _readable(os.path.relpath(Path(file).absolute(), place.root))
            shown = _UNPRINTABLE.sub("?", _readable(str(file)))
            yield SourceFile(file, place.root, place.collection, relative, shown, is_named, place.site)


def find_root(path: Path) -> Path:
    """Return the site's folder: going up, the first one whose name is more specific than «_posts» or «source»."""
    absolute = Path(os.path.normpath(path.absolute()))
    folder = absolute if absolute.is_dir() else absolute.parent
    posts = [ancestor for ancestor in (folder, *folder.parents) if ancestor.name in POST_FOLDERS]
    folder = posts[-1] if posts else folder
    while folder.name in GENERIC_NAMES and folder.parent.name:
        folder = folder.parent
    return folder


def collection_name(root: Path) -> str:
    return _readable(root.name)[:COLLECTION_MAX_CHARS] or "posts"


def _walk_place(place: ImportPlace) -> Iterator[Path]:
    folder, boundary = place.path, place.root.resolve()
    if place.site == "hugo":
        contents = sorted(folder.glob("content*/")) if (folder / "content").is_dir() else [folder]
        for start in contents:
            yield from _walk(start, boundary, has_bundles=True)
    elif place.site == "jekyll":
        for file in _walk(folder, boundary):
            if any(part in POST_FOLDERS for part in file.absolute().parts):
                yield file
    else:
        yield from _walk_folders(folder, boundary)


def _walk_folders(folder: Path, boundary: Path) -> Iterator[Path]:
    places = [folder / inner / name for inner in ("source", ".") for name in POST_FOLDERS]
    sites = [Path(os.path.normpath(place)) for place in places if place.is_dir()]
    for start in sites or [folder]:
        yield from _walk(start, boundary)


def _walk(folder: Path, boundary: Path, *, has_bundles: bool = False) -> Iterator[Path]:
    """Yield the files. `has_bundles`: anything beside or below an `index` file is part of its page.

    A folder that cannot be read is yielded itself, so that reading it as a file reports the error.
    """
    try:
        with os.scandir(folder) as entries:
            found = sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries)
    except OSError:
        yield folder
        return
    pages = [entry for entry in found if not entry[1] and entry[0].partition(".")[0] == "index"]
    for name, is_folder in pages if has_bundles and pages else found:
        path = folder / name
        if name.startswith(".") or name in SKIPPED_FOLDERS:
            continue
        if is_folder:
            yield from _walk(path, boundary, has_bundles=has_bundles)
        elif path.suffix.lower() in SUFFIXES and _stays_inside(path, boundary):
            yield path


def _stays_inside(path: Path, boundary: Path) -> bool:
    """Do not follow a link to a folder; follow one to a file only if it is inside the collection."""
    if not path.is_symlink():
        return path.is_file()
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        return False
    return target.is_file() and target.is_relative_to(boundary)


def _readable(path: str) -> str:
    """Return storable text for any file name; names from a Mac (NFD) equal those from elsewhere (NFC)."""
    text = os.fsencode(path).decode("utf-8", "backslashreplace")
    return unicodedata.normalize("NFC", text).replace(os.sep, "/")
