"""Takes and restores snapshots of posts."""

import datetime as dt
import json
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime

from news.models import Author, Category, Image, Post, Revision, Source, User
from news.publishing.checks.storing import forget_findings, keep_findings
from news.publishing.log.activity import record_activity
from news.publishing.log.log_changes import tell_changes
from news.publishing.posts.corrections import set_corrections
from news.publishing.posts.relations import set_authors, set_categories, set_tags

DATETIME_FIELDS = (
    "published_at",
    "first_published_at",
    "updated_at",
    "trashed_at",
    "submitted_at",
    "embargo_until",
    "pinned_until",
)
REFERENCES = {"header_image_id": Image, "translation_of_id": Post, "source_id": Source}
FIELDS = (
    "title",
    "subtitle",
    "slug",
    "path_on",
    "summary",
    "body",
    "header_image_id",
    "paragraph_style",
    "language",
    "translation_of_id",
    "status",
    *DATETIME_FIELDS,
    "has_comments",
    "is_featured",
    "source_id",
    "source_url",
    "origin",
    "rights_note",
    "seo_title",
    "seo_description",
    "canonical_url",
    "review_note",
    "notes",
)
# What decides whether, when and where readers see a post, and what follows from that. It is changed by acts of its own
# (`news.publishing.posts.workflow`), never together with the text by a restored revision or a scheduled change.
STATE_FIELDS = frozenset(
    {
        *("path_on", "status", "published_at", "first_published_at", "updated_at", "trashed_at", "submitted_at"),
        *("embargo_until", "review_note", "is_featured", "pinned_until"),
    }
)
TEXT_FIELDS = tuple(name for name in FIELDS if name not in STATE_FIELDS)
LINK_FIELDS = ("categories", "authors", "tags")


def take_snapshot(post: Post, links: dict[str, list[Any]] | None = None) -> dict[str, Any]:
    """The post as JSON values, links included. Reads the links from the database unless they are given."""
    values = {name: getattr(post, name) for name in FIELDS}
    values |= read_links(post) if links is None else links
    snapshot: dict[str, Any] = json.loads(json.dumps(values, default=_write_time))
    return snapshot


def _write_time(value: dt.date) -> str:
    """Of dates and aware times, whole: Django's encoder drops the microseconds, and a restored post would move. In UTC:
    a form gives its moments in the site's zone, and the same moment is no change."""
    return (value.astimezone(dt.UTC) if isinstance(value, dt.datetime) else value).isoformat()


def read_links(post: Post) -> dict[str, list[Any]]:
    """As a snapshot names them."""
    return {
        "categories": list(post.category_links.order_by("position").values_list("category_id", flat=True)),
        "authors": list(post.bylines.order_by("position").values_list("author_id", flat=True)),
        "tags": [tag.name for tag in post.tags.all()],
        "corrections": [[each.text, _write_time(each.corrected_at)] for each in post.corrections.all()],
    }


def record_first_revision(post: Post, links: dict[str, list[Any]], reason: str) -> Revision:
    """That of a post made in this transaction, whose links are known: one insert."""
    snapshot = take_snapshot(post, links)
    return Revision.objects.create(post=post, version=post.version, snapshot=snapshot, reason=reason)


def record_revision(
    post: Post, user: User | None, reason: str = "", note: str = "", *, is_checked: bool = True
) -> Revision:
    """Keeps the post as it is now under its current version, and logs what a person did (imports have receipts).

    `reason` is a code («published»), `note` what the person said about it. Running it twice for one version updates the
    row and logs nothing again. The log says what is different from the revision before. `is_checked`: imports leave the
    checks to `check_content`.
    """
    snapshot = take_snapshot(post)
    defaults = {"snapshot": snapshot, "user": user, "reason": reason, "note": note}
    if is_checked:
        keep_findings(post, snapshot)
    else:
        forget_findings(post)
    revision, is_new = Revision.objects.update_or_create(post=post, version=post.version, defaults=defaults)
    if is_new and user is not None:
        log_revision(user, post, revision)
    return revision


def log_revision(user: User | None, post: Post, revision: Revision) -> None:
    """One row of the log for a new revision, with what it changed. One query more."""
    earlier = post.revisions.filter(version__lt=revision.version).order_by("-version")
    before = earlier.values_list("snapshot", flat=True).first()
    changes = tell_changes(before, revision.snapshot) if before else {}
    facts = {name: value for name, value in (("note", revision.note), ("changes", changes)) if value}
    versions = (revision.version - 1 or None, revision.version)
    record_activity(user, revision.reason or "saved", post, facts, versions)


def apply_snapshot(post: Post, snapshot: dict[str, Any]) -> None:
    """Sets fields and links from a snapshot; the caller saves. What the snapshot names but is gone is left out."""
    for name in FIELDS:
        if name in snapshot:
            setattr(post, name, restore_value(name, snapshot[name]))
    categories, authors = restore_links(snapshot)
    set_categories(post, categories)
    set_authors(post, authors)
    set_tags(post, snapshot.get("tags", []))
    if "corrections" in snapshot:  # the first revision of an imported post names none, because it knows of none
        set_corrections(post, [(text, dt.datetime.fromisoformat(at)) for text, at in snapshot["corrections"]])


def restore_links(snapshot: dict[str, Any]) -> tuple[list[Category], list[Author]]:
    """The categories and authors a snapshot names, in its order, those that are still there."""
    return _in_order(Category, snapshot.get("categories", [])), _in_order(Author, snapshot.get("authors", []))


def restore_value(name: str, value: Any) -> Any:
    """A field's value from what JSON made of it; a reference to what is gone is None."""
    if value is None:
        return None
    if name in DATETIME_FIELDS:
        return parse_datetime(value)
    if name in REFERENCES:
        return value if REFERENCES[name]._default_manager.filter(pk=value).exists() else None
    return parse_date(value) if name == "path_on" else value


def _in_order(model: Any, ids: list[int]) -> list[Any]:
    found = model.objects.in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]
