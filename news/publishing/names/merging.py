"""Joins several categories, tags, authors or sources into one: links, children, addresses, names lead to the survivor.

Everything in one transaction and by statements over whole tables: the number of posts costs no memory.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q

from news.models import Address, Author, Byline, Category, Post, PostCategory, PostTag, Source, Tag, User
from news.publishing.log.activity import record_activity
from news.publishing.names.addresses import TYPE_NAMES, remember_address, site_path
from news.publishing.names.categories import lock_tree, move_category
from news.publishing.names.merged_names import Mergeable, lead_on, place_of, take_over
from news.publishing.names.open_work import follow_in_open_work

MAX_AT_ONCE = 100
MAX_NAMES = 20  # of those merged, in the log
# How posts are linked: the table, its column for the thing, its column for the post, and what orders the links of one.
LINKS: dict[type[models.Model], tuple[type[models.Model], str, str, str]] = {
    Category: (PostCategory, "category", "post", "position"),
    Author: (Byline, "author", "post", "position"),
    Tag: (PostTag, "tag", "content_object", "pk"),
}
# What the survivor takes from the others where it has nothing itself.
FILLED: dict[type[models.Model], tuple[str, ...]] = {
    Category: ("description",),
    Tag: ("description",),
    Author: ("role", "bio", "url", "picture_id"),
    Source: ("homepage", "description"),
}


class MergeError(Exception):
    """Codes: gone (somebody deleted or merged one of them meanwhile), same, too-many, place (with `reason`)."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class MergePlan:
    """What a merge will do. `shared_count`: posts that have the survivor already, or several of the others."""

    post_count: int
    shared_count: int
    address_count: int
    children: list[Category]


def count_posts(thing: Mergeable) -> int:
    """Posts in any state, the trash included, that are linked to it."""
    return linked_posts(type(thing), [thing.pk]).count()


def linked_posts(model: type[models.Model], ids: Sequence[int]) -> models.QuerySet[Post]:
    """Each post once, in any state."""
    if model is Source:
        return Post.objects.filter(source__in=ids)
    table, column, post, _order = LINKS[model]
    return Post.objects.filter(Exists(_rows(table).filter(**{f"{column}__in": ids, post: OuterRef("pk")})))


def plan_merge(survivor: Mergeable, others: Sequence[Mergeable]) -> MergePlan:
    """Counts only; the same number of queries however many things and posts."""
    model, ids = type(survivor), [other.pk for other in others]
    posts = linked_posts(model, ids)
    children = Category.objects.filter(parent__in=ids).exclude(pk=survivor.pk) if model is Category else ()
    return MergePlan(
        posts.count(),
        posts.filter(pk__in=linked_posts(model, [survivor.pk]).values("pk")).count() if model is not Source else 0,
        Address.objects.filter(**{f"{TYPE_NAMES[model]}__in": ids}).count() + len(ids),
        list(children),
    )


@transaction.atomic
def merge(survivor: Mergeable, others: Iterable[Mergeable], user: User | None) -> int:
    """Merges the others into the survivor; how many posts were linked to one of them. No post gets a new revision:
    its text is what it was. The log gets one row. Of two links of one post the first place in the order is kept.

    Raises: MergeError, and then nothing was changed.
    """
    model = type(survivor)
    ids = sorted({other.pk for other in others})
    if survivor.pk in ids or not ids:
        raise MergeError("same")
    if len(ids) > MAX_AT_ONCE:
        raise MergeError("too-many", max_count=MAX_AT_ONCE)
    rows = _lock(model, [survivor.pk, *ids])
    kept, merged = rows[survivor.pk], [rows[pk] for pk in ids]
    count = linked_posts(model, ids).count()
    places = [place_of(row) for row in (*merged, kept)]
    take_over(kept, ids)
    _move_links(model, ids, kept.pk)
    for other in merged:
        _absorb(kept, other)
    lead_on(kept, ids, places)
    _fill_gaps(kept, merged)
    names = [str(other) for other in merged]
    follow_in_open_work(kept, ids, names)
    facts = {"names": names[:MAX_NAMES], "count": len(ids), "posts": count}
    record_activity(user, "merged", kept, facts)
    return count


def _lock(model: Any, ids: list[int]) -> dict[int, Any]:
    if model is Category:
        lock_tree()
    rows = {row.pk: row for row in model.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
    if len(rows) != len(ids):
        raise MergeError("gone")
    return rows


def _move_links(model: type[models.Model], ids: list[int], kept: int) -> None:
    if model is Source:
        Post.objects.filter(source__in=ids).update(source=kept)
    else:
        move_links(model, ids, kept)


def move_links(model: type[models.Model], ids: Sequence[int], kept: int) -> None:
    """Two statements: of the links of one post to the group all but the first go, then the rest change sides."""
    table, column, post, order = LINKS[model]
    group = _rows(table).filter(**{f"{column}__in": [*ids, kept]})
    before = group.filter(**{post: OuterRef(post), f"{order}__lt": OuterRef(order)})
    group.filter(Exists(before)).delete()
    _rows(table).filter(**{f"{column}__in": ids}).update(**{column: kept})


def _rows(table: type[models.Model]) -> models.QuerySet[Any]:
    return table._default_manager.order_by()


def _absorb(kept: Any, other: Any) -> None:
    """What stands below and at the other, then the other itself."""
    if isinstance(other, Category):
        # A survivor that stands below the other first takes the other's place, so that nothing is moved below itself.
        other.refresh_from_db()  # an earlier step may have moved it
        kept.refresh_from_db()
        try:
            if Category.objects.within(other).filter(pk=kept.pk).exists():
                move_category(kept, other.parent)
            for child in Category.objects.filter(parent=other).order_by("position", "path"):
                move_category(child, kept)
        except ValidationError as error:
            raise MergeError("place", reason=" ".join(error.messages)) from error
    column = TYPE_NAMES[type(other)]
    path = site_path(other)
    Address.objects.filter(**{column: other}).update(**{column: kept})
    remember_address(path, kept)
    other.delete()


def _fill_gaps(kept: Any, merged: Sequence[Any]) -> None:
    changed = []
    for name in FILLED[type(kept)]:
        value = next((value for other in merged if (value := getattr(other, name))), None)
        if value and not getattr(kept, name):
            setattr(kept, name, value)
            changed.append(name)
    if isinstance(kept, Source):
        kept.hosts = list(dict.fromkeys([*kept.hosts, *(host for other in merged for host in other.hosts)]))
        changed.append("hosts")
    if changed:
        kept.save(update_fields=[name.removesuffix("_id") for name in changed])


def posts_without_other_category(category: Category) -> models.QuerySet[Post]:
    """Posts that would have none without this one."""
    others = PostCategory.objects.filter(~Q(category=category), post=OuterRef("pk"))
    return linked_posts(Category, [category.pk]).filter(~Exists(others))
