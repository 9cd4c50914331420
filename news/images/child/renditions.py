"""Plans and makes the smaller and cropped versions of a picture. None is larger than the picture."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from PIL import Image

from news.images.child.encoding import Encoded, encode, encode_avif
from news.images.limits import AVIF, AVIF_NAMES, CROPS_PX, WIDTHS_PX, FocalPoint

JPEG_ONLY = {"share"}  # WeChat and others show no transparency in link cards

Box = tuple[int, int, int, int]
Size = tuple[int, int]
NamedRendition = tuple[str, Encoded]


@dataclass(frozen=True, slots=True)
class Cut:
    """A rendition to be made: which part of the picture, and its final size."""

    name: str
    box: Box
    size: Size


def plan_widths(size: Size) -> list[Cut]:
    width, height = size
    whole = (0, 0, width, height)
    return [
        Cut(f"w{target}", whole, (target, max(1, round(height * target / width))))
        for target in WIDTHS_PX
        if target <= width
    ]


def plan_crops(size: Size, focal: FocalPoint) -> list[Cut]:
    """Plan the crops. `focal` is the point to keep, as fractions across and down."""
    return [_plan_crop(name, shape, size, focal) for name, shape in CROPS_PX.items()]


def _plan_crop(name: str, shape: Size, size: Size, focal: FocalPoint) -> Cut:
    box = crop_box(size, shape, focal)
    width = box[2] - box[0]
    return Cut(name, box, shape if shape[0] < width else (width, box[3] - box[1]))


def crop_box(size: Size, shape: Size, focal: FocalPoint) -> Box:
    """Return the largest box of `shape`'s proportions inside `size`, as near to the focal point as the edges allow."""
    width, height = size
    box_width = min(width, round(height * shape[0] / shape[1]) or 1)
    box_height = min(height, round(width * shape[1] / shape[0]) or 1)
    left = min(max(round(width * focal[0] - box_width / 2), 0), width - box_width)
    top = min(max(round(height * focal[1] - box_height / 2), 0), height - box_height)
    return left, top, left + box_width, top + box_height


@dataclass(slots=True)
class Cutter:
    """Makes the renditions of one picture. Equal ones are one object, also one that equals `master`."""

    image: Image.Image
    master: Encoded
    chain: list[Image.Image] = field(init=False)
    made: dict[tuple[Box, Size, str], Encoded | None] = field(init=False)

    def __post_init__(self) -> None:
        self.chain = list(_scale_down(self.image))
        self.made = {}
        whole = (0, 0, *self.image.size)
        if self.master.mime_type in {"image/jpeg", "image/png"}:  # renditions of an animation are not animated
            self.made[whole, self.image.size, ""] = self.master

    def cut_all(self, cuts: Iterable[Cut]) -> Iterator[NamedRendition]:
        """Yield the name and file of each cut, and its AVIF version where that is smaller."""
        for cut in cuts:
            plain = self._make(cut, "jpeg" if cut.name in JPEG_ONLY and self.image.mode == "RGBA" else "")
            yield cut.name, plain
            if f"{cut.name}{AVIF}" in AVIF_NAMES and (avif := self._make_avif(cut, plain)):
                yield f"{cut.name}{AVIF}", avif

    def _make(self, cut: Cut, kind: str) -> Encoded:
        key = (cut.box, cut.size, kind)
        made = self.made.get(key)
        if made is None:
            picture = _cut(self.chain, self.image.size, cut)
            offset = (cut.box[0], cut.box[1]) if cut.name in CROPS_PX else None
            made = self.made[key] = encode(picture, is_jpeg=kind == "jpeg", at=offset)
        return made

    def _make_avif(self, cut: Cut, plain: Encoded) -> Encoded | None:
        key = (cut.box, cut.size, "avif")
        if key not in self.made:
            self.made[key] = encode_avif(_cut(self.chain, self.image.size, cut), plain)
        return self.made[key]


def _scale_down(image: Image.Image) -> Iterator[Image.Image]:
    """Yield the picture and its smaller versions, each made from the one before."""
    yield image
    for target in WIDTHS_PX:
        if target < image.width:
            image = image.resize((target, max(1, round(image.height * target / image.width))), Image.Resampling.LANCZOS)
            yield image


def _cut(chain: list[Image.Image], full: Size, cut: Cut) -> Image.Image:
    """Cut from the smallest version that still has enough pixels."""
    box, size = cut.box, cut.size
    needed = full[0] * size[0] / (box[2] - box[0])
    source = next((image for image in reversed(chain) if image.width >= needed), chain[0])
    if box == (0, 0, *full) and source.size == size:
        return source
    scale_x, scale_y = source.width / full[0], source.height / full[1]
    scaled = (box[0] * scale_x, box[1] * scale_y, box[2] * scale_x, box[3] * scale_y)
    return source.resize(size, Image.Resampling.LANCZOS, box=scaled)
