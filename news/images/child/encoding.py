"""Pixels to the bytes of a file: JPEG, PNG where something shows through, and AVIF beside them."""

import io
from dataclasses import dataclass

from PIL import Image

from news.images.child.colours import put_on_white
from news.images.child.rights import EmbeddedRights, write_rights

JPEG_QUALITY = 82
AVIF_QUALITY = 60
AVIF_SPEED = 9  # speed 8 takes three times as long for 5 % fewer bytes


@dataclass(frozen=True, slots=True)
class Encoded:
    """The bytes of one file. `at`: of a crop its left and top edge in the whole picture."""

    data: bytes
    width_px: int
    height_px: int
    mime_type: str
    at: tuple[int, int] | None = None


def encode(
    image: Image.Image,
    *,
    is_jpeg: bool = False,
    rights: EmbeddedRights | None = None,
    at: tuple[int, int] | None = None,
) -> Encoded:
    """As JPEG, which names `rights`; as PNG where something shows through, unless `is_jpeg` asks for a white ground."""
    out = io.BytesIO()
    if image.mode == "RGBA" and not is_jpeg:
        image.save(out, "PNG", compress_level=6)
        return Encoded(out.getvalue(), *image.size, "image/png", at)
    exif = write_rights(rights or EmbeddedRights())
    put_on_white(image).save(out, "JPEG", quality=JPEG_QUALITY, progressive=True, exif=exif if len(exif) else b"")
    return Encoded(out.getvalue(), *image.size, "image/jpeg", at)


def encode_avif(image: Image.Image, beside: Encoded) -> Encoded | None:
    """None where it would not be smaller than the file `beside` it. One thread, for the worker may have no more."""
    out = io.BytesIO()
    image.save(out, "AVIF", quality=AVIF_QUALITY, speed=AVIF_SPEED, max_threads=1)
    data = out.getvalue()
    return Encoded(data, *image.size, "image/avif", beside.at) if len(data) < len(beside.data) else None
