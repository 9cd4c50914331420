"""Reads a post's file name and folders: its name, day, language and section."""

import re
from pathlib import PurePosixPath

from news.exchange.fields.state import normalise_language

DATED_STEM = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})[-_](.+)")

_HEXO_FOLDERS = frozenset({"_posts", "_drafts"})
_CONTENT = "content"
_LANGUAGE_SUFFIX = re.compile(r"[a-z]{2}(?:[-_][A-Za-z]{2,4})?", re.IGNORECASE)
_LANGUAGES = frozenset(
    {"zh", "cn", "tw", "en", "ja", "jp", "ko", "kr", "fr", "de", "es", "pt", "ru", "it", "nl", "pl", "tr", "ar"}
    | {"fa", "he", "hi", "id", "vi", "th", "uk", "cs", "sv", "da", "fi", "nb"}
)


def hexo_title(path: PurePosixPath) -> str:
    """Return Hexo's `:title`: the file name without its suffix, preceded by the folders below `_posts`."""
    parts = path.with_suffix("").parts
    inner = max((number + 1 for number, part in enumerate(parts) if part in _HEXO_FOLDERS), default=0)
    return "/".join(parts[inner:])


def post_stem(path: PurePosixPath) -> str:
    """Return the file's name without its suffix; for an `index` file, the name of its folder."""
    return path.parent.name if path.stem == "index" and path.parent.name else path.stem


def split_day(stem: str) -> tuple[str, str]:
    """Return the day at the beginning of a name, and the rest; "" and the whole name if there is no day."""
    dated = DATED_STEM.fullmatch(stem)
    return (dated[1], dated[2]) if dated else ("", stem)


def strip_language(stem: str) -> tuple[str, str]:
    """Split Hugo's «name.en» into name and language, as written; "" if the part after the dot is no language."""
    name, point, suffix = stem.rpartition(".")
    is_language = bool(_LANGUAGE_SUFFIX.fullmatch(suffix)) and suffix[:2].lower() in _LANGUAGES
    return (name, suffix) if point and name and is_language else (stem, "")


def folder_name(path: PurePosixPath) -> str:
    """Return the language folder directly below `content`, as written; "" for none."""
    parts = path.parts[:-1]
    name = parts[parts.index(_CONTENT) + 1] if _CONTENT in parts[:-1] else ""
    return name if normalise_language(name) else ""


def folder_language(path: PurePosixPath) -> str:
    """Return our code for the language folder in `content/en/…`, or ""."""
    return normalise_language(folder_name(path))


def section_parts(path: PurePosixPath) -> tuple[str, ...]:
    """Return the folders below `content`, without a language folder and without a bundle's own folder."""
    parts = path.parts[:-1]
    if _CONTENT in parts:
        parts = parts[parts.index(_CONTENT) + 1 :]
        parts = parts[1:] if parts and folder_language(path) else parts
    return parts[:-1] if path.stem == "index" else parts


def category_folders(path: PurePosixPath) -> tuple[str, ...]:
    """Return the folders above `_posts`, which Jekyll takes as categories."""
    parts = path.parts[:-1]
    inner = next((number for number, part in enumerate(parts) if part in _HEXO_FOLDERS), 0)
    return parts[:inner]
