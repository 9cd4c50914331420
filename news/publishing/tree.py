"""Saves named things that have addresses; a moved or renamed one takes its subtree and its old addresses along."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from news.models import Author, Category, Source, Tag
from news.publishing.addresses import remember_address, site_path
from news.text.slugs import slugify_or_hash

PATH_MAX = Category._meta.get_field("path").max_length or 500


@transaction.atomic
def save_category(category: Category) -> Category:
    """Raises: ValidationError when the new parent lies below the category or a path grows too long."""
    category.slug = category.slug or slugify_or_hash(category.name, prefix="category")
    before = Category.objects.filter(pk=category.pk).first() if category.pk else None
    if before and category.parent and (category.parent.path + "/").startswith(before.path + "/"):
        raise ValidationError({"parent": _("A category cannot be moved below itself.")})
    category.place_under_parent()
    below = list(Category.objects.within(before).exclude(pk=before.pk)) if before else []
    moved = [(row, row.path) for row in below] if before and before.path != category.path else []
    _refuse_long_paths(category, before, below)
    category.save()
    if before and before.path != category.path:
        remember_address(site_path(before), category)
        _move_subtree(moved, before, category)
    return category


def _refuse_long_paths(category: Category, before: Category | None, below: list[Category]) -> None:
    growth = len(category.path) - len(before.path) if before else 0
    if max([len(category.path), *(len(row.path) + growth for row in below)]) > PATH_MAX:
        raise ValidationError({"slug": _("The path of this category or of one below it would become too long.")})


def _move_subtree(moved: list[tuple[Category, str]], before: Category, category: Category) -> None:
    old_paths = [(row, site_path(row)) for row, _old in moved]
    for row, old in moved:
        row.path = category.path + old[len(before.path) :]
        row.depth += category.depth - before.depth
    Category.objects.bulk_update([row for row, _old in moved], ["path", "depth"])
    for row, old_path in old_paths:
        remember_address(old_path, row)


@transaction.atomic
def save_named(thing: Tag | Author | Source) -> None:
    """Saves a tag, an author or a source; a changed slug leaves its old address behind."""
    prefix = type(thing).__name__.lower()
    thing.slug = thing.slug or slugify_or_hash(thing.name, prefix=prefix)
    before = type(thing).objects.filter(pk=thing.pk).first() if thing.pk else None
    thing.save()
    if before and before.slug != thing.slug:
        remember_address(site_path(before), thing)
