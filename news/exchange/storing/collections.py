"""Which folder a collection's files come from, so that two sites with the same folder name are not mixed up."""

from collections.abc import Iterable
from pathlib import Path

from news.exchange.source_files import ImportPlace
from news.models import Collection


class CollectionTakenError(Exception):
    """The name of a folder is that of another site whose folder is still there."""

    def __init__(self, name: str, known_root: str, root: str) -> None:
        super().__init__(name, known_root, root)
        self.name = name
        self.known_root = known_root
        self.root = root


def known_roots() -> dict[str, str]:
    """Names of the collections by their folders."""
    return dict(Collection.objects.values_list("root", "name"))


def check_collections(places: Iterable[ImportPlace]) -> None:
    """Raises: CollectionTakenError when a name stands for another folder that still exists (else it was moved)."""
    roots = dict(Collection.objects.values_list("name", "root"))
    for place in places:
        known = roots.setdefault(place.collection, str(place.root))
        if known != str(place.root) and Path(known).is_dir():
            raise CollectionTakenError(place.collection, known, str(place.root))


def keep_collections(places: Iterable[ImportPlace]) -> list[int]:
    """Remembers the folders and gives the ids of the new rows. May be repeated."""
    kept = [
        Collection.objects.update_or_create(name=place.collection, defaults={"root": str(place.root)})
        for place in places
    ]
    return [row.pk for row, is_new in kept if is_new]
