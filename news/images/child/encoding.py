"""Turns pixels into file bytes: JPEG, or PNG where something is transparent, and AVIF as an addition."""

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
    """The bytes of one file. `at` is the left and top edge of a crop in the whole picture."""

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
    """Encode as JPEG with `rights`, or as PNG if parts are transparent, unless `is_jpeg` asks for white behind it."""
    out = io.BytesIO()
    if image.mode == "RGBA" and not is_jpeg:
        image.save(out, "PNG", compress_level=6)
        return Encoded(out.getvalue(), *image.size, "image/png", at)
    exif = write_rights(rights or EmbeddedRights())
    put_on_white(image).save(out, "JPEG", quality=JPEG_QUALITY, progressive=True, exif=exif if len(exif) else b"")
    return Encoded(out.getvalue(), *image.size, "image/jpeg", at)


def encode_avif(image: Image.Image, beside: Encoded) -> Encoded | None:
    """Return None unless it is smaller than `beside`. Uses one thread, because the worker may not start another."""
    out = io.BytesIO()
    image.save(out, "AVIF", quality=AVIF_QUALITY, speed=AVIF_SPEED, max_threads=1)
    data = out.getvalue()
    return Encoded(data, *image.size, "image/avif", beside.at) if len(data) < len(beside.data) else None
