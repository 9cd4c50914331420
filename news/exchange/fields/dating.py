"""Reads when a post was published and changed, and notes every doubt about it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from news.exchange.fields.naming import post_stem, split_day
from news.exchange.fields.synonyms import FrontMatterFields
from news.exchange.frontmatter.values import as_bool, as_text, clip_fact
from news.exchange.record import Note
from news.text.dates import ParsedDate, parse_date


@dataclass(frozen=True, slots=True)
class Dates:
    """Aware UTC, or None. `proposed_at` is what an unusable date probably meant."""

    published_at: dt.datetime | None = None
    proposed_at: dt.datetime | None = None
    updated_at: dt.datetime | None = None
    notes: tuple[Note, ...] = ()


def read_dates(fields: FrontMatterFields, path: PurePosixPath, zone: dt.tzinfo) -> Dates:
    """Read times without a zone as in `zone`. Without a date in the front matter, the file name may give the day."""
    notes: list[Note] = []
    value = as_text(fields.first("date")) or _published_as_date(fields)
    day, _name = split_day(post_stem(path))
    if day and not value:
        value = day
        notes.append(Note("date-from-name", {"value": day}))
    parsed = parse_date(value, zone)
    notes += _describe(parsed, value, zone)
    updated_text = as_text(fields.first("updated"))
    updated = parse_date(updated_text, zone)
    if updated_text and not updated.at:
        notes.append(Note("updated-unreadable", {"value": clip_fact(updated_text)}))
    return Dates(parsed.at, parsed.proposed_at, updated.at, tuple(notes))


def _published_as_date(fields: FrontMatterFields) -> str:
    """Return Hugo's `published` if it is a date, else "": in Hexo and Jekyll it is a yes or no."""
    value = next((as_text(value) for _, value in fields.pick("published")), "")
    if not value or as_bool(value) is not None:
        return ""
    fields.first("published")
    return value


def _describe(parsed: ParsedDate, value: str, zone: dt.tzinfo) -> Iterator[Note]:
    shown = clip_fact(value)
    if parsed.problem == "missing":
        yield Note("date-missing")
    elif parsed.proposed_at:
        code = "date-1970" if parsed.problem == "epoch-1970" else "date-nonexistent"
        yield Note(code, {"value": shown, "proposed": parsed.proposed_at.isoformat()})
    elif parsed.problem:
        yield Note("date-unreadable", {"value": shown})
    if parsed.at and parsed.is_zone_assumed:
        yield Note("zone-assumed", {"zone": str(zone)})
    if parsed.at and parsed.is_date_only:
        yield Note("date-only", {"value": shown})


def read_expiry(fields: FrontMatterFields, zone: dt.tzinfo, now: dt.datetime) -> tuple[bool, list[Note]]:
    """Tell whether a post has expired by `now`, with a note. A later expiry is only noted and stays an extra."""
    for key, value in fields.pick("expires"):
        text = as_text(value)
        expires_at = parse_date(text, zone).at
        if expires_at and expires_at <= now:
            fields.use(key)
            return True, [Note("expired", {"value": clip_fact(text)})]
        return False, [Note("expiry-not-kept", {"value": clip_fact(text)})]
    return False, []
