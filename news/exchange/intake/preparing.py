"""Does everything for a file that comes before its transaction: judging, cleaning, decoding, looking up."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q

from news.exchange.intake.body import finish_body, open_body
from news.exchange.intake.local_pictures import Loaded, find_local_file, load_local_pictures, write_loaded
from news.exchange.intake.pictures import PictureSet
from news.exchange.intake.prepared_post import PreparedPost, prepare_post
from news.exchange.options import ImportOptions
from news.exchange.record import Note, Record
from news.exchange.source_files import SUFFIXES, SourceFile
from news.models import Post, RawSource


@dataclass(frozen=True, slots=True)
class Identity:
    """Which collection and file a post comes from, and the file's bytes."""

    collection: str
    external_id: str
    content_hash: str
    raw: bytes

    @classmethod
    def of(cls, source: SourceFile, raw: bytes) -> "Identity":
        return cls(source.collection, source.external_id, hashlib.sha256(raw).hexdigest(), raw)


@dataclass(frozen=True, slots=True)
class KnownPost:
    """What an earlier import of a file left behind; read in one indexed query, without texts."""

    post_id: int | None  # None if purged
    content_hash: str
    waits_for: Mapping[str, Any]
    is_edited: bool
    is_trashed: bool

    def note_edit(self) -> Note | None:
        """Return why a newer file must not overwrite the post, or None if it may."""
        if self.post_id is None:
            return Note("purged-since")
        if self.is_trashed:
            return Note("trashed-since")
        return Note("edited-since") if self.is_edited else None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A post ready to be written. `loaded` are its local pictures, `original` is the post that it translates."""

    identity: Identity
    is_known: bool  # an earlier import created a post from this file
    draft: PreparedPost
    pictures: PictureSet
    loaded: Mapping[int, Loaded]
    original: Post | None


def find_known(identity: Identity) -> KnownPost | None:
    rows = RawSource.objects.filter(collection=identity.collection, external_id=identity.external_id)
    names = ("post_id", "content_hash", "waits_for", "post_version", "post__version", "post__trashed_at")
    row = rows.values_list(*names).first()
    if row is None:
        return None
    post_id, content_hash, waits_for, written, version, trashed_at = row
    is_edited = version is not None and version > written
    return KnownPost(post_id, content_hash, waits_for, is_edited=is_edited, is_trashed=trashed_at is not None)


def has_arrived(waits_for: Mapping[str, Any], source: SourceFile) -> bool:
    """Tell whether something that an unchanged file asked for in vain now exists."""
    if waits_for.get("tags"):
        return True
    if waits_for.get("room") or any(find_local_file(path, source) for path in waits_for.get("pictures", [])):
        return True
    return find_original(waits_for.get("original", ""), source) is not None


def find_original(stem: str, source: SourceFile) -> Post | None:
    """Find the original of a translation by the stem of its file in the same collection."""
    if not stem:
        return None
    rule = Q()
    for suffix in sorted(SUFFIXES):
        rule |= Q(external_id=stem + suffix) | Q(external_id__endswith=f"/{stem}{suffix}")
    rows = RawSource.objects.filter(rule, collection=source.collection).exclude(external_id=source.external_id)
    row = rows.select_related("post").order_by("external_id").first()
    return row.post if row else None


def prepare(
    record: Record,
    source: SourceFile,
    identity: Identity,
    options: ImportOptions,
    *,
    is_known: bool,
    is_known_source: Callable[[str], bool],
    original: Post | None,
) -> Prepared:
    """Raises: FormatError. A dry run writes no files."""
    body = open_body(record, options)
    loaded = load_local_pictures(body.pictures, source)
    if not options.is_dry_run:
        write_loaded(body.pictures, loaded)
    draft = prepare_post(record, finish_body(body, options), options, is_known_source)
    return Prepared(identity, is_known, draft, body.pictures, loaded, original)


def add_note(prepared: Prepared, note: Note) -> Prepared:
    draft = replace(prepared.draft, notes=(*prepared.draft.notes, note))
    return replace(prepared, draft=draft)
