"""Reads Hexo posts: front matter above HTML or Markdown. `docs/exchange.md` describes each field."""

import datetime as dt
from pathlib import PurePath, PurePosixPath

from news.exchange.fields.permalink_values import hexo_paths
from news.exchange.fields.terms import Paths, read_category_paths, read_tags
from news.exchange.formats.body.hexo_tags import HEXO
from news.exchange.formats.post_file import Dialect, PostFile, find_kind, make_record, open_body, open_post
from news.exchange.record import Record

NAME = "hexo"


def can_read(path: PurePath, head: bytes) -> bool:
    """Tell whether a file looks like a Hexo post, from its name and its first bytes (a few KiB are enough)."""
    kind = find_kind(PurePosixPath(path), head)
    return kind == "yaml" or (kind == "json" and not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"))


def read_file(raw: bytes, path: str, zone: dt.tzinfo, permalink: str = "") -> Record:
    """Read one post. `path` is relative to the collection's root, with «/»; `zone` is for times without a zone.

    `permalink` is the site's address pattern (`fields.permalinks`). Raises: FormatError, and nothing else.
    """
    post = open_post(raw, path, zone)
    return make_record(post, open_body(post, HEXO), DIALECT, permalink)


def _read_categories(post: PostFile) -> Paths:
    return read_category_paths(post.fields)


DIALECT = Dialect(HEXO, _read_categories, read_tags, hexo_paths, ("/:year/:month/:day/:title/",))
