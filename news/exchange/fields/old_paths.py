"""The names and paths a post had on the site it comes from."""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from news.exchange.fields.dating import DATED_STEM
from news.exchange.fields.synonyms import Fields
from news.exchange.frontmatter.values import as_text, iter_texts, tidy_text

MAX_PATH_CHARS = 500

_HEXO_FOLDERS = frozenset({"_posts", "_drafts"})
_VARIABLE = re.compile(r"/:[a-z_]+")


def hexo_title(path: PurePosixPath) -> str:
    """Hexo's `:title`: the file name without suffix, with the folders below `_posts`."""
    parts = path.with_suffix("").parts
    inner = max((number + 1 for number, part in enumerate(parts) if part in _HEXO_FOLDERS), default=0)
    return "/".join(parts[inner:])


def read_slug(fields: Fields, path: PurePosixPath) -> str:
    """What the file asks for, else its name without the day; an `index` file has its folder's name."""
    asked = fields.text("slug").strip("/").rpartition("/")[2]
    if asked:
        return asked
    stem = path.parent.name if path.stem == "index" and path.parent.name else path.stem
    dated = DATED_STEM.fullmatch(stem)
    return dated[2] if dated else stem


def read_old_paths(fields: Fields, path: PurePosixPath, at: dt.datetime | None, zone: dt.tzinfo) -> tuple[str, ...]:
    """Every path the file names and, without a `permalink`, the default Hexo one for the day in UTC and in `zone`.

    Hexo took the day of an instant in the zone of whatever machine built the site (hexojs/hexo#4548).
    """
    found = [*_read_permalinks(fields)]
    has_permalink = bool(found)
    found += [*_read_abbrlink(fields), *_read_aliases(fields)]
    if at and not has_permalink:
        found += _default_paths(hexo_title(path), at, zone)
    return tuple(dict.fromkeys(found))


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


def _read_permalinks(fields: Fields) -> Iterator[str]:
    for key, value in fields.pick("permalink"):
        if site_path := as_site_path(as_text(value)):
            fields.use(key)
            yield site_path


def _read_abbrlink(fields: Fields) -> Iterator[str]:
    """The two patterns the plugin's own documentation gives."""
    link = fields.text("abbrlink").strip("/")
    if link and "/" not in link:
        yield from (f"/posts/{link}/", f"/posts/{link}.html")
    elif link:
        yield f"/{link}"


def _read_aliases(fields: Fields) -> Iterator[str]:
    for key, value in fields.pick("old_paths"):
        texts = [text for text in iter_texts(value) if key.casefold() != "url" or text.startswith("/")]
        if found := [site_path for text in texts if (site_path := as_site_path(text))]:
            fields.use(key)
            yield from found


def _default_paths(title: str, at: dt.datetime, zone: dt.tzinfo) -> Iterator[str]:
    try:
        days = (at.astimezone(dt.UTC).date(), at.astimezone(zone).date())
    except OverflowError:
        return
    paths = (f"/{day.year:04}/{day.month:02}/{day.day:02}/{title}/" for day in dict.fromkeys(days))
    yield from (tidy_text(path) for path in paths if len(path) <= MAX_PATH_CHARS)
