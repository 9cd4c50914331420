"""Reads Hugo pages: TOML, YAML or JSON above Markdown with shortcodes, bundles in folders, languages in file names."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePath, PurePosixPath

from news.exchange.fields.dating import Dates, read_dates, read_expiry
from news.exchange.fields.naming import folder_language, folder_name, section_parts, strip_language
from news.exchange.fields.old_paths import read_named_paths
from news.exchange.fields.permalink_values import hugo_paths, hugo_slug
from news.exchange.fields.state import normalise_language, read_language, read_status
from news.exchange.fields.terms import Paths, read_flat_categories, read_tags
from news.exchange.formats.body.shortcodes import SHORTCODES
from news.exchange.formats.post_file import SUFFIXES, Dialect, PostFile, find_kind, make_record, open_body, open_post
from news.exchange.frontmatter.values import as_text
from news.exchange.record import NotAPostError, Record
from news.text.dates import parse_date

NAME = "hugo"
SECTION_STEM = "_index"


def can_read(path: PurePath, head: bytes) -> bool:
    """Tell whether a file is Hugo's: it begins with TOML or a JSON object, or is below `content`."""
    kind = find_kind(PurePosixPath(path), head)
    is_object = kind == "json" and head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
    return kind == "toml" or is_object or (kind is not None and "content" in path.parts[:-1])


def is_section(path: PurePath) -> bool:
    """Tell whether this is an `_index.md`, which describes a section and is no post."""
    return strip_language(path.stem)[0] == SECTION_STEM


def read_file(raw: bytes, path: str, zone: dt.tzinfo, permalink: str = "") -> Record:
    """Like `hexo.read_file`. Raises: FormatError, and nothing else, whatever the bytes are."""
    if is_section(PurePosixPath(path)):
        raise NotAPostError("section-page")
    post = open_post(raw, path, zone)
    stem, suffix = strip_language(post.path.stem)
    post = replace(post, path=post.path.with_stem(stem))
    dates = _read_dates(post)
    has_expired, notes = read_expiry(post.fields, zone, dt.datetime.now(dt.UTC))
    status = read_status(post.fields, post.path)
    body = open_body(post, SHORTCODES, "/".join(map(hugo_slug, section_parts(post.path))))
    language = read_language(post.fields) or normalise_language(suffix) or folder_language(post.path)
    record = make_record(
        post,
        body,
        DIALECT,
        permalink,
        path=path,
        dates=dates,
        status="archived" if has_expired and not status else status,
        language=language,
        notes=notes,
    )
    prefix = suffix or folder_name(PurePosixPath(path))
    return _add_prefixed(record, read_named_paths(post.fields)[0], prefix.lower())


def _add_prefixed(record: Record, named: tuple[str, ...], prefix: str) -> Record:
    """Add paths below `/en/` or the like, which Hugo uses for all but the default language (unknown from the file)."""
    if not prefix:
        return record
    more = (f"/{prefix}{path}" for path in record.legacy_paths if path not in named)
    return replace(record, legacy_paths=tuple(dict.fromkeys((*record.legacy_paths, *more))))


def find_original(path: str, siblings: Iterable[str]) -> str:
    """Return the page's original as a path without suffix: the translation without a language in its name, else the
    Chinese one, else the first. "" for the original itself and for a page without translations.
    """
    file = PurePosixPath(path)
    stem = strip_language(file.stem)[0]
    files = [PurePosixPath(name) for name in {*siblings, file.name}]
    family = [each for each in files if each.suffix.lower() in SUFFIXES and strip_language(each.stem)[0] == stem]
    original = min(family, key=_rank)
    return "" if original.name == file.name or file.name not in map(str, family) else str(file.with_name(original.stem))


def _rank(file: PurePosixPath) -> tuple[int, str]:
    language = strip_language(file.stem)[1]
    place = 0 if not language else 1 if normalise_language(language) == "zh-hans" else 2
    return place, file.name


def _read_dates(post: PostFile) -> Dates:
    """Use `publishDate` if it is later than `date`, because Hugo shows nothing before it."""
    later = next((value for key, value in post.values.items() if key.casefold() in {"publishdate", "pubdate"}), "")
    dates = read_dates(post.fields, post.path, post.zone)
    publish_at = parse_date(as_text(later), post.zone).at
    if dates.published_at and publish_at and publish_at > dates.published_at:
        return replace(dates, published_at=publish_at)
    return dates


def _read_categories(post: PostFile) -> Paths:
    return read_flat_categories(post.fields)


DIALECT = Dialect(SHORTCODES, _read_categories, read_tags, hugo_paths, ("/:sections/:slugorcontentbasename/",))
