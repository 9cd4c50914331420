"""A post as the rules see it: one value with all facts, looked up beforehand, so that rules make no queries."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from news.publishing.checks.places import CheckedBody


class CheckedImage(NamedTuple):
    """A picture of the library. `licence_ends_on` is the last day on which it may be shown."""

    pk: int
    state: str
    alt: str
    is_decorative: bool
    width_px: int
    original_name: str
    wrapper_url: str
    original_url: str
    licence_ends_on: dt.date | None


class DeadLink(NamedTuple):
    """A link whose target is gone. `reason` is a code of `news.web.messages`, `checked_at` is in ISO 8601."""

    reason: str
    facts: Mapping[str, str | int]
    checked_at: str


@dataclass(frozen=True, kw_only=True)
class PostFacts:
    """The facts that a person entered. A field added here is passed by its name from the table and the form to the
    rules.

    `removed` is what the cleaner removes from the body. `is_live`: readers see the stored post now. `is_time_new`: the
    publication time in the form differs from the stored one.
    """

    title: str
    summary: str = ""
    slug: str = ""
    language: str = "zh-hans"
    removed: tuple[str, ...] = ()
    category_count: int = 0
    author_count: int = 0
    tag_count: int = 0
    source_url: str = ""
    origin: str = ""
    published_at: dt.datetime | None = None
    embargo_until: dt.datetime | None = None
    is_live: bool = False
    is_time_new: bool = False


@dataclass(frozen=True, kw_only=True)
class CheckedPost(PostFacts):
    """`tree` is the parsed body of the form or the table. `now` is aware. `is_publishing`: a user is asking to publish
    the post now."""

    tree: CheckedBody
    now: dt.datetime
    header: CheckedImage | None = None
    images: Mapping[int, CheckedImage] = field(default_factory=dict)
    has_source: bool = False
    is_publishing: bool = False
    site_names: tuple[str, ...] = ()
    dead_paths: frozenset[str] = frozenset()
    dead_links: Mapping[str, DeadLink] = field(default_factory=dict)
    twins: tuple[int, ...] = ()

    @property
    def body(self) -> str:
        return self.tree.html

    @property
    def is_chinese(self) -> bool:
        return self.language.startswith("zh")
