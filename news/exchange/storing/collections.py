"""Remembers which folder a collection's files come from, so that sites with equal folder names are kept apart."""

from collections.abc import Iterable
from pathlib import Path

from news.exchange.source_files import ImportPlace
from news.models import Collection


class CollectionTakenError(Exception):
    """The collection's name already belongs to another site, whose folder still exists."""

    def __init__(self, name: str, known_root: str, root: str) -> None:
        super().__init__(name, known_root, root)
        self.name = name
        self.known_root = known_root
        self.root = root


def known_roots() -> dict[str, str]:
    """Return the collections' names by folder."""
    return dict(Collection.objects.values_list("root", "name"))


def check_collections(places: Iterable[ImportPlace]) -> None:
    """Raises: CollectionTakenError if a name belongs to another folder that still exists (if not, it was moved)."""
    roots = dict(Collection.objects.values_list("name", "root"))
    for place in places:
        known = roots.setdefault(place.collection, str(place.root))
        if known != str(place.root) and Path(known).is_dir():
            raise CollectionTakenError(place.collection, known, str(place.root))


def keep_collections(places: Iterable[ImportPlace]) -> list[int]:
    """Store the folders and return the ids of the new rows. May be repeated."""
    kept = [
        Collection.objects.update_or_create(name=place.collection, defaults={"root": str(place.root)})
        for place in places
    ]
    return [row.pk for row, is_new in kept if is_new]
