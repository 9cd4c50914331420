"""The names and paths a post had on the site it comes from."""

import re
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from news.exchange.fields.naming import post_stem, split_day
from news.exchange.fields.synonyms import FrontMatterFields
from news.exchange.frontmatter.values import as_text, iter_texts, tidy_text

MAX_PATH_CHARS = 500

_VARIABLE = re.compile(r"/:[a-z_]+")


def read_slug(fields: FrontMatterFields, path: PurePosixPath) -> str:
    """What the file asks for, else its name without the day; an `index` file has its folder's name."""
    asked = fields.text("slug").strip("/").rpartition("/")[2]
    return asked or split_day(post_stem(path))[1]


def read_named_paths(fields: FrontMatterFields) -> tuple[tuple[str, ...], bool]:
    """Every path the front matter names, and whether one is its whole address, so that no default one ever was."""
    found = []
    for key, value in fields.pick("permalink"):
        if site_path := as_site_path(as_text(value)):
            fields.use(key)
            found.append(site_path)
    has_permalink = bool(found)
    link = fields.text("abbrlink").strip("/")
    if link:  # with the two patterns that the plugin's own documentation gives
        found += [f"/{link}"] if "/" in link else [f"/posts/{link}/", f"/posts/{link}.html"]
    for key, value in fields.pick("old_paths"):
        texts = [text for text in iter_texts(value) if key.casefold() != "url" or text.startswith("/")]
        if paths := [site_path for text in texts if (site_path := as_site_path(text))]:
            fields.use(key)
            found += paths
    return tuple(dict.fromkeys(found)), has_permalink


def as_site_path(text: str) -> str:
    """A path or address as a decoded path that begins with «/»; "" for what is none, or holds Hexo variables."""
    try:
        path = urlsplit(text.strip()).path
    except ValueError:
        return ""
    path = tidy_text(unquote(path, errors="replace"))
    path = "/" + path.lstrip("/")
    is_usable = 1 < len(path) <= MAX_PATH_CHARS and not _VARIABLE.search(path)
    return path if is_usable else ""
