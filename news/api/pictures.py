"""Pictures as JSON: the file and its renditions, with absolute addresses and dimensions."""

from typing import Any

from news.api.shapes import INTEGER, STRING, URL, Field, Shape
from news.models import Image
from news.rendering.pictures import PictureFile, original_file, rendition_files
from news.rendering.site import PagePlace

RENDITION = Shape(
    "Rendition",
    (
        Field("name", STRING, lambda row, _: row[0], "w400 … w1600: the whole picture; the others are crops."),
        Field("url", URL, lambda row, place: place.absolute(row[1].url)),
        Field("width", INTEGER, lambda row, _: row[1].width, "In pixels."),
        Field("height", INTEGER, lambda row, _: row[1].height, "In pixels."),
        Field("type", STRING, lambda row, _: row[1].type, "Media type; a name may come in several."),
    ),
)
NAMES = ("w400", "w800", "w1200", "w1600", "hero", "card", "square", "share")


def _renditions(image: Image) -> list[tuple[str, PictureFile]]:
    return [(name, file) for name in NAMES for file in rendition_files(image, (name,))]


PICTURE = Shape(
    "Picture",
    (
        Field("url", URL, lambda row, place: place.absolute(original_file(row).url)),
        Field("width", INTEGER, lambda row, _: row.width_px, "In pixels."),
        Field("height", INTEGER, lambda row, _: row.height_px, "In pixels."),
        Field("type", STRING, lambda row, _: row.mime_type, "Media type."),
        Field("alt", STRING, lambda row, _: row.alt, "What a reader who cannot see it should know."),
        Field("caption", STRING, lambda row, _: row.caption),
        Field("credit", STRING, lambda row, _: row.credit),
        Field("licence", STRING, lambda row, _: row.licence),
        Field(
            "renditions",
            RENDITION.many(),
            lambda row, place: [RENDITION.write(each, place) for each in _renditions(row)],
        ),
    ),
)


def write_picture(image: Image | None, place: PagePlace) -> dict[str, Any] | None:
    """Describe a picture; None if there is none, or it is not ready."""
    return PICTURE.write(image, place) if image is not None and image.is_ready else None
