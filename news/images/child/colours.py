"""Converts pictures to sRGB so that colours look as intended: RGB, or RGBA where something is transparent."""

import io

from PIL import Image, ImageCms

_CONVERTED_MODES = {"RGB", "RGBA", "CMYK", "L"}


def simplify_mode(image: Image.Image) -> Image.Image:
    """Convert to RGB, RGBA, L or CMYK, whatever mode the file used; 16 bits become 8."""
    if image.mode in {"RGB", "CMYK"} and not image.has_transparency_data:
        return image
    if image.has_transparency_data:
        return image if image.mode == "RGBA" else image.convert("RGBA")
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    return image.convert("L" if image.mode in {"1", "L"} else "RGB")


def to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Convert to sRGB: ignoring a wide-gamut profile would make colours pale. An unreadable profile counts as none."""
    if not profile or image.mode not in _CONVERTED_MODES:
        return image
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if "sRGB" in ImageCms.getProfileDescription(source):
            return image
        return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=mode) or image
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image


def to_rgb(image: Image.Image) -> Image.Image:
    """Return RGBA only where something is transparent, and drop `info`, because encoders write what they find there."""
    shows_through = image.mode == "RGBA" and image.getchannel("A").getextrema() != (255, 255)
    if image.mode != "RGB" and not shows_through:
        image = image.convert("RGB")
    image.info = {}
    return image


def put_on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    return ground
