"""Reads Jekyll posts: day and slug in the file's name, flat categories, Liquid and kramdown in the body."""

import datetime as dt
from dataclasses import replace
from pathlib import PurePath, PurePosixPath

from news.exchange.fields.naming import category_folders, split_day
from news.exchange.fields.permalink_values import Subject, jekyll_paths
from news.exchange.fields.permalinks import JEKYLL_STYLES, Permalink, PermalinkError, parse_permalink
from news.exchange.fields.synonyms import FrontMatterFields
from news.exchange.fields.terms import Paths, read_flat_categories, read_spaced_tags
from news.exchange.formats.body.liquid import LIQUID
from news.exchange.formats.post_file import Dialect, PostFile, find_kind, make_record, open_body, open_post
from news.exchange.frontmatter.values import as_text
from news.exchange.record import Record
from news.text.dates import parse_date

NAME = "jekyll"


def can_read(path: PurePath, head: bytes) -> bool:
    """Tell whether a file is named like a Jekyll post, `YYYY-MM-DD-name.md` in `_posts`, and begins as one."""
    has_day = bool(split_day(path.stem)[0])
    return "_posts" in path.parts and has_day and find_kind(PurePosixPath(path), head) == "yaml"


def read_file(raw: bytes, path: str, zone: dt.tzinfo, permalink: str = "") -> Record:
    """Like `hexo.read_file`. Raises: FormatError, and nothing else, whatever the bytes are."""
    post = open_post(raw, path, zone)
    separator = as_text(post.values.get("excerpt_separator", ""))
    own_link = _own_link(post)
    if own_link:  # a pattern is not a path, so drop it from the fields
        post = replace(
            post, fields=FrontMatterFields({key: value for key, value in post.values.items() if key != "permalink"})
        )
    return make_record(post, open_body(post, LIQUID, separator=separator), DIALECT, own_link or permalink)


def _own_link(post: PostFile) -> str:
    """Return a post's `permalink` if it is a pattern or a style's name, as a site's can be; else ""."""
    text = as_text(next((value for _key, value in post.fields.pick("permalink")), ""))
    if text not in JEKYLL_STYLES and ":" not in text:
        return ""
    try:
        parse_permalink(text)
    except PermalinkError:
        return ""
    return text


def _read_categories(post: PostFile) -> Paths:
    folders = (folder for folder in category_folders(post.path) if folder not in {"source", "."})
    return read_flat_categories(post.fields, is_split=True, folders=folders)


def _fill_paths(link: Permalink, post: Subject) -> tuple[str, ...]:
    """Use the day in the front matter and the one in the file's name, by which `post_url` finds a post."""
    named = parse_date(split_day(post.path.stem)[0], dt.UTC).at
    paths = jekyll_paths(link, post)
    return (*paths, *jekyll_paths(link, replace(post, at=named, zone=dt.UTC))) if named else paths


_WITHOUT_CATEGORIES = "/:year/:month/:day/:title.html"  # the address we give for `post_url` in bodies
DIALECT = Dialect(LIQUID, _read_categories, read_spaced_tags, _fill_paths, (JEKYLL_STYLES["date"], _WITHOUT_CATEGORIES))
