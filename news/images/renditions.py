"""Which smaller and cropped versions of a picture exist, and how they are encoded. Never larger than the picture."""

import io
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image

WIDTHS_PX = (1600, 1200, 800, 400)
CROPS_PX = {"hero": (1600, 900), "card": (800, 450), "square": (800, 800), "share": (1200, 630)}
JPEG_QUALITY = 82
JPEG_ONLY = {"share"}  # WeChat and others show no transparency in link cards

Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Encoded:
    """The bytes of one file."""

    data: bytes
    width_px: int
    height_px: int
    mime_type: str

    @property
    def suffix(self) -> str:
        return ".png" if self.mime_type == "image/png" else ".jpg"


def encode(image: Image.Image, is_jpeg: bool = False) -> Encoded:
    """As JPEG; as PNG where something shows through, unless `is_jpeg` asks for a white ground."""
    out = io.BytesIO()
    if image.mode == "RGBA" and not is_jpeg:
        image.save(out, "PNG", compress_level=6)
        return Encoded(out.getvalue(), *image.size, "image/png")
    _on_white(image).save(out, "JPEG", quality=JPEG_QUALITY, progressive=True)
    return Encoded(out.getvalue(), *image.size, "image/jpeg")


def make_renditions(image: Image.Image, master: Encoded, focal: tuple[float, float]) -> Iterator[tuple[str, Encoded]]:
    """Name and file of every rendition. Equal pictures, the whole one (`master`) included, are the same object.

    `focal` is the point to keep in the crops, as fractions across and down.
    """
    made = {((0, 0, *image.size), image.size, False): master}
    chain = list(_scale_down(image))
    for name, box, size in _plan(image.size, focal):
        is_jpeg = name in JPEG_ONLY and image.mode == "RGBA"
        key = (box, size, is_jpeg)
        if key not in made:
            made[key] = encode(_cut(chain, image.size, box, size), is_jpeg)
        yield name, made[key]


def _plan(size: tuple[int, int], focal: tuple[float, float]) -> Iterator[tuple[str, Box, tuple[int, int]]]:
    width, height = size
    for target in WIDTHS_PX:
        if target <= width:
            yield f"w{target}", (0, 0, width, height), (target, max(1, round(height * target / width)))
    for name, shape in CROPS_PX.items():
        box = crop_box(size, shape, focal)
        scale = min(1.0, shape[0] / (box[2] - box[0]))
        yield name, box, shape if scale < 1 else (box[2] - box[0], box[3] - box[1])


def crop_box(size: tuple[int, int], shape: tuple[int, int], focal: tuple[float, float]) -> Box:
    """The largest box of `shape`'s proportions inside `size`, as near to the focal point as the edges allow."""
    width, height = size
    box_width = min(width, round(height * shape[0] / shape[1]) or 1)
    box_height = min(height, round(width * shape[1] / shape[0]) or 1)
    left = min(max(round(width * focal[0] - box_width / 2), 0), width - box_width)
    top = min(max(round(height * focal[1] - box_height / 2), 0), height - box_height)
    return left, top, left + box_width, top + box_height


def _scale_down(image: Image.Image) -> Iterator[Image.Image]:
    """The picture and its smaller versions, each made from the one before."""
    yield image
    for target in WIDTHS_PX:
        if target < image.width:
            image = image.resize((target, max(1, round(image.height * target / image.width))), Image.Resampling.LANCZOS)
            yield image


def _cut(chain: list[Image.Image], full: tuple[int, int], box: Box, size: tuple[int, int]) -> Image.Image:
    """From the smallest version that still has the pixels."""
    needed = full[0] * size[0] / (box[2] - box[0])
    source = next((image for image in reversed(chain) if image.width >= needed), chain[0])
    if box == (0, 0, *full) and source.size == size:
        return source
    scale_x, scale_y = source.width / full[0], source.height / full[1]
    scaled = (box[0] * scale_x, box[1] * scale_y, box[2] * scale_x, box[3] * scale_y)
    return source.resize(size, Image.Resampling.LANCZOS, box=scaled)


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    return ground
