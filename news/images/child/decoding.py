"""Bytes to pixels, within limits that are checked before anything is decoded."""

import io
import warnings
from dataclasses import dataclass, field
from typing import TypeVar

from PIL import Image, ImageFile

from news.images.child.animation import AnimationFrame, read_frames
from news.images.child.colours import simplify_mode, to_rgb, to_srgb
from news.images.child.gif_blocks import count_frames
from news.images.child.rights import EmbeddedRights, read_rights
from news.images.errors import ImageRefusedError
from news.images.limits import FORMATS, MAX_FRAMES, MAX_PIXELS, MAX_SIDE_PX, STORED_SIDE_PX, sniff_format

Image.MAX_IMAGE_PIXELS = MAX_PIXELS
ImageFile.LOAD_TRUNCATED_IMAGES = False

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class DecodedPicture:
    """A decoded picture. `still` is upright, sRGB, in RGB or RGBA, without metadata, and no side is longer than
    STORED_SIDE_PX; for an animation it is the first frame. `frames` are those of an animation that keeps its format."""

    still: Image.Image
    rights: EmbeddedRights
    format: str
    frames: list[AnimationFrame] = field(default_factory=list)
    loop: int | None = None


def decode_picture(data: bytes) -> DecodedPicture:
    """Decode hostile bytes. Raises: ImageRefusedError, whatever is wrong with the bytes; MemoryError."""
    name = sniff_format(data)
    if name not in FORMATS:
        raise ImageRefusedError("not-a-picture")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _decode(data, name)
    except (ImageRefusedError, MemoryError):
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ImageRefusedError("too-many-pixels", max_mpx=MAX_PIXELS // 10**6) from error
    except Exception as error:  # Pillow's decoders raise nearly anything for damaged files
        raise ImageRefusedError("unreadable", format=name) from error


def _decode(data: bytes, name: str) -> DecodedPicture:
    with Image.open(io.BytesIO(data), formats=[name]) as image:
        width, height = image.size
        if width * height > MAX_PIXELS:
            raise ImageRefusedError("too-many-pixels", max_mpx=MAX_PIXELS // 10**6, width=width, height=height)
        if max(width, height) > MAX_SIDE_PX:
            raise ImageRefusedError("too-long-side", max_px=MAX_SIDE_PX, width=width, height=height)
        if _count_frames(image, data) > 1:
            loop = image.info.get("loop")
            frames = read_frames(image)
            still = _make_still(frames[0].image.copy())
            return DecodedPicture(still, read_rights(image), name, frames if len(frames) > 1 else [], loop)
        image.draft("RGB", (STORED_SIDE_PX, STORED_SIDE_PX))  # a large JPEG is decoded at a fraction of its size
        image.load()
        rights = read_rights(image)
        return DecodedPicture(_make_still(image), rights, name)  # this empties the picture's `info`


def _count_frames(image: Image.Image, data: bytes) -> int:
    """Count the frames in formats that stay animated; of other formats only the first frame is used."""
    if image.format == "GIF":
        count = count_frames(data, MAX_FRAMES + 1)
    else:
        count = getattr(image, "n_frames", 1) if image.format == "WEBP" else 1
    if count > MAX_FRAMES:
        raise ImageRefusedError("too-many-frames", max_frames=MAX_FRAMES)
    if count * image.width * image.height > MAX_PIXELS:
        raise ImageRefusedError("too-many-pixels", max_mpx=MAX_PIXELS // 10**6, frames=count)
    return count


def _make_still(image: Image.Image) -> Image.Image:
    """Shrink before turning and converting, because those steps would hold a large picture in memory twice."""
    profile = image.info.get("icc_profile")
    try:
        orientation = int(image.getexif().get(_ORIENTATION, 1))
    except Exception:  # damaged EXIF does not mean that the picture is damaged
        orientation = 1
    still = simplify_mode(image)
    if max(still.size) > STORED_SIDE_PX:
        still.thumbnail((STORED_SIDE_PX, STORED_SIDE_PX), Image.Resampling.LANCZOS, reducing_gap=2.0)
    still = to_srgb(still, profile)
    turn = _TURNS.get(orientation)
    return to_rgb(still if turn is None else still.transpose(turn))


_ORIENTATION = 0x0112
_TURNS = {  # EXIF 2.32, 4.6.4.A
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
