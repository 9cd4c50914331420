"""Deletes a category that still has posts or children: the user chooses where they go, then all move at once."""

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
    """Deletes a category and returns how many posts were in it. Its posts move to `posts_to`; with None they lose this
    category, which requires that each has another. Its children move below `children_to`, or to the top (None). The old
    address redirects to `posts_to`; without one it answers «gone».

    Raises: MergeError with the code gone, same (a target is the category itself or below it), only-category (with
    `count`: posts that would be left without a category) or place. Then nothing was changed.
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
    # Position 0 is the primary category: where it was removed, the next one takes its place.
    before = PostCategory.objects.filter(post=OuterRef("post"), position__lt=OuterRef("position"))
    PostCategory.objects.filter(~Exists(before), position__gt=0).update(position=0)


def _move_children(category: Category, children_to: Category | None) -> None:
    try:
        for child in Category.objects.filter(parent=category).order_by("position", "path"):
            move_category(child, children_to)
    except ValidationError as error:
        raise MergeError("place", reason=" ".join(error.messages)) from error
