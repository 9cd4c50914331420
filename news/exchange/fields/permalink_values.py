"""Fills in the variables of an address pattern for one post, following each generator's own rules."""

import datetime as dt
import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from news.exchange.fields.naming import category_folders, hexo_title, post_stem, section_parts, split_day
from news.exchange.fields.permalinks import Permalink
from news.exchange.frontmatter.values import Value, as_text, tidy_text

PlaceholderNames = tuple[str, ...]

HEXO_DEFAULT_CATEGORY = "uncategorized"
HASH_CHARS = 12

_HEXO_SPECIAL = re.compile(r"[\s~`!@#$%^&*()\-_+=\[\]{}|\\;:\"'<>,.?/]+")
_JEKYLL_DEFAULT = re.compile(r"[\W_]+")
_JEKYLL_PRETTY = re.compile(r"[^\w.~!$&'()+,;=@]+")
_HUGO_DROPPED = re.compile(r"[^\w\s./#+~-]")
_SPRING = ("January", "February", "March", "April", "May", "June")
_AUTUMN = ("July", "August", "September", "October", "November", "December")
_MONTHS = (*_SPRING, *_AUTUMN)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a post's addresses are built from. `at` is aware; `values` is the front matter as read."""

    path: PurePosixPath
    title: str
    slug: str  # from the front matter, "" if it has none
    at: dt.datetime | None
    zone: dt.tzinfo
    categories: tuple[PlaceholderNames, ...]
    values: Mapping[str, Value]


def hexo_paths(link: Permalink, post: Subject) -> tuple[str, ...]:
    """Return the paths that a pattern gave on a Hexo site: with the day in UTC and in the site's zone, as Hexo used the
    zone of the machine that built the site (hexojs/hexo#4548); and with and without the day in the file's name.
    """
    title = hexo_title(post.path)
    folder, slash, name = title.rpartition("/")
    titles = dict.fromkeys((title, f"{folder}{slash}{split_day(name)[1]}"))
    return _fill_all(link, post, [_hexo_values(post, each, local) for each in titles for local in _moments(post)])


def _hexo_values(post: Subject, title: str, local: dt.datetime | None) -> dict[str, str]:
    """Follow hexojs/hexo `lib/plugins/filter/post_permalink.ts`. `:hash` is the first twelve hex digits of the SHA-1 of
    the title and the Unix seconds; `:timestamp` is in milliseconds, as moment prints an instant.
    """
    path = post.categories[-1] if post.categories else (HEXO_DEFAULT_CATEGORY,)
    values = {
        "title": title,
        "name": title.rpartition("/")[2],
        "post_title": hexo_slug(post.title).lower(),
        "category": "/".join(map(hexo_slug, path)),
        "id": as_text(post.values.get("id", "")),
    }
    if local is None:
        return values
    seconds = int(local.timestamp())
    digest = hashlib.sha1(f"{title}{seconds}".encode(), usedforsecurity=False).hexdigest()
    return values | _date_values(local) | {"hash": digest[:HASH_CHARS], "timestamp": str(seconds * 1000)}


def hexo_slug(text: str) -> str:
    """Follow hexojs/hexo-util `lib/slugize.ts`."""
    text = "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))
    return _HEXO_SPECIAL.sub("-", unicodedata.normalize("NFC", tidy_text(text))).strip("-")


def jekyll_paths(link: Permalink, post: Subject) -> tuple[str, ...]:
    """Follow jekyll/jekyll `lib/jekyll/drops/url_drop.rb`. Give paths for both days, as the site's zone is unknown."""
    stem = post_stem(post.path)
    name = split_day(stem)[1]
    slug = post.slug or name
    categories = dict.fromkeys(name.lower() for path in post.categories for name in path)
    fixed = {
        "title": _JEKYLL_PRETTY.sub("-", slug).strip("-"),
        "slug": _JEKYLL_DEFAULT.sub("-", slug).strip("-").lower(),
        "name": _JEKYLL_DEFAULT.sub("-", stem).strip("-").lower(),
        "basename": stem,
        "categories": "/".join(categories),
        "path": "/".join((*category_folders(post.path), stem)),
        "output_ext": ".html",
        "collection": "posts",
    }
    return _fill_all(link, post, [fixed | _date_values(local) if local else fixed for local in _moments(post)])


