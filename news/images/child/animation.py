"""Animations: decodes all frames and encodes them again in their own format, keeping only pictures and times."""

import io
from dataclasses import dataclass

from PIL import GifImagePlugin, Image, ImageFile

from news.images.child.colours import to_srgb
from news.images.errors import ImageRefusedError
from news.images.limits import MAX_FRAMES, MAX_PIXELS

MAX_FRAME_MS = 60_000
WEBP_QUALITY = 80
_CLEAR_BEFORE_NEXT = 2  # GIF89a, § 23, disposal method
_KEEP = 1

GifImagePlugin.LOADING_STRATEGY = GifImagePlugin.LoadingStrategy.RGB_AFTER_DIFFERENT_PALETTE_ONLY


@dataclass(frozen=True, slots=True)
class AnimationFrame:
    """One whole picture of an animation, and how long it is shown."""

    image: Image.Image
    duration_ms: int


def read_frames(image: ImageFile.ImageFile) -> list[AnimationFrame]:
    """Decode every frame. Raises: ImageRefusedError; whatever Pillow raises for damaged frames."""
    frames: list[AnimationFrame] = []
    profile = image.info.get("icc_profile")
    while True:
        # Checked again while decoding, because the count in the file may be wrong.
        count = len(frames) + 1
        if count > MAX_FRAMES:
            raise ImageRefusedError("too-many-frames", max_frames=MAX_FRAMES)
        if count * image.size[0] * image.size[1] > MAX_PIXELS:
            raise ImageRefusedError("too-many-pixels", max_mpx=MAX_PIXELS // 10**6, frames=count)
        picture = to_srgb(image.copy(), profile)
        frames.append(AnimationFrame(picture, min(max(int(image.info.get("duration", 0) or 0), 0), MAX_FRAME_MS)))
        try:
            image.seek(len(frames))
        except EOFError:
            return frames


def encode_animation(frames: list[AnimationFrame], name: str, loop: int | None) -> bytes:
    """Encode the frames. `loop` is what the file had: a number of times, 0 for ever, None (GIF only) for once."""
    images = [_without_info(frame.image) for frame in frames]
    durations = [frame.duration_ms for frame in frames]
    out = io.BytesIO()
    if name == "GIF":
        _save_gif(images, durations, loop, out)
    else:
        options = {"quality": WEBP_QUALITY, "method": 0, "allow_mixed": True, "background": (0, 0, 0, 0)}
        images[0].save(
            out, "WEBP", save_all=True, append_images=images[1:], duration=durations, loop=loop or 0, **options
        )
    return out.getvalue()


def _save_gif(images: list[Image.Image], durations: list[int], loop: int | None, out: io.BytesIO) -> None:
    shows_through = any(image.has_transparency_data for image in images)
    options: dict[str, object] = {"disposal": _CLEAR_BEFORE_NEXT if shows_through else _KEEP}
    if loop is not None:
        options["loop"] = loop
    images[0].save(out, "GIF", save_all=True, append_images=images[1:], duration=durations, optimize=False, **options)


def _without_info(image: Image.Image) -> Image.Image:
    """Drop `info`, except the palette's transparent colour, which is part of the picture."""
    kept: dict[str | tuple[int, int], object] = (
        {"transparency": image.info["transparency"]} if "transparency" in image.info else {}
    )
    image.info = kept
    return image
