"""Markup for images on pages: several widths, always with width and height."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from urllib.parse import urlsplit
from zlib import crc32

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from news.models import Category, Image

BODY_WIDTHS = ("w400", "w800", "w1200", "w1600")
BODY_SIZES = "(min-width: 48em) 684px, calc(100vw - 40px)"
COLUMN_WIDTH_PX = 684
LARGEST = "w1600"
PLAIN_WIDTH_PX = 800  # for clients without srcset support
PORTRAIT_SIZES = "96px"
CARD_SIZES = {
    "lead": "(min-width: 72em) 730px, (min-width: 64em) 64vw, 100vw",
    "section": "(min-width: 72em) 640px, (min-width: 48em) 56vw, 100vw",
    "card": "(min-width: 64em) 264px, (min-width: 40em) 46vw, calc(100vw - 40px)",
    "row": "(min-width: 64em) 200px, 120px",
}
TILE_HUES = 12
TILE_MOTIFS = 4
TILE_TEXT_WIDTH = 264
MIN_TILE_FONT = 20
MAX_TILE_FONT = 40
ANIMATED_TYPES = {"image/gif", "image/webp"}  # still images are stored as JPEG or PNG
_FALLBACKS = {"image/jpeg", "image/png", "image/gif"}  # every browser and feed reader can show these
_CROP_RATIO = 16 / 9
_RATIO_TOLERANCE = 0.02


@dataclass(frozen=True, slots=True)
class PictureFile:
    url: str
    width: int
    height: int
    type: str


def rendition_files(image: Image, names: Iterable[str]) -> list[PictureFile]:
    """Return the existing renditions of a ready image, one per type and width, narrowest first."""
    files = {}
    for name in names:
        for key, facts in image.renditions.items():
            if key.partition(".")[0] == name:
                file = PictureFile(image.rendition_url(key), facts["width"], facts["height"], facts["type"])
                files[file.type, file.width] = file
    return sorted(files.values(), key=lambda file: file.width)


def is_animated(image: Image) -> bool:
    """Tell whether the image may move; then only the original does, and renditions show its first frame."""
    return image.mime_type in ANIMATED_TYPES


def original_file(image: Image) -> PictureFile:
    return PictureFile(image.rendition_url(""), image.width_px, image.height_px, image.mime_type)


def picture_markup(files: list[PictureFile], alt: str, sizes: str, *, is_first: bool = False) -> SafeString:
    """Return a <picture> with newer formats first, or a plain <img> if none. `is_first`: the page's largest picture."""
    plain = [file for file in files if file.type in _FALLBACKS] or files
    img = _img_markup(plain, alt, sizes, is_first=is_first)
    modern = _modern_files(files, plain)
    if not modern:
        return img
    sources = format_html_join(
        "",
        '<source type="{}" srcset="{}" sizes="{}">',
        ((kind, _srcset(group), sizes) for kind, group in modern.items()),
    )
    return format_html("<picture>{}{}</picture>", sources, img)


def _modern_files(files: list[PictureFile], plain: list[PictureFile]) -> dict[str, list[PictureFile]]:
    """Group by type. Omit a type that lacks the largest width: browsers that support it would look no further."""
    groups: dict[str, list[PictureFile]] = {}
    for file in files:
        if file not in plain:
            groups.setdefault(file.type, []).append(file)
    return {kind: group for kind, group in groups.items() if group[-1].width >= plain[-1].width}


def _img_markup(files: list[PictureFile], alt: str, sizes: str, *, is_first: bool) -> SafeString:
    largest = files[-1]
    shown = next((file for file in files if file.width >= PLAIN_WIDTH_PX), largest)
    several = format_html(' srcset="{}" sizes="{}"', _srcset(files), sizes) if len(files) > 1 else ""
    return format_html(
        '<img src="{}"{} width="{}" height="{}" alt="{}" {}="{}" decoding="async">',
        shown.url,
        several,
        largest.width,
        largest.height,
        alt,
        *(("fetchpriority", "high") if is_first else ("loading", "lazy")),
    )


def _srcset(files: list[PictureFile]) -> str:
    return ", ".join(f"{file.url} {file.width}w" for file in files)


def hero_picture(image: Image, *, is_whole: bool) -> SafeString:
    """Show a ready image above the text. `is_whole`: uncropped, because it appears nowhere else."""
    if is_whole:
        picture = whole_picture(image, image.alt, is_first=True)
    else:
        picture = picture_markup(_crops(image) or [original_file(image)], image.alt, BODY_SIZES, is_first=True)
    return zoom_link(image, picture, image.alt)


