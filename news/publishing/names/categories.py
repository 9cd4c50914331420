"""Saves categories, tags, authors and sources; a renamed or moved one keeps its subtree and its old addresses."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from news.models import Author, Category, Post, Source, Tag, User
from news.models.category import SEPARATOR
from news.publishing.log.activity import record_activity
from news.publishing.names.addresses import remember_address, site_path
from news.text.slugs import free_slug, slugify_or_hash

PATH_MAX = Category._meta.get_field("path").max_length or 500
MAX_NAMES = 20  # siblings listed in the log
FlatName = Tag | Author | Source


def fill_slug(thing: Category | FlatName) -> None:
    """Fills an empty slug from the name."""
    thing.slug = thing.slug or slugify_or_hash(thing.name, prefix=type(thing).__name__.lower())


def check_place(category: Category) -> None:
    """Sets a category's path and depth, and checks that it can be placed there.

    Raises: ValidationError when the parent is below the category itself or a path becomes too long.
    """
    before = _stored(category)
    if before and category.parent and (category.parent.path + SEPARATOR).startswith(before.path + SEPARATOR):
        raise ValidationError({"parent": _("A category cannot be moved below itself.")})
    category.place_under_parent()
    below = Category.objects.within(before).values_list("path", flat=True) if before else []
    growth = len(category.path) - len(before.path) if before else 0
    if max([len(category.path), *(len(path) + growth for path in below)]) > PATH_MAX:
        raise ValidationError({"slug": _("The path of this category or of one below it would become too long.")})


@transaction.atomic
def save_category(category: Category) -> Category:
    """Saves a new or changed category. Raises: ValidationError, as `check_place` does."""
    lock_tree()
    fill_slug(category)
    check_place(category)
    before = _stored(category)
    is_moved = before is not None and before.path != category.path
    below = list(Category.objects.within(before).exclude(pk=before.pk)) if before and is_moved else []
    category.save()
    if before and is_moved:
        remember_address(site_path(before), category)
        old_paths = [(row, site_path(row)) for row in below]
        for row in below:
            row.path = category.path + row.path[len(before.path) :]
            row.depth += category.depth - before.depth
        Category.objects.bulk_update(below, ["path", "depth"])
        for row, old_path in old_paths:
            remember_address(old_path, row)
    return category


@transaction.atomic
def move_category(category: Category, parent: Category | None) -> Category:
    """Moves it below `parent` (None: to the top); numbers its slug if that is taken. Raises: ValidationError."""
    category.parent = parent
    taken = set(Category.objects.filter(parent=parent).exclude(pk=category.pk).values_list("slug", flat=True))
    category.slug = free_slug(category.slug, taken)
    return save_category(category)


@transaction.atomic
def order_siblings(ids: Sequence[int], user: User | None) -> None:
    """Puts the children of one parent in this order. Children missing from `ids` come last.

    Raises: ValueError when the ids are not all children of one parent: one may have been moved or deleted.
    """
    lock_tree()
    rows = Category.objects.in_bulk(ids)
    parents = {row.parent_id for row in rows.values()}
    if len(rows) != len(ids) or len(parents) != 1 or not ids:
        raise ValueError("These are not the children of one category.")
    siblings = Category.objects.filter(parent=parents.pop()).exclude(pk__in=ids).order_by("position", "path")
    ordered = [*(rows[pk] for pk in ids), *siblings]
    for position, row in enumerate(ordered):
        row.position = position
    Category.objects.bulk_update(ordered, ["position"])
    record_activity(user, "ordered", ordered[0], {"names": [row.name for row in ordered[:MAX_NAMES]]})


@transaction.atomic
def save_named(thing: FlatName) -> None:
    """Saves a tag, an author or a source; a changed slug leaves its old address behind."""
    fill_slug(thing)
    before = type(thing).objects.filter(pk=thing.pk).first() if thing.pk else None
    thing.save()
    if before and before.slug != thing.slug:
        remember_address(site_path(before), thing)


@transaction.atomic
def delete_named(thing: Category | FlatName) -> None:
    """Deletes it; addresses that readers knew answer «gone», others disappear. A category always has a page, the others
    only while they have public posts. Raises: ProtectedError while something refers to it."""
    if isinstance(thing, Category) or Post.objects.published().of(thing).exists():
        remember_address(site_path(thing), thing)
    else:
        thing.addresses.all().delete()
    thing.delete()


def _stored(category: Category) -> Category | None:
    return Category.objects.filter(pk=category.pk).first() if category.pk else None


def lock_tree() -> None:
    """Locks all: two moves at once could each write paths below the other's old place. SQLite has one writer anyway."""
    list(Category.objects.order_by("pk").select_for_update().values_list("pk"))
