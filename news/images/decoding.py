"""Bytes to pixels: the only code that gives foreign bytes to Pillow. Only for use outside requests and transactions."""

import io
import warnings

from PIL import Image, ImageCms, ImageOps

from news.images.errors import ImageRefusedError

MAX_BYTES = 10 << 20
MAX_PIXELS = 40_000_000
MAX_SIDE_PX = 12_000
STORED_SIDE_PX = 2560  # longer pictures are stored at this size
FORMATS = ("JPEG", "PNG", "GIF", "WEBP")

Image.MAX_IMAGE_PIXELS = MAX_PIXELS


def sniff_format(data: bytes) -> str:
    """The Pillow name of the format its first bytes announce, or "". Names and headers of the sender do not count."""
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    return "WEBP" if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else ""


def decode_picture(data: bytes) -> Image.Image:
    """The first frame, upright, in sRGB, mode RGB or (only where something shows through) RGBA, without metadata,
    no side longer than STORED_SIDE_PX.

    Raises: ImageRefusedError, whatever is wrong with the bytes.
    """
    name = _check_bytes(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _decode(data, name)
    except ImageRefusedError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ImageRefusedError("too-many-pixels", max_mpx=MAX_PIXELS // 10**6) from error
    except Exception as error:  # Pillow's decoders raise nearly anything for damaged files
        raise ImageRefusedError("unreadable", format=name) from error


def _check_bytes(data: bytes) -> str:
    if not data:
        raise ImageRefusedError("empty")
    if len(data) > MAX_BYTES:
        raise ImageRefusedError("too-large", size_mib=len(data) >> 20, max_mib=MAX_BYTES >> 20)
    name = sniff_format(data)
    if not name:
        raise ImageRefusedError("not-a-picture")
    return name


def _decode(data: bytes, name: str) -> Image.Image:
    with Image.open(io.BytesIO(data), formats=[name]) as image:
        _check_size(image)
        image.draft("RGB", (STORED_SIDE_PX, STORED_SIDE_PX))  # a large JPEG is decoded at a fraction of its size
        image.load()
        upright = _turn_upright(image)
        if max(upright.size) > STORED_SIDE_PX:
            upright = _flatten_mode(upright)
            upright.thumbnail((STORED_SIDE_PX, STORED_SIDE_PX), Image.Resampling.LANCZOS)
        picture = _flatten_mode(_to_srgb(upright))
        picture.info = {}  # Pillow's encoders would write comments and profiles from it
        return picture


def _check_size(image: Image.Image) -> None:
    width, height = image.size
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE_PX:
        raise ImageRefusedError("too-many-pixels", max_mpx=MAX_PIXELS // 10**6, width=width, height=height)


def _turn_upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # damaged EXIF says nothing about the picture itself
        return image


def _to_srgb(image: Image.Image) -> Image.Image:
    """Colours as they were meant: dropping a wide-gamut profile unread would make them pale."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "CMYK"}:
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if "sRGB" in ImageCms.getProfileDescription(source):
            return image
        converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        return converted or image
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image


def _flatten_mode(image: Image.Image) -> Image.Image:
    if image.has_transparency_data:
        image = image.convert("RGBA")
        if image.getchannel("A").getextrema() != (255, 255):
            return image
    elif image.mode.startswith("I;16"):
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    return image if image.mode == "RGB" else image.convert("RGB")
