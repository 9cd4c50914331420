"""Judges a record: which parts of it become the post, and why. Pure: no database, no files, no settings."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

from news.exchange.frontmatter.values import clip_fact
from news.exchange.intake.body import IntakeBody
from news.exchange.intake.names import IntakeNames, judge_names
from news.exchange.options import ImportOptions
from news.exchange.record import Note, Record
from news.text.keys import fold_key
from news.text.links import safe_link
from news.text.plain import clean_plain
from news.text.slugs import slugify_or_hash
from news.text.titles import repair_title

TITLE_MAX, SUMMARY_MAX, SEO_MAX, RIGHTS_MAX, SLUG_MAX, URL_MAX = 300, 1000, 500, 500, 60, 2000
GUESS_CHARS = 2_000

_SLUG = re.compile(r"[A-Za-z0-9_-]{1,60}")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
_WORD = re.compile(r"[A-Za-z]{2,}")


@dataclass(frozen=True, slots=True)
class PreparedPost:
    """A post about to be saved: clean values that fit their columns; names are not looked up yet.

    `body` is clean; its pictures have provisional ids (`intake.pictures.put_ids`).
    """

    fields: dict[str, object]  # by name of the Post field
    file_slug: str  # the slug that the file asks for
    wanted_slug: str  # the same, or a replacement that is valid in an address
    body: str
    names: IntakeNames
    translation_of: str
    legacy_paths: tuple[str, ...]
    updated_at: dt.datetime | None
    is_state_said: bool  # the file itself gives the post's state
    notes: tuple[Note, ...]


def prepare_post(
    record: Record, body: IntakeBody, options: ImportOptions, is_known_source: Callable[[str], bool]
) -> PreparedPost:
    """`body` is the result of `intake.body.finish_body` for this record."""
    notes = [*record.notes, *body.notes]
    title = _settle_title(record, body, options, notes)
    names = judge_names(record, options, is_known_source)
    notes += names.notes
    fields = _plain_fields(record, body, title, notes)
    fields |= _settle_state(record, options, notes)
    fields["language"] = record.language or guess_language(f"{title} {body.text}", options.language)
    slug = record.slug if _SLUG.fullmatch(record.slug) else slugify_or_hash(title, SLUG_MAX, prefix="post")
    if names.source and not fields["source_url"]:
        notes.append(Note("no-source-url"))
    return PreparedPost(
        fields=fields,
        file_slug=record.slug,
        wanted_slug=slug,
        body=body.html,
        names=names,
        translation_of=record.translation_of,
        legacy_paths=record.legacy_paths,
        updated_at=record.updated_at,
        is_state_said=bool(record.status) and options.status == "keep",
        notes=tuple(notes),
    )


def _settle_title(record: Record, body: IntakeBody, options: ImportOptions, notes: list[Note]) -> str:
    title = record.title
    repaired = repair_title(title, body.title_candidates) if options.repair_titles else None
    if repaired:
        notes.append(Note("title-repaired", {"title": clip_fact(repaired), "original": clip_fact(title)}))
    title = _fit("title", repaired or title, TITLE_MAX, notes) or PurePosixPath(record.path).stem[:TITLE_MAX]
    if any(fold_key(alt) == fold_key(title) for alt in body.alts):
        notes.append(Note("alt-equals-title"))
    return title


def _plain_fields(record: Record, body: IntakeBody, title: str, notes: list[Note]) -> dict[str, object]:
    return {
        "title": title,
        "subtitle": _fit("subtitle", record.subtitle, TITLE_MAX, notes),
        "summary": _fit("summary", record.summary, SUMMARY_MAX, notes),
        "paragraph_style": "indent" if body.is_indented else "inherit",
        "has_comments": record.has_comments,
        "is_featured": record.is_featured or record.pin_weight > 0,
        "source_url": fit_url(record.source_url),
        "canonical_url": fit_url(record.canonical_url),
        "rights_note": _fit("rights", record.rights_note or body.rights_notice, RIGHTS_MAX, notes),
        "seo_title": _fit("seo_title", record.seo_title, TITLE_MAX, notes),
        "seo_description": _fit("seo_description", record.seo_description, SEO_MAX, notes),
    }


def _settle_state(record: Record, options: ImportOptions, notes: list[Note]) -> dict[str, object]:
    """The operator's option or the front matter decides; but without a usable date a post is always a draft."""
    status = {"keep": record.status or "approved", "draft": "draft", "published": "approved"}[options.status]
    if status == "approved" and record.published_at is None:
        status = "draft"
        notes.append(Note("draft-without-date"))
    return {"status": status, "published_at": record.published_at or record.proposed_at}


def _fit(name: str, text: str, max_length: int, notes: list[Note]) -> str:
    whole = clean_plain(text)
    if len(whole) <= max_length:
        return whole
    notes.append(Note("text-cut", {"field": name, "max": max_length}))
    return clean_plain(whole, max_length)


def fit_url(url: str) -> str:
    """Return an http(s) address that fits its column, or ""."""
    safe = safe_link(url)
    return safe if safe.startswith(("http://", "https://")) and len(safe) <= URL_MAX else ""


def guess_language(text: str, default: str) -> str:
    """Return Chinese if the beginning has a Han character per ten words, English if it has words but no Han at all."""
    beginning = text[:GUESS_CHARS]
    han, words = len(_HAN.findall(beginning)), len(_WORD.findall(beginning))
    if han:
        return "zh-hans" if han * 10 >= words else default
    return "en" if words else default
