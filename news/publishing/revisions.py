"""Takes and restores snapshots of posts."""

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.dateparse import parse_date, parse_datetime

from news.models import Author, Category, Image, Post, Revision, Source, User
from news.publishing.relations import set_authors, set_categories, set_tags

DATETIME_FIELDS = ("published_at", "first_published_at", "updated_at", "trashed_at", "pinned_until")
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
    "rights_note",
    "seo_title",
    "seo_description",
    "canonical_url",
)


def take_snapshot(post: Post, links: dict[str, list[Any]] | None = None) -> dict[str, Any]:
    """The post as JSON values, links included. Reads the links from the database unless they are given."""
    values = {name: getattr(post, name) for name in FIELDS}
    values |= _read_links(post) if links is None else links
    snapshot: dict[str, Any] = json.loads(json.dumps(values, cls=DjangoJSONEncoder))
    return snapshot


def _read_links(post: Post) -> dict[str, list[Any]]:
    return {
        "categories": list(post.category_links.order_by("position").values_list("category_id", flat=True)),
        "authors": list(post.bylines.order_by("position").values_list("author_id", flat=True)),
        "tags": [tag.name for tag in post.tags.all()],
    }


def record_first_revision(post: Post, links: dict[str, list[Any]], reason: str) -> Revision:
    """That of a post made in this transaction, whose links are known: one insert."""
    snapshot = take_snapshot(post, links)
    return Revision.objects.create(post=post, version=post.version, snapshot=snapshot, reason=reason)


def record_revision(post: Post, user: User | None, reason: str = "") -> Revision:
    """Keeps the post as it is now under its current version. Running it twice for one version updates the row."""
    revision, _ = Revision.objects.update_or_create(
        post=post, version=post.version, defaults={"snapshot": take_snapshot(post), "user": user, "reason": reason}
    )
    return revision


def apply_snapshot(post: Post, snapshot: dict[str, Any]) -> None:
    """Sets fields and links from a snapshot; the caller saves. What the snapshot names but is gone is left out."""
    for name in FIELDS:
        if name in snapshot:
            setattr(post, name, _restore_value(name, snapshot[name]))
    set_categories(post, _in_order(Category, snapshot.get("categories", [])))
    set_authors(post, _in_order(Author, snapshot.get("authors", [])))
    set_tags(post, snapshot.get("tags", []))


def _restore_value(name: str, value: Any) -> Any:
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
