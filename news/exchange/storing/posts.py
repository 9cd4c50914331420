"""Writes one prepared post with all its related rows. The caller opens the transaction and closes the batch."""

import datetime as dt
import zlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_noop

from news.exchange.before_image import BeforeImage, take_before
from news.exchange.intake.local_pictures import UNWRITABLE, Loaded
from news.exchange.intake.pictures import FoundPicture, PictureSet, put_ids
from news.exchange.intake.prepared_post import PreparedPost
from news.exchange.intake.preparing import Identity, Prepared
from news.exchange.record import Note
from news.exchange.storing.addresses import add_legacy_addresses
from news.exchange.storing.made import MadeRows, add_made
from news.exchange.storing.names import NameLookup
from news.images.storing import PreparedImage, ensure_remote_image, keep_image
from news.models import Image, Post, RawSource
from news.publishing.errors import EditConflictError
from news.publishing.posts.recording import record_first_revision, record_revision
from news.publishing.posts.relations import link_new, set_authors, set_categories, set_tags
from news.publishing.posts.saving import write_row
from news.publishing.versions.snapshots import take_snapshot

REASON = gettext_noop("imported")


@dataclass(frozen=True, slots=True)
class Saved:
    """`before` is None for a new post. `made` are the rows created besides the post and those that belong to it."""

    post: Post
    before: BeforeImage | None
    notes: tuple[Note, ...]
    images: Counter[str]
    waiting_images: tuple[int, ...]
    made: MadeRows
    waits_for: dict[str, Any]

    def came_out_equal(self) -> bool:
        """Tell whether an update changed nothing, so that neither it nor a revision of it is needed."""
        before = self.before
        if before is None or self.made or before.raw_source["waits_for"] != self.waits_for:
            return False
        return before.snapshot == take_snapshot(self.post)


def save_prepared(prepared: Prepared, names: NameLookup) -> Saved:
    """Create the post, or update the one that an earlier import of the same file created.

    Raises: EditConflictError if an editor has saved the post meanwhile; NoFreeSlugError; DatabaseError.
    """
    draft, pictures = prepared.draft, prepared.pictures
    known = _find_raw(prepared.identity) if prepared.is_known else None
    rows = _keep_and_note_images(pictures, prepared.loaded, names.made)
    post = known.post if known and known.post else Post(slug=draft.wanted_slug)
    before = take_before(known, post) if known else None
    was_public = post.is_public()
    state = (post.status, post.published_at)
    _fill(post, draft, rows, pictures.header)
    notes = _keep_public(post, draft, state) if was_public else []
    post.source = names.source(draft.names.source) if draft.names.source else None
    post.translation_of = prepared.original
    write_row(post, text_changed_at=_changed_at(draft, is_new=known is None), is_import=True)
    left_out = _link(post, draft, names, is_new=known is None)
    waits_for = _list_missing(prepared, left_out)
    _keep_raw(post, prepared.identity, known, waits_for)
    notes += _note_slug(post, draft) if known is None else []
    notes += add_legacy_addresses(post, draft.legacy_paths, names.made)
    notes += [Note("tags-left-out", {"count": left_out})] if left_out else []
    waiting = tuple(row.pk for row in rows.values() if row.state == Image.State.PENDING)
    counts = _count_images(pictures, rows)
    return Saved(post, before, (*draft.notes, *notes), counts, waiting, dict(names.made), waits_for)


def _find_raw(identity: Identity) -> RawSource | None:
    rows = RawSource.objects.select_related("post")
    raw = rows.filter(collection=identity.collection, external_id=identity.external_id).first()
    if raw and (raw.post is None or raw.post.version > raw.post_version):  # purged or edited a moment ago
        raise EditConflictError(raw.post_id or 0, raw.post_version)
    return raw


def _keep_and_note_images(pictures: PictureSet, loaded: Mapping[int, Loaded], made: MadeRows) -> dict[int, Image]:
    kept_before = _find_kept_images(pictures, loaded)
    rows = {
        picture.number: _keep_image(picture, loaded.get(picture.number))
        for picture in pictures.pictures
        if not picture.problem
    }
    add_made(made, "image", {row.pk for row in rows.values()} - kept_before)
    return rows


