"""The data types of sitemaps and their entries."""

import datetime as dt
from dataclasses import dataclass, field

MAX_ENTRIES = 10_000  # a fifth of the protocol's limit (sitemaps.org, 50,000), to bound memory
MAX_PARTS = 1_000


@dataclass(frozen=True, slots=True)
class News:
    """Data for the news sitemap: the publication's name and language, and the post's title."""

    name: str
    language: str
    published_at: dt.datetime
    title: str


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """URLs are absolute; `alternates` are pairs of language tag and URL, including the entry's own."""

    url: str
    modified_at: dt.datetime | None = None
    image_urls: list[str] = field(default_factory=list)
    alternates: list[tuple[str, str]] = field(default_factory=list)
    news: News | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One sitemap of the index; `name` is the name of its file."""

    name: str
    modified_at: dt.datetime | None = None


def part_names(name: str, count: int) -> list[str]:
    """Name the parts: «tags» with 12,000 entries → «tags-1», «tags-2»."""
    return [f"{name}-{number}" for number in range(1, 1 + -(-count // MAX_ENTRIES))]


def slice_of(part: int) -> slice:
    """Return the slice of rows in a part; parts count from 1."""
    return slice((part - 1) * MAX_ENTRIES, part * MAX_ENTRIES)
