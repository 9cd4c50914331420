"""Prepares the pictures that come with a post: files it points to, never outside its collection's folder, and data."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

from news.exchange.frontmatter.values import clip_fact
from news.exchange.intake.pictures import FoundPicture, PictureSet
from news.exchange.record import Note
from news.exchange.source_files import SourceFile
from news.images.errors import ImageRefusedError
from news.images.limits import MAX_BYTES
from news.images.storing import PreparedImage, find_stored, hash_bytes, prepare_image
from news.models import Image

Loaded = Image | PreparedImage


def load_local_pictures(found: PictureSet, source: SourceFile) -> dict[int, Loaded]:
    """By picture number: the row of known bytes, or the prepared picture. Sets sizes; notes and marks what fails."""
    loaded: dict[int, Loaded] = {}
    for picture in found.pictures:
        if picture.inline:
            _load_into(loaded, found, picture, lambda: _load_bytes(picture.inline))  # noqa: B023  (called at once)
        elif picture.local:
            _load_file_into(loaded, found, picture, source)
    return loaded


def _load_file_into(loaded: dict[int, Loaded], found: PictureSet, picture: FoundPicture, source: SourceFile) -> None:
    path = find_local_file(picture.local, source)
    if path is None:
        picture.problem = "missing"
        found.notes.append(Note("image-missing-file", {"path": clip_fact(picture.local)}))
        return
    _load_into(loaded, found, picture, lambda: _load_file(path))


def _load_into(loaded: dict[int, Loaded], found: PictureSet, picture: FoundPicture, load: Callable[[], Loaded]) -> None:
    try:
        image = load()
    except (ImageRefusedError, OSError) as error:
        picture.problem = f"picture-{error.code}" if isinstance(error, ImageRefusedError) else "unreadable-file"
        url = clip_fact(picture.local or "data:")
        found.notes.append(Note("image-refused", {"url": url, "problem": picture.problem}))
        return
    picture.width, picture.height = image.width_px, image.height_px
    loaded[picture.number] = image


def _load_file(path: Path) -> Loaded:
    if path.stat().st_size > MAX_BYTES:
        raise ImageRefusedError("too-large", max_mib=MAX_BYTES >> 20)
    return _load_bytes(path.read_bytes())


def _load_bytes(data: bytes) -> Loaded:
    return find_stored(hash_bytes(data)) or prepare_image(data)


def find_local_file(written: str, source: SourceFile) -> Path | None:
    """The file a path means: beside the post, in its asset folder (Hexo), or below the site's root or `source`.

    None when there is none inside the collection, whatever `..` and links say.
    """
    path = unquote(written.partition("?")[0].partition("#")[0])
    if not path or "\0" in path:
        return None
    root = source.root.resolve()
    below = path.lstrip("/")
    folder = source.file.parent
    places = [] if path.startswith("/") else [folder / below, source.file.with_suffix("") / below]
    places += [root / below, root / "source" / below]
    return next((file for place in places if (file := _inside(place, root))), None)


def _inside(path: Path, root: Path) -> Path | None:
    try:
        file = path.resolve(strict=True)
    except (OSError, RuntimeError, ValueError):
        return None
    return file if file.is_file() and file.is_relative_to(root) else None
