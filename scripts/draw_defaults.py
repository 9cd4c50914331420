"""Draws the default icon and share picture, used until a site has its own. Run it after changing a colour.

.venv/bin/python scripts/draw_defaults.py
"""

from pathlib import Path

from PIL import Image, ImageDraw

PUBLIC = Path(__file__).resolve().parent.parent / "static" / "public"
BLUE, DEEP, PALE, WHITE = "#0b57a4", "#083f78", "#2f74bb", "#ffffff"
M = [(8, 23), (8, 9), (11.2, 9), (16, 16.4), (20.8, 9), (24, 9), (24, 23), (20.8, 23), (20.8, 14.4), (16, 21.6)]
M += [(11.2, 14.4), (11.2, 23)]  # the letter of icon.svg, in the same 32 units
SCALE = 4  # draw at this scale and shrink, for smooth edges


def draw_letter(draw: ImageDraw.ImageDraw, left: float, top: float, unit: float, colour: str) -> None:
    draw.polygon([(left + x * unit, top + y * unit) for x, y in M], fill=colour)


def draw_icon(size: int) -> Image.Image:
    large = Image.new("RGB", (size * SCALE, size * SCALE), BLUE)
    draw_letter(ImageDraw.Draw(large), 0, 0, size * SCALE / 32, WHITE)
    return large.resize((size, size), Image.Resampling.LANCZOS)


def draw_share(width: int = 1200, height: int = 630) -> Image.Image:
    """Draw a page of columns under a masthead, too far away to read."""
    large = Image.new("RGB", (width * 2, height * 2), BLUE)
    draw = ImageDraw.Draw(large)
    draw.rectangle((0, 0, width * 2, 24), fill=DEEP)
    draw.rectangle((160, 940, width * 2 - 160, 948), fill=PALE)
    draw.rectangle((160, 960, width * 2 - 160, 964), fill=PALE)
    for column in range(4):
        left = 160 + column * 532
        for line in range(6):
            end = left + 484
            draw.rectangle((left, 1010 + line * 44, end, 1022 + line * 44), fill=PALE)
    draw_letter(draw, 752, 120, 28, WHITE)
    return large.resize((width, height), Image.Resampling.LANCZOS)


def main() -> None:
    draw_icon(180).quantize(32).save(PUBLIC / "icon-180.png", optimize=True)
    draw_share().save(PUBLIC / "share.jpg", quality=82, optimize=True, progressive=True)


if __name__ == "__main__":
    main()