def hugo_paths(link: Permalink, post: Subject) -> tuple[str, ...]:
    """Follow gohugoio/hugo `resources/page/permalinks.go`. A post keeps the day that its date states."""
    name, sections = hugo_slug(post_stem(post.path)), tuple(map(hugo_slug, section_parts(post.path)))
    title = hugo_slug(post.title)
    slug = hugo_slug(post.slug)
    fixed = {
        "title": title,
        "slug": slug or title,
        "filename": name,
        "contentbasename": name,
        "slugorfilename": slug or name,
        "slugorcontentbasename": slug or name,
        "section": sections[0] if sections else "",
    }
    fixed |= {each: "/".join(_cut(sections, each)) for each in link.names if each.startswith("sections")}
    return _fill_all(link, post, [fixed | _date_values(local) if local else fixed for local in _moments(post)])


def hugo_slug(text: str) -> str:
    """Build a part of an address as Hugo does: lower case, hyphens for spaces, no punctuation."""
    text = _HUGO_DROPPED.sub("", unicodedata.normalize("NFC", text)).strip()
    return re.sub(r"-{2,}", "-", re.sub(r"[\s/]+", "-", text)).strip("-").lower()


def lacking(link: Permalink, post: Subject) -> tuple[str, ...]:
    """Return the variables without a value for this post: dates if it has no date, keys missing in the front matter."""
    known = {*_NEEDS_NOTHING, *(_DATED if post.at else ())}
    return tuple(name for name in link.names if name.partition("[")[0] not in known and not _from_values(post, name))


def _cut(sections: PlaceholderNames, name: str) -> PlaceholderNames:
    """Apply Hugo's slices: `sections[1:]`, `sections[last]`, `sections[0]`."""
    inner = name.partition("[")[2].rstrip("]")
    if not inner:
        return sections
    if inner == "last":
        return sections[-1:]
    first, colon, last = inner.partition(":")
    start = int(first) if first.isdecimal() else 0
    if not colon:
        return sections[start : start + 1]
    return sections[start : int(last)] if last.isdecimal() else sections[start:]


def _fill_all(link: Permalink, post: Subject, values: list[dict[str, str]]) -> tuple[str, ...]:
    paths = (link.fill(each, lambda name: _from_values(post, name)) for each in values)
    return tuple(dict.fromkeys(tidy_text(path) for path in paths if path))


def _from_values(post: Subject, name: str) -> str:
    return as_text(post.values.get(name, ""))


def _moments(post: Subject) -> Iterator[dt.datetime | None]:
    """Yield the publication time in UTC and in the site's zone; None for a post without one."""
    if post.at is None:
        yield None
        return
    for zone in (dt.UTC, post.zone):
        try:
            yield post.at.astimezone(zone)
        except OverflowError:
            continue


def _date_values(local: dt.datetime) -> dict[str, str]:
    year, week, weekday = local.isocalendar()
    day, month = _DAYS[weekday - 1], _MONTHS[local.month - 1]
    return {
        "year": f"{local.year:04}",
        "short_year": f"{local.year % 100:02}",
        "month": f"{local.month:02}",
        "i_month": str(local.month),
        "short_month": month[:3].upper(),
        "long_month": month,
        "monthname": month.lower(),
        "day": f"{local.day:02}",
        "i_day": str(local.day),
        "y_day": f"{local.timetuple().tm_yday:03}",
        "yearday": str(local.timetuple().tm_yday),
        "hour": f"{local.hour:02}",
        "minute": f"{local.minute:02}",
        "second": f"{local.second:02}",
        "w_year": f"{year:04}",
        "week": f"{week:02}",
        "w_day": str(weekday),
        "weekday": str(weekday % 7),
        "short_day": day[:3].upper(),
        "long_day": day,
        "weekdayname": day.lower(),
    }


_DATED = frozenset({*_date_values(dt.datetime(2000, 1, 1, tzinfo=dt.UTC)), "hash", "timestamp"})
_NEEDS_NOTHING = frozenset(
    {"title", "name", "post_title", "category", "categories", "slug", "basename", "path", "output_ext", "collection"}
    | {"filename", "contentbasename", "slugorfilename", "slugorcontentbasename", "section", "sections", "lang"}
)
