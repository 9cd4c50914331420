"""A supersampled drawing surface with a palette derived from one hue, independent of any motif."""

# The numbers are coordinates of the drawing, and the randomness need not be secret.
# ruff: noqa: PLR2004, S311

import hashlib
import math
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Colour: TypeAlias = tuple[int, int, int]
Point: TypeAlias = tuple[float, float]

WIDTH, HEIGHT = 1600, 900
SUPERSAMPLING = 2
GRAIN = 5


def oklch(lightness: float, chroma: float, hue: float) -> Colour:
    """Convert an OKLCH colour to sRGB, clipped (Björn Ottosson, «A perceptual color space», 2020)."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    red, green, blue = (_encode(channel) for channel in linear)
    return red, green, blue


def _encode(channel: float) -> int:
    clipped = min(max(channel, 0.0), 1.0)
    encoded = 12.92 * clipped if clipped <= 0.0031308 else 1.055 * clipped ** (1 / 2.4) - 0.055
    return round(encoded * 255)


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """Blend two colours; `share` 0 gives the first, 1 the second."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


@dataclass(frozen=True)
class Palette:
    """Six steps from paper to ink, most in one hue, and a warm accent and a light."""

    paper: Colour
    mist: Colour
    pale: Colour
    mid: Colour
    deep: Colour
    ink: Colour
    accent: Colour
    light: Colour

    @classmethod
    def from_hue(cls, hue: float, accent_hue: float) -> "Palette":
        return cls(
            paper=oklch(0.950, 0.022, 85),
            mist=oklch(0.855, 0.038, hue),
            pale=oklch(0.745, 0.060, hue),
            mid=oklch(0.590, 0.078, hue),
            deep=oklch(0.415, 0.070, hue),
            ink=oklch(0.250, 0.046, hue),
            accent=oklch(0.685, 0.150, accent_hue),
            light=oklch(0.890, 0.085, 85),
        )


class Canvas:
    """Draw in units of 1600 × 900 at any size; randomness depends only on the name."""

    def __init__(self, name: str, palette: Palette, size: tuple[int, int]) -> None:
        self.palette = palette
        self.size = size
        self.rng = random.Random(int.from_bytes(hashlib.sha256(name.encode()).digest()[:8]))
        self.scale_x = size[0] * SUPERSAMPLING / WIDTH
        self.scale_y = size[1] * SUPERSAMPLING / HEIGHT
        self.image = Image.new("RGB", (size[0] * SUPERSAMPLING, size[1] * SUPERSAMPLING), palette.paper)
        self.pen = ImageDraw.Draw(self.image)

    def _place(self, points: Iterable[Point]) -> list[Point]:
        return [(x * self.scale_x, y * self.scale_y) for x, y in points]

    def gradient(self, stops: Sequence[Colour], top: float = 0, bottom: float = HEIGHT) -> None:
        """Fill with a vertical blend of evenly spaced colours."""
        strip = Image.new("RGB", (1, len(stops)))
        strip.putdata(list(stops))
        first, last = round(top * self.scale_y), round(bottom * self.scale_y)
        column = strip.resize((1, last - first), Image.Resampling.BICUBIC)
        self.image.paste(column.resize((self.image.width, last - first), Image.Resampling.NEAREST), (0, first))

    def polygon(self, points: Iterable[Point], colour: Colour) -> None:
        self.pen.polygon(self._place(points), fill=colour)

    def rectangle(self, box: tuple[float, float, float, float], colour: Colour, radius: float = 0) -> None:
        corners = self._place([(box[0], box[1]), (box[2], box[3])])
        if radius:
            self.pen.rounded_rectangle(corners, radius * self.scale_x, fill=colour)
        else:
            self.pen.rectangle(corners, fill=colour)

    def disc(self, x: float, y: float, radius: float, colour: Colour) -> None:
        self.pen.ellipse(self._place([(x - radius, y - radius), (x + radius, y + radius)]), fill=colour)

    def pie(self, x: float, y: float, radius: float, angles: tuple[float, float], colour: Colour) -> None:
        box = self._place([(x - radius, y - radius), (x + radius, y + radius)])
        self.pen.pieslice(box, *angles, fill=colour)

    def line(self, points: Iterable[Point], colour: Colour, width: float) -> None:
        self.pen.line(self._place(points), fill=colour, width=max(1, round(width * self.scale_x)), joint="curve")

    def glow(self, x: float, y: float, radius: float, colour: Colour, strength: float) -> None:
        """Draw a radial light that fades to nothing at `radius`; `strength` is 0 to 1."""
        (left, top), (right, bottom) = self._place([(x - radius, y - radius), (x + radius, y + radius)])
        fade = Image.radial_gradient("L").point([round(max(0, 1 - v / 181) ** 2 * strength * 255) for v in range(256)])
        mask = fade.resize((round(right - left), round(bottom - top)), Image.Resampling.BILINEAR)
        self.image.paste(colour, (round(left), round(top)), mask)

    def beam(self, points: Sequence[Point], colour: Colour, strength: float) -> None:
        """Draw a cone of light, brightest at the first point and fading towards the others; `strength` is 0 to 1."""
        mask = Image.new("L", (WIDTH // 4, HEIGHT // 4))
        pen, (source_x, source_y) = ImageDraw.Draw(mask), points[0]
        for step in range(60):
            reach = 1 - step / 60
            cone = [(source_x + (x - source_x) * reach, source_y + (y - source_y) * reach) for x, y in points]
            pen.polygon([(x / 4, y / 4) for x, y in cone], fill=round(255 * strength * (step + 1) / 60))
        soft = mask.filter(ImageFilter.BoxBlur(2)).resize(self.image.size, Image.Resampling.BILINEAR)
        self.image.paste(colour, (0, 0), soft)

    def finish(self) -> Image.Image:
        picture = self.image.reduce(SUPERSAMPLING)
        return ImageChops.add(picture, grain(self.size), 1, -128)


@lru_cache(maxsize=2)
def grain(size: tuple[int, int]) -> Image.Image:
    """Make a paper texture around 128, the same for every picture; it hides gradient banding."""
    half = (size[0] // 2 + 1, size[1] // 2 + 1)
    noise = Image.frombytes("L", half, random.Random(7).randbytes(half[0] * half[1]))
    levels = [128 + round((level - 128) * GRAIN / 128) for level in range(256)]
    soft = noise.resize(size, Image.Resampling.BICUBIC).point(levels)
    return Image.merge("RGB", (soft, soft, soft))


def wave(y: float, height: float, length: float, phase: float, step: int = 20) -> list[Point]:
    """Return one crest line across the picture, made of a long and a short sine."""
    return [
        (x, y + height * (math.sin(x / length + phase) + 0.35 * math.sin(2.3 * x / length + 1.7 * phase)))
        for x in range(-step, WIDTH + 2 * step, step)
    ]


def down_to(points: list[Point], bottom: float = HEIGHT + 10) -> list[Point]:
    """Close a crest line into a polygon that fills everything below it."""
    return [*points, (points[-1][0], bottom), (points[0][0], bottom)]
