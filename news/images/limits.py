"""Limits for pictures: bytes, pixels and frames. Shared by the site and the worker; imports nothing of ours."""

MAX_BYTES = 10 << 20
MAX_PIXELS = 40_000_000  # of all frames together
MAX_FRAMES = 200
MAX_SIDE_PX = 12_000
MAX_CREDIT = 200
STORED_SIDE_PX = 2560  # larger pictures are scaled down to this
FORMATS = ("JPEG", "PNG", "GIF", "WEBP")

WIDTHS_PX = (1600, 1200, 800, 400)
CROPS_PX = {"hero": (1600, 900), "card": (800, 450), "square": (800, 800), "share": (1200, 630)}
NAMES = (*(f"w{width}" for width in WIDTHS_PX), *CROPS_PX)
AVIF = ".avif"  # suffix of a rendition's name: the same picture as AVIF
AVIF_NAMES = tuple(f"{name}{AVIF}" for name in NAMES if name not in {"square", "share"})

SUFFIXES = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/avif": ".avif",
}

FocalPoint = tuple[float, float]
CENTRE: FocalPoint = (0.5, 0.5)


def sniff_format(data: bytes) -> str:
    """Return the Pillow name of the format that the first bytes announce, or "". The sender's file name is ignored."""
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    return "WEBP" if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else ""
