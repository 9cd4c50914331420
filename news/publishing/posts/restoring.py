"""Restores the text of an earlier revision as a new revision. Whether readers see the post does not change."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop as _

from news.models import Activity, Post, Revision, User
from news.publishing.posts.recording import record_revision
from news.publishing.posts.relations import set_authors, set_categories, set_tags
from news.publishing.posts.saving import write_row
from news.publishing.versions.comparing_bodies import missing_pictures
from news.publishing.versions.fields import FIELDS, REFERENCES, TEXT_FIELDS, is_same
from news.publishing.versions.reference_names import ids_in
from news.publishing.versions.snapshots import restore_links, restore_value, take_snapshot

REASON = _("reverted")


@dataclass(frozen=True, slots=True)
class Missing:
    """Something in a revision that no longer exists. `name` is "" when the log does not know it either."""

    field: str
    label: str
    pk: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Restored:
    """`is_written` is false when the post already equals the revision. `slug` is the new slug when another post has
    since taken the old one, else ""."""

    post: Post
    is_written: bool
    missing: list[Missing] = field(default_factory=list)
    slug: str = ""


@transaction.atomic
def restore_revision(post: Post, revision: Revision, user: User, expected_version: int) -> Restored:
    """Writes the text, links, pictures and facts of a revision as a new one. The state, the publication times, the
    place on the front page and the published corrections stay as they are.

    Raises: EditConflictError when the post is no longer at `expected_version`; NoFreeSlugError.
    """
    wanted, missing = revision.snapshot, find_missing(revision.snapshot)
    if says_the_same(take_snapshot(post), wanted, missing):
        return Restored(post, is_written=False, missing=missing)
    put_text(post, wanted)
    write_row(post, expected_version)
    put_links(post, wanted)
    record_revision(post, user, REASON, str(revision.version))
    taken = post.slug if wanted.get("slug") and post.slug != wanted["slug"] else ""
    return Restored(post, is_written=True, missing=missing, slug=taken)


def put_text(post: Post, snapshot: Mapping[str, Any]) -> None:
    """Sets the fields that are neither state nor placement; the caller saves."""
    for each in TEXT_FIELDS:
        if each.is_column and each.name in snapshot:
            setattr(post, each.name, restore_value(each.name, snapshot[each.name]))


def put_links(post: Post, snapshot: Mapping[str, Any]) -> None:
    """Sets those categories, authors and tags that still exist; the caller records the revision."""
    categories, authors = restore_links(dict(snapshot))
    if "categories" in snapshot:
        set_categories(post, categories)
    if "authors" in snapshot:
        set_authors(post, authors)
    if "tags" in snapshot:
        set_tags(post, snapshot["tags"])


def says_the_same(stored: Mapping[str, Any], wanted: Mapping[str, Any], missing: list[Missing]) -> bool:
    """Tells whether restoring would change nothing, ignoring what cannot be restored."""
    gone = {(each.field, each.pk) for each in missing}
    names = [each.name for each in TEXT_FIELDS if each.name in wanted]
    return all(is_same(name, stored.get(name), _without(name, wanted[name], gone)) for name in names)


def _without(name: str, value: Any, gone: set[tuple[str, int]]) -> Any:
    if isinstance(value, list):
        return [each for each in value if (name, each) not in gone]
    return None if (name, value) in gone else value


def find_missing(snapshot: Mapping[str, Any]) -> list[Missing]:
    """Finds the categories, authors, source, original and pictures that are gone. At most one query for each kind."""
    found = [pair for name, model in REFERENCES.items() for pair in _find_gone(name, model, snapshot.get(name))]
    pictures = [Missing("body", FIELDS["body"].label, pk) for pk in missing_pictures(snapshot.get("body") or "")]
    return [*found, *pictures]


def _find_gone(name: str, model: Any, value: Any) -> list[Missing]:
    ids = ids_in(value)
    known = set(model._default_manager.filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    gone = [pk for pk in ids if pk not in known]
    titles = _remember_titles(model, gone) if gone else {}
    return [Missing(name, FIELDS[name].label, pk, titles.get(pk, "")) for pk in gone]


def _remember_titles(model: Any, ids: list[int]) -> dict[int, str]:
    """Finds the last known titles of deleted rows in the log."""
    rows = Activity.objects.filter(model=model._meta.model_name, object_id__in=ids).order_by("at", "pk")
    return {pk: title for pk, title in rows.values_list("object_id", "title") if pk}
