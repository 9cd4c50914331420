"""Takes a picture in: prepare (decode, no database), write the files, then keep the row. Same bytes, same row."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from news.images.decoding import decode_picture
from news.images.files import content_name, write_file
from news.images.renditions import encode, make_renditions
from news.models import Image, User
from news.text.plain import clean_plain

CENTRE = (0.5, 0.5)


@dataclass(frozen=True, slots=True)
class PreparedImage:
    """A decoded and encoded picture that is not stored yet: its files by name, and what its row will say."""

    sha256: str
    files: dict[str, bytes]
    file: str
    mime_type: str
    width_px: int
    height_px: int
    renditions: dict[str, dict[str, str | int]]
    focal: tuple[float, float]

    def write_files(self) -> None:
        """May be repeated, also by several at once. Raises: OSError."""
        for name, data in self.files.items():
            write_file(name, data)


def hash_bytes(data: bytes) -> str:
    """The hash that identifies a picture: that of the bytes as they came, before we re-encode them."""
    return hashlib.sha256(data).hexdigest()


def prepare_image(data: bytes, focal: tuple[float, float] = CENTRE) -> PreparedImage:
    """Decodes once and encodes all files in memory; not for use inside a transaction or a request.

    Raises: ImageRefusedError.
    """
    picture = decode_picture(data)
    sha256 = hash_bytes(data)
    master = encode(picture)
    names = {id(master): content_name(sha256, master.suffix)}
    files = {names[id(master)]: master.data}
    renditions: dict[str, dict[str, str | int]] = {}
    for name, made in make_renditions(picture, master, focal):
        file = names.setdefault(id(made), content_name(sha256, made.suffix, name))
        files[file] = made.data
        renditions[name] = {"file": file, "width": made.width_px, "height": made.height_px, "type": made.mime_type}
    return PreparedImage(
        sha256, files, names[id(master)], master.mime_type, master.width_px, master.height_px, renditions, focal
    )


def find_stored(sha256: str) -> Image | None:
    """The row of these bytes, if they were taken in before: then there is nothing to decode."""
    return Image.objects.filter(sha256=sha256).first()


def keep_image(
    prepared: PreparedImage, *, original_name: str = "", alt: str = "", uploaded_by: User | None = None
) -> Image:
    """The row of a prepared image whose files are written; the existing one when there is one. Safe in races.

    Without a caption: what one post says under a picture stays in its own body, other posts may show it too.
    """
    existing = find_stored(prepared.sha256)
    if existing:
        return existing
    image = _describe(prepared)
    image.original_name = clean_plain(original_name, 255)
    image.alt = clean_plain(alt, 500)
    image.uploaded_by = uploaded_by
    try:
        with transaction.atomic():
            image.save()
    except IntegrityError:
        existing = find_stored(prepared.sha256)
        if not existing:
            raise
        return existing
    return image


def store_image(data: bytes, *, original_name: str = "", alt: str = "", uploaded_by: User | None = None) -> Image:
    """All three steps, for callers outside a transaction. Raises: ImageRefusedError, OSError."""
    existing = find_stored(hash_bytes(data))
    if existing:
        return existing
    prepared = prepare_image(data)
    prepared.write_files()
    return keep_image(prepared, original_name=original_name, alt=alt, uploaded_by=uploaded_by)


def recrop_image(image: Image, focal: tuple[float, float]) -> Image:
    """Cuts the crops anew around another focal point, outside a transaction. Raises: ImageRefusedError, OSError."""
    data = Path(default_storage.path(image.file)).read_bytes()
    prepared = prepare_image(data, focal)
    prepared.write_files()
    image.focal_x, image.focal_y = focal
    image.renditions = prepared.renditions
    image.save(update_fields=["focal_x", "focal_y", "renditions"])
    return image


def ensure_remote_image(original_url: str, *, wrapper_url: str = "", alt: str = "") -> Image:
    """The row of a picture that is still elsewhere, made pending when it is new. Safe in races.

    `original_url` is http(s), unwrapped and normalised, at most 2,000 characters.
    """
    image, _ = Image.objects.get_or_create(
        original_url=original_url,
        defaults={
            "wrapper_url": wrapper_url,
            "alt": clean_plain(alt, 500),
            "state": Image.State.PENDING,
        },
    )
    return image


def _describe(prepared: PreparedImage) -> Image:
    return Image(
        file=prepared.file,
        sha256=prepared.sha256,
        size_bytes=len(prepared.files[prepared.file]),
        mime_type=prepared.mime_type,
        width_px=prepared.width_px,
        height_px=prepared.height_px,
        renditions=prepared.renditions,
        focal_x=prepared.focal[0],
        focal_y=prepared.focal[1],
        state=Image.State.READY,
    )
