"""Reads the names and paths that a post had on its old site."""

import re
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from news.exchange.fields.naming import post_stem, split_day
from news.exchange.fields.synonyms import FrontMatterFields
from news.exchange.frontmatter.values import as_text, iter_texts, tidy_text

MAX_PATH_CHARS = 500

_VARIABLE = re.compile(r"/:[a-z_]+")


def read_slug(fields: FrontMatterFields, path: PurePosixPath) -> str:
    """Return the slug in the front matter, else the file's name without the day (for an `index` file, its folder's)."""
    asked = fields.text("slug").strip("/").rpartition("/")[2]
    return asked or split_day(post_stem(path))[1]


def read_named_paths(fields: FrontMatterFields) -> tuple[tuple[str, ...], bool]:
    """Return the paths in the front matter, and whether one is a full permalink, so that it had no default address."""
    found = []
    for key, value in fields.pick("permalink"):
        if site_path := as_site_path(as_text(value)):
            fields.use(key)
            found.append(site_path)
    has_permalink = bool(found)
    link = fields.text("abbrlink").strip("/")
    if link:  # the two patterns are from the plugin's own documentation
        found += [f"/{link}"] if "/" in link else [f"/posts/{link}/", f"/posts/{link}.html"]
    for key, value in fields.pick("old_paths"):
        texts = [text for text in iter_texts(value) if key.casefold() != "url" or text.startswith("/")]
        if paths := [site_path for text in texts if (site_path := as_site_path(text))]:
            fields.use(key)
            found += paths
    return tuple(dict.fromkeys(found)), has_permalink


def as_site_path(text: str) -> str:
    """Return the decoded path of a path or address, starting with «/»; "" if it is none or contains Hexo variables."""
    try:
        path = urlsplit(text.strip()).path
    except ValueError:
        return ""
    path = tidy_text(unquote(path, errors="replace"))
    path = "/" + path.lstrip("/")
    is_usable = 1 < len(path) <= MAX_PATH_CHARS and not _VARIABLE.search(path)
    return path if is_usable else ""
