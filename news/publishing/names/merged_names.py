"""Merged names: they redirect to the survivor until someone gives such a name to something by hand.

Each function makes a fixed number of statements, however many names and posts there are.
"""

from collections.abc import Collection, Iterable

from django.db.models import Exists, OuterRef, Q

from news.models import Author, Category, MergedName, Source, Tag
from news.models.merged_name import merged_key

Mergeable = Category | Tag | Author | Source
NamePlace = tuple[
    int | None, str
]  # where an import looks for a thing: the parent's id (only for categories) and the name


def place_of(thing: Mergeable) -> NamePlace:
    return (thing.parent_id if isinstance(thing, Category) else None, thing.name)


def take_over(kept: Mergeable, ids: Collection[int]) -> None:
    """Redirects merged names that point to the others, or are below them, to the survivor. Call it before the others
    are deleted, which would delete their names too. Where two names would share a place, the survivor's stays."""
    target = kept._meta.model_name
    MergedName.objects.of(type(kept)).filter(**{f"{target}__in": ids}).update(**{str(target): kept})
    if isinstance(kept, Category):
        _move_places(ids, kept)


def hand_over(category: Category, posts_to: Category, children_to: Category | None) -> None:
    """Prepares the deletion of a category: its merged names redirect to where its posts went, and merged names below it
    move with its children."""
    MergedName.objects.filter(category=category).update(category=posts_to)
    _move_places([category.pk], children_to)
    lead_on(posts_to, (), [place_of(category)])


def _move_places(ids: Collection[int], parent: Category | None) -> None:
    """Moves merged names from below these to below `parent`. Where two share a place, the earlier one stays."""
    rows = MergedName.objects.of(Category)
    below = rows.filter(parent__in=ids)
    first = rows.filter(Q(parent=parent) | Q(parent__in=ids, pk__lt=OuterRef("pk")), key=OuterRef("key"))
    below.filter(Exists(first)).delete()
    below.update(parent=parent)


def lead_on(kept: Mergeable, ids: Collection[int], places: Iterable[NamePlace]) -> None:
    """Makes the places of the others, and that of the survivor before a move, redirect to the survivor's current place.
    Whatever was below one of the others is now below the survivor."""
    model = type(kept)
    names = {(kept.pk if parent in ids else parent, merged_key(model, name)): name for parent, name in places}
    parent, name = place_of(kept)
    own = (parent, merged_key(model, name))
    known = MergedName.objects.of(model).filter(key__in={key for _parent, key in (*names, own)})
    outdated = [row.pk for row in known if (row.parent_id, row.key) in {*names, own}]
    MergedName.objects.filter(pk__in=outdated).delete()
    names.pop(own, None)
    target = str(model._meta.model_name)
    rows = [MergedName(**{target: kept}, name=name, key=key, parent_id=at) for (at, key), name in names.items() if key]
    MergedName.objects.bulk_create(rows, ignore_conflicts=True)  # of two merges at once either will do


def take_back(thing: Mergeable) -> None:
    """Removes the redirect of a name that someone has given to this thing by hand."""
    parent, name = place_of(thing)
    MergedName.objects.at(type(thing), name, parent).delete()