def _find_kept_images(pictures: PictureSet, loaded: Mapping[int, Loaded]) -> set[int]:
    """Return the ids of the pictures that the library already has. One query, or none without pictures."""
    urls = [picture.url for picture in pictures.pictures if picture.url and not picture.problem]
    hashes = [image.sha256 for image in loaded.values()]
    if not urls and not hashes:
        return set()
    rule = Q(original_url__in=urls) | Q(sha256__in=hashes)
    return set(Image.objects.filter(rule).values_list("pk", flat=True))


def _keep_image(picture: FoundPicture, loaded: Loaded | None) -> Image:
    if isinstance(loaded, Image):
        return loaded
    if isinstance(loaded, PreparedImage):
        name = picture.local.rpartition("/")[2]
        return keep_image(loaded, original_name=name, alt=picture.alt)
    return ensure_remote_image(picture.url, wrapper_url=picture.wrapper_url, alt=picture.alt)


def _fill(post: Post, draft: PreparedPost, rows: Mapping[int, Image], header: FoundPicture | None) -> None:
    for name, value in draft.fields.items():
        setattr(post, name, value)
    post.body = put_ids(draft.body, {number: image.pk for number, image in rows.items()})
    post.header_image = rows.get(header.number) if header else None


def _keep_public(post: Post, draft: PreparedPost, state: tuple[str, dt.datetime | None]) -> list[Note]:
    """Make a published post a draft only if its file says so, not because of a missing date or an option."""
    if post.status == Post.Status.APPROVED:
        return []
    if draft.is_state_said:
        return [Note("withdrawn")]
    post.status, post.published_at = state
    return [Note("kept-public")]


def _list_missing(prepared: Prepared, left_out: int) -> dict[str, Any]:
    """Return what the file asks for and does not find yet, for `has_arrived`."""
    pictures = [picture.local for picture in prepared.pictures.pictures if picture.problem == "missing"]
    original = prepared.draft.translation_of if prepared.original is None else ""
    needs_room = any(picture.problem == UNWRITABLE for picture in prepared.pictures.pictures)
    missing = {"pictures": pictures, "room": needs_room, "original": original, "tags": bool(left_out)}
    return {name: value for name, value in missing.items() if value}


def _changed_at(draft: PreparedPost, *, is_new: bool) -> dt.datetime | None:
    """Return when the text changed: in an archive, not on the day of import."""
    published_at = draft.fields["published_at"]
    if draft.updated_at or not is_new or not isinstance(published_at, dt.datetime):
        return draft.updated_at
    return min(published_at, timezone.now())


def _link(post: Post, draft: PreparedPost, names: NameLookup, *, is_new: bool) -> int:
    """Set categories, byline and tags and record the revision with them. Return how many tags were left out."""
    found = (names.category(path) for path in draft.names.categories)
    categories = [category for category in found if category]
    authors = [names.author(author.name, author.kind, author.url) for author in draft.names.authors]
    tags, left_out = names.tag_rows(draft.names.tags)
    if is_new:
        record_first_revision(post, link_new(post, categories, authors, tags), REASON)
        return left_out
    set_categories(post, categories)
    set_authors(post, authors)
    set_tags(post, [tag.name for tag in tags])
    record_revision(post, None, REASON, is_checked=False)
    return left_out


def _keep_raw(post: Post, identity: Identity, known: RawSource | None, waits_for: dict[str, Any]) -> None:
    row = known or RawSource(collection=identity.collection, external_id=identity.external_id, post=post)
    row.content_hash = identity.content_hash
    row.content = zlib.compress(identity.raw)
    row.size_bytes = len(identity.raw)
    row.post_version = post.version
    row.waits_for = waits_for
    row.save()


def _note_slug(post: Post, draft: PreparedPost) -> list[Note]:
    if post.slug != draft.file_slug:
        return [Note("slug-changed", {"slug": post.slug, "wanted": draft.file_slug})]
    return []


def _count_images(pictures: PictureSet, rows: Mapping[int, Image]) -> Counter[str]:
    """Count the images by state; a file that is missing or not a picture counts as failed."""
    counts = Counter(str(image.state) for image in rows.values())
    counts["failed"] += sum(bool(picture.problem) for picture in pictures.pictures)
    counts["refused"] += pictures.refused_count
    counts["found"] = counts.total()
    return counts
