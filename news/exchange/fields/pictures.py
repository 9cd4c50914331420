"""Finds the header image of a post and the picture on its card; placeholders for «no picture» are left out."""

import re
from dataclasses import dataclass

from news.exchange.fields.synonyms import FrontMatterFields
from news.exchange.frontmatter.values import Value, as_bool, as_text, clip_fact
from news.exchange.record import Note
from news.text.image_urls import is_placeholder_image

_PICTURE_KEYS = ("url", "src", "image", "path", "link")
_NO_PICTURES = ("#", "linear-gradient(", "radial-gradient(", "rgb(", "rgba(", "var(")
_GLOB = re.compile(r"(?!https?:)[^/].*\*.*", re.IGNORECASE)  # such as «images/*.jpg» in Hugo's resources
_NO_WORDS = frozenset({"none", "null", "undefined", "transparent"})


@dataclass(frozen=True, slots=True)
class PictureFields:
    """Paths or URLs as written in the file; "" for none."""

    header_image: str
    thumbnail: str
    notes: tuple[Note, ...]


def read_pictures(fields: FrontMatterFields) -> PictureFields:
    """Take the first header key and, separately, the first card key that has a picture. The others stay extras."""
    dropped: dict[str, Note] = {}
    header_image = _find(fields, "header_image", dropped)
    thumbnail = _find(fields, "thumbnail", dropped)
    return PictureFields(header_image, thumbnail, tuple(dropped.values()))


def _find(fields: FrontMatterFields, name: str, dropped: dict[str, Note]) -> str:
    for key, value in fields.pick(name):
        picture = as_picture(value)
        if picture and not is_placeholder_image(picture):
            fields.use(key)
            return picture
        if picture:
            fields.use(key)
            dropped[picture] = Note("placeholder-image", {"url": clip_fact(picture)})
    return ""


def as_picture(value: Value) -> str:
    """Return the address or path of a picture from a text, a list (its first) or a map; "" for a colour."""
    if isinstance(value, list):
        return next((picture for item in value if (picture := as_picture(item))), "")
    if isinstance(value, dict):
        return next((picture for key in _PICTURE_KEYS if (picture := as_picture(value.get(key, "")))), "")
    text = as_text(value)
    is_none = as_bool(text) is not None or text.casefold() in _NO_WORDS or bool(_GLOB.fullmatch(text))
    return "" if is_none or text.casefold().startswith(_NO_PICTURES) else text