def zoom_link(image: Image, picture: SafeString, alt: str) -> SafeString:
    """Link a picture wider than the column to its largest rendition."""
    if image.width_px <= COLUMN_WIDTH_PX:
        return picture
    url = image.rendition_url("" if is_animated(image) else LARGEST)
    label = "" if alt else format_html(' aria-label="{}"', gettext("Enlarge the picture"))
    return format_html('<a class="zoom" href="{}"{}>{}</a>', url, label, picture)


def whole_picture(image: Image, alt: str, *, is_first: bool = False) -> SafeString:
    """Show a ready image uncropped, as in the body."""
    files = rendition_files(image, BODY_WIDTHS)
    if not is_animated(image):
        return picture_markup(files or [original_file(image)], alt, BODY_SIZES, is_first=is_first)
    img = _img_markup([original_file(image)], alt, BODY_SIZES, is_first=is_first)
    stills = [file for file in files if file.type in _FALLBACKS]
    if not stills:
        return img
    # WCAG 2.2.2: readers whose system asks for reduced motion get the first frame.
    still = '<source media="(prefers-reduced-motion: reduce)" srcset="{}" sizes="{}">'
    return format_html("<picture>{}{}</picture>", format_html(still, _srcset(stills), BODY_SIZES), img)


def card_picture(image: Image, sizes: str, *, is_first: bool = False) -> SafeString:
    """Show a ready image beside a title, in 16:9 crops. The alt text is empty, because the title says it."""
    return picture_markup(_crops(image) or [original_file(image)], "", sizes, is_first=is_first)


def portrait_picture(image: Image) -> SafeString:
    """Show an author's picture; the alt text is empty, because the name is beside it."""
    return picture_markup(rendition_files(image, ("square",)) or [original_file(image)], "", PORTRAIT_SIZES)


def _crops(image: Image) -> list[PictureFile]:
    whole = [file for file in rendition_files(image, ("w400",)) if _is_crop_shaped(file)]
    crops = rendition_files(image, ("card", "hero"))
    return whole + crops if crops else []


def _is_crop_shaped(file: PictureFile) -> bool:
    return abs(file.width / file.height / _CROP_RATIO - 1) < _RATIO_TOLERANCE


@dataclass(frozen=True, slots=True)
class Tile:
    """A drawn substitute for a missing picture: its colour and motif depend only on the category."""

    name: str
    hue: int
    motif: int
    font_size: int


def category_tile(category: Category | None) -> Tile:
    """Choose one colour for a whole branch of the tree and a motif for each category in it."""
    path = category.path if category else ""
    name = category.name if category else ""
    hue = crc32(path.partition("/")[0].encode()) % TILE_HUES
    return Tile(_tile_name(name), hue, crc32(path.encode()) % TILE_MOTIFS, _tile_font_size(name))


def _tile_font_size(name: str) -> int:
    """Choose a size at which the name fits on one line, in units of a tile 320 wide."""
    return max(MIN_TILE_FONT, min(MAX_TILE_FONT, int(TILE_TEXT_WIDTH / (_ems(name) or 1))))


def _tile_name(name: str) -> str:
    """Cut the name to what fits at the smallest size that is still legible on a card."""
    room = TILE_TEXT_WIDTH // MIN_TILE_FONT
    if _ems(name) <= room:
        return name
    widths = accumulate(_ems(character) for character in name)
    return name[: sum(width <= room - 1 for width in widths)].rstrip() + "…"


def _ems(text: str) -> float:
    return sum(0.6 if character.isascii() else 1 for character in text)


def missing_picture(image: Image | None, alt: str, *, has_link: bool = True) -> SafeString:
    """Say that a picture has not been fetched yet, what it shows, and where the original is."""
    label = alt or (image.alt if image else "")
    url = image.original_url if image and has_link else ""
    return format_html(
        '<span class="no-picture"><span class="no-picture-state">{}</span>{}{}</span>',
        gettext("The picture is not here yet"),
        format_html('<span class="no-picture-alt">{}</span>', label) if label else "",
        _original_link(url) if url else "",
    )


def _original_link(url: str) -> SafeString:
    host = urlsplit(url).hostname or url
    return format_html(
        '<a href="{}" rel="noopener noreferrer nofollow ugc">{}</a>',
        url,
        gettext("Original picture at %(host)s") % {"host": host},
    )
