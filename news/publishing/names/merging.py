"""Merges categories, tags, authors or sources into one, which gets their links, children, addresses and names.

A merge is one transaction of statements over whole tables: memory use does not depend on the number of posts.
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
MAX_NAMES = 20  # merged names listed in the log
# How posts are linked: the table, its columns for the thing and the post, and the order of one post's links.
LINKS: dict[type[models.Model], tuple[type[models.Model], str, str, str]] = {
    Category: (PostCategory, "category", "post", "position"),
    Author: (Byline, "author", "post", "position"),
    Tag: (PostTag, "tag", "content_object", "pk"),
}
# Fields that the survivor takes from the others where its own are empty.
FILLED: dict[type[models.Model], tuple[str, ...]] = {
    Category: ("description",),
    Tag: ("description",),
    Author: ("role", "bio", "url", "picture_id"),
    Source: ("homepage", "description"),
}


class MergeError(Exception):
    """Codes: gone (deleted or merged since), same, too-many, place (with `reason`), only-category (with `count`)."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class MergePlan:
    """What a merge will do. `shared_count`: posts that already have the survivor as well."""

    post_count: int
    shared_count: int
    address_count: int
    children: list[Category]


def count_posts(thing: Mergeable) -> int:
    """Counts the posts linked to it in any state, including the trash."""
    return linked_posts(type(thing), [thing.pk]).count()


def linked_posts(model: type[models.Model], ids: Sequence[int]) -> models.QuerySet[Post]:
    """Returns the posts linked to any of these, each once, in any state."""
    if model is Source:
        return Post.objects.filter(source__in=ids)
    table, column, post, _order = LINKS[model]
    return Post.objects.filter(Exists(_rows(table).filter(**{f"{column}__in": ids, post: OuterRef("pk")})))


def plan_merge(survivor: Mergeable, others: Sequence[Mergeable]) -> MergePlan:
    """Counts what a merge would do, without changing anything. The number of queries is fixed."""
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
    """Merges the others into the survivor and returns how many posts were linked to them. Posts get no new revision,
    because their text does not change; the log gets one entry. Of two links of one post, the first in order stays.

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
    """Uses two statements: delete all but each post's first link to the group, then repoint the rest."""
    table, column, post, order = LINKS[model]
    group = _rows(table).filter(**{f"{column}__in": [*ids, kept]})
    before = group.filter(**{post: OuterRef(post), f"{order}__lt": OuterRef(order)})
    group.filter(Exists(before)).delete()
    _rows(table).filter(**{f"{column}__in": ids}).update(**{column: kept})


def _rows(table: type[models.Model]) -> models.QuerySet[Any]:
    return table._default_manager.order_by()


def _absorb(kept: Any, other: Any) -> None:
    """Moves the other's children and addresses to the survivor, then deletes the other."""
    if isinstance(other, Category):
        # A survivor below the other first takes the other's place, so that nothing is moved below itself.
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
    """Returns the posts whose only category this is."""
    others = PostCategory.objects.filter(~Q(category=category), post=OuterRef("pk"))
    return linked_posts(Category, [category.pk]).filter(~Exists(others))
