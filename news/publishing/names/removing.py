"""Deletes a category that posts and other categories hang on: one says where they go, then all moves at once."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef

from news.models import Address, Category, PostCategory, User
from news.publishing.log.activity import record_activity
from news.publishing.names.addresses import remember_address, site_path
from news.publishing.names.categories import delete_named, lock_tree, move_category
from news.publishing.names.merged_names import hand_over
from news.publishing.names.merging import MergeError, linked_posts, move_links, posts_without_other_category


@transaction.atomic
def delete_category(
    category: Category, user: User | None, *, posts_to: Category | None, children_to: Category | None
) -> int:
    """Its posts go to `posts_to`, or lose this category where they have another (None); its children go below
    `children_to`, or to the top (None). Readers who come by the old address arrive at `posts_to`; without one it is
    gone. How many posts were in it.

    Raises: MergeError: gone, same (a target that is the category itself or below it), only-category (with `count`:
    posts that would be left without any), place. Then nothing was changed.
    """
    lock_tree()
    category, posts_to, children_to = _read_again(category, posts_to, children_to)
    count = linked_posts(Category, [category.pk]).count()
    _move_posts(category, posts_to)
    _move_children(category, children_to)
    facts = {"posts": count, "to": str(posts_to) if posts_to else ""}
    record_activity(user, "deleted", category, facts)
    path = site_path(category)
    if posts_to:
        Address.objects.filter(category=category).update(category=posts_to)
        hand_over(category, posts_to, children_to)
        category.delete()
        remember_address(path, posts_to)
    else:
        delete_named(category)
    return count


def _read_again(
    category: Category, posts_to: Category | None, children_to: Category | None
) -> tuple[Category, Category | None, Category | None]:
    wanted = {each.pk for each in (category, posts_to, children_to) if each}
    rows = Category.objects.in_bulk(wanted)
    if len(rows) != len(wanted):
        raise MergeError("gone")
    below = set(Category.objects.within(rows[category.pk]).values_list("pk", flat=True))
    if (posts_to and posts_to.pk == category.pk) or (children_to and children_to.pk in below):
        raise MergeError("same")
    return rows[category.pk], rows[posts_to.pk] if posts_to else None, rows[children_to.pk] if children_to else None


def _move_posts(category: Category, posts_to: Category | None) -> None:
    if posts_to:
        move_links(Category, [category.pk], posts_to.pk)
        return
    left_bare = posts_without_other_category(category).count()
    if left_bare:
        raise MergeError("only-category", count=left_bare)
    PostCategory.objects.filter(category=category).delete()
    # Place 0 is the primary category: where it went, the next one takes it.
    before = PostCategory.objects.filter(post=OuterRef("post"), position__lt=OuterRef("position"))
    PostCategory.objects.filter(~Exists(before), position__gt=0).update(position=0)


def _move_children(category: Category, children_to: Category | None) -> None:
    try:
        for child in Category.objects.filter(parent=category).order_by("position", "path"):
            move_category(child, children_to)
    except ValidationError as error:
        raise MergeError("place", reason=" ".join(error.messages)) from error
