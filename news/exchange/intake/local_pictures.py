"""Prepares the pictures that come with a post: `data:` URLs, and files, but only inside the collection's folder."""

from concurrent.futures import Executor, Future, ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from urllib.parse import unquote

from news.exchange.frontmatter.values import clip_fact
from news.exchange.intake.pictures import FoundPicture, PictureSet
from news.exchange.record import Note
from news.exchange.source_files import SourceFile
from news.images.errors import ImageRefusedError
from news.images.limits import MAX_BYTES
from news.images.pool import MAX_WORKERS
from news.images.storing import PreparedImage, find_stored, hash_bytes, prepare_image
from news.models import Image

UNWRITABLE = "unwritable"
SERVED_FOLDERS = ("source", "static", "assets")

Loaded = Image | PreparedImage


def load_local_pictures(found: PictureSet, source: SourceFile) -> dict[int, Loaded]:
    """Return by picture number the row of known bytes, or the prepared picture. Set sizes; note and mark failures.

    Decode a few pictures in parallel, because decoding takes the time; more of them would fill the memory.
    """
    loaded: dict[int, Loaded] = {}
    local = iter([picture for picture in found.pictures if picture.local or picture.inline])
    with ThreadPoolExecutor(MAX_WORKERS) as decoders:
        while some := list(islice(local, MAX_WORKERS)):
            begun = [(picture, _begin(picture, found, source, decoders)) for picture in some]
            for picture, loading in begun:
                image = _finish(picture, found, loading)
                if image:
                    picture.width, picture.height = image.width_px, image.height_px
                    loaded[picture.number] = image
    return loaded


def _begin(
    picture: FoundPicture, found: PictureSet, source: SourceFile, decoders: Executor
) -> Loaded | Future[PreparedImage] | None:
    """Look bytes up in this thread, which has the database connection; decode unknown ones in another."""
    data = picture.inline or _read_local(picture, found, source)
    return (find_stored(hash_bytes(data)) or decoders.submit(prepare_image, data)) if data is not None else None


def _read_local(picture: FoundPicture, found: PictureSet, source: SourceFile) -> bytes | None:
    path = find_local_file(picture.local, source)
    if path is None:
        picture.problem = "missing"
        found.notes.append(Note("image-missing-file", {"path": clip_fact(picture.local)}))
        return None
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ImageRefusedError("too-large", max_mib=MAX_BYTES >> 20)
        return path.read_bytes()
    except (ImageRefusedError, OSError) as error:
        _refuse(picture, found, error)
        return None


def _finish(picture: FoundPicture, found: PictureSet, loading: Loaded | Future[PreparedImage] | None) -> Loaded | None:
    if not isinstance(loading, Future):
        return loading
    try:
        return loading.result()
    except (ImageRefusedError, OSError) as error:
        _refuse(picture, found, error)
        return None


def write_loaded(found: PictureSet, loaded: dict[int, Loaded]) -> None:
    """Write the files of prepared pictures. Note and mark one that cannot be written; the post is still imported."""
    for picture in found.pictures:
        image = loaded.get(picture.number)
        if not isinstance(image, PreparedImage):
            continue
        try:
            image.write_files()
        except OSError as error:
            del loaded[picture.number]
            picture.problem = UNWRITABLE
            facts = {"url": clip_fact(picture.local or "data:"), "error": error.strerror or str(error)}
            found.notes.append(Note("image-unwritable", facts))


def _refuse(picture: FoundPicture, found: PictureSet, error: Exception) -> None:
    picture.problem = f"picture-{error.code}" if isinstance(error, ImageRefusedError) else "unreadable-file"
    url = clip_fact(picture.local or "data:")
    found.notes.append(Note("image-refused", {"url": url, "problem": picture.problem}))


def find_local_file(written: str, source: SourceFile) -> Path | None:
    """Return the file that a path refers to: beside the post, in its asset folder (Hexo), or below the site's root or a
    folder that is served from the built site's root (Hexo's `source`, Hugo's `static` and `assets`).

    None if there is no such file inside the collection, whatever `..` and links lead to.
    """
    path = unquote(written.partition("?")[0].partition("#")[0])
    if not path or "\0" in path:
        return None
    root = source.root.resolve()
    below = path.lstrip("/")
    folder = source.file.parent
    places = [] if path.startswith("/") else [folder / below, source.file.with_suffix("") / below]
    places += [root / below, *(root / name / below for name in SERVED_FOLDERS)]
    return next((file for place in places if (file := _inside(place, root))), None)


def _inside(path: Path, root: Path) -> Path | None:
    try:
        file = path.resolve(strict=True)
    except (OSError, RuntimeError, ValueError):
        return None
    return file if file.is_file() and file.is_relative_to(root) else None
