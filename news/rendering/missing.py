"""Extract search words from the address of a page that does not exist."""

import re
from pathlib import PurePosixPath

from news.rendering.languages import bare_path
from news.text.plain import clean_plain

MAX_WORD_CHARS = 60
# Parts of addresses that say what kind of page it is, not what it is about.
ROUTE_WORDS = {"archive", "author", "category", "feed", "index", "p", "page", "search", "source", "tag"}
_FILE_ENDING = re.compile(r"\.(?:html?|php|aspx?|jsp|xml|md)$", re.IGNORECASE)
_GAPS = re.compile(r"[\s\-_+.,~!'()]+")


def words_of_path(path: str) -> str:
    """Return the words of the last meaningful part of a decoded path, or ""."""
    parts = [_FILE_ENDING.sub("", part) for part in PurePosixPath(bare_path(path)).parts]
    telling = [part for part in parts if part.strip("/") and not part.isdigit() and part.lower() not in ROUTE_WORDS]
    words = _GAPS.sub(" ", clean_plain(telling[-1])) if telling else ""
    return words.strip()[:MAX_WORD_CHARS].strip()
