"""Everything about a file that is done before its transaction: reading, judging, cleaning, decoding, looking up."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from django.db.models import Q

from news.exchange.intake.body import finish_body, open_body
from news.exchange.intake.drafting import Draft, make_draft
from news.exchange.intake.local_pictures import Loaded, load_local_pictures
from news.exchange.intake.pictures import PictureSet
from news.exchange.options import ImportOptions
from news.exchange.record import Note, Record
from news.exchange.source_files import SUFFIXES, SourceFile
from news.images.storing import PreparedImage
from news.models import Post, RawSource


@dataclass(frozen=True, slots=True)
class Identity:
    """Where a post comes from and what it comes as."""

    collection: str
    external_id: str
    content_hash: str
    raw: bytes

    @classmethod
    def of(cls, source: SourceFile, raw: bytes) -> "Identity":
        return cls(source.collection, source.external_id, hashlib.sha256(raw).hexdigest(), raw)


@dataclass(frozen=True, slots=True)
class KnownPost:
    """What an earlier import left of a file; one indexed query, no text."""

    post_id: int
    content_hash: str
    is_edited: bool
    is_trashed: bool

    def note_edit(self) -> Note | None:
        """Why a newer file must not be written over the post, if so."""
        if self.is_trashed:
            return Note("trashed-since")
        return Note("edited-since") if self.is_edited else None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A post ready to be written. `loaded` are its local pictures, `original` is the post it translates."""

    identity: Identity
    is_known: bool  # an earlier import made a post of this file
    draft: Draft
    pictures: PictureSet
    loaded: Mapping[int, Loaded]
    original: Post | None


def find_known(identity: Identity) -> KnownPost | None:
    rows = RawSource.objects.filter(collection=identity.collection, external_id=identity.external_id)
    row = rows.values_list("post_id", "content_hash", "post_version", "post__version", "post__trashed_at").first()
    if row is None:
        return None
    post_id, content_hash, written, version, trashed_at = row
    return KnownPost(post_id, content_hash, is_edited=version > written, is_trashed=trashed_at is not None)


def find_original(record: Record, source: SourceFile) -> Post | None:
    """The post that a record translates, by the stem of its file in the same collection."""
    stem = record.translation_of
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
    """Raises: FormatError; OSError when picture files cannot be written. A dry run writes no files."""
    body = open_body(record)
    loaded = load_local_pictures(body.pictures, source)
    draft = make_draft(record, finish_body(body, options), options, is_known_source)
    for image in loaded.values():
        if isinstance(image, PreparedImage) and not options.is_dry_run:
            image.write_files()
    return Prepared(identity, is_known, draft, body.pictures, loaded, original)


def add_note(prepared: Prepared, note: Note) -> Prepared:
    draft = replace(prepared.draft, notes=(*prepared.draft.notes, note))
    return replace(prepared, draft=draft)
