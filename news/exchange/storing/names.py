"""Finds or creates the categories, authors, sources and tags of posts, and caches them during a run.

An existing row of that name comes first, then the survivor of a merged name; only then is a row created.
"""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, Generic, TypeVar

from django.db import IntegrityError, transaction

from news.exchange.storing.made import MadeRows, add_made
from news.models import Author, Category, MergedName, Source, Tag
from news.models.source import source_key
from news.models.tag import tag_key
from news.publishing.names.categories import save_category, save_named
from news.text.keys import fold_key
from news.text.slugs import slugify_or_hash, slugs_to_try

CACHE_SIZE = 5_000
SLUG_TRIES = 50
NEW_TAGS_PER_RUN = 5_000  # a hostile archive must not flood the tag table

NameT = TypeVar("NameT", Category, Author, Source)
KeyT = TypeVar("KeyT", bound=Hashable)
FoundT = TypeVar("FoundT")


class RowCache(Generic[KeyT, FoundT]):
    """Rows by key; the oldest are dropped first. `drop` discards what was put since the last `keep`."""

    def __init__(self, size: int = CACHE_SIZE) -> None:
        self.size = size
        self.kept: dict[KeyT, FoundT] = {}
        self.fresh: dict[KeyT, FoundT] = {}

    def get(self, key: KeyT) -> FoundT | None:
        return self.fresh.get(key) or self.kept.get(key)

    def put(self, key: KeyT, row: FoundT) -> FoundT:
        self.fresh[key] = row
        return row

    def keep(self) -> None:
        self.kept |= self.fresh
        self.fresh.clear()
        while len(self.kept) > self.size:
            del self.kept[next(iter(self.kept))]

    def drop(self) -> None:
        self.fresh.clear()

    def clear(self) -> None:
        self.fresh.clear()
        self.kept.clear()


class NameLookup:
    """The look-ups of one run. After each transaction call `keep` if it was committed, `drop` if it was not.

    `made` has the ids of the rows that the current transaction has created.
    """

    def __init__(self) -> None:
        self.categories: RowCache[tuple[int | None, str], Category] = RowCache()
        self.authors: RowCache[str, Author] = RowCache()
        self.sources: RowCache[str, Source] = RowCache()
        self.no_sources: RowCache[str, bool] = RowCache()
        self.tags: RowCache[str, Tag] = RowCache()
        self.new_tag_count = 0  # in committed transactions
        self.fresh_tag_count = 0  # in the current one
        self.made: MadeRows = {}

    @property
    def _caches(self) -> Sequence[RowCache[Any, Any]]:
        return (self.categories, self.authors, self.sources, self.no_sources, self.tags)

    def keep(self) -> None:
        for cache in self._caches:
            cache.keep()
        self.new_tag_count += self.fresh_tag_count
        self.fresh_tag_count = 0
        self.made = {}

    def drop(self) -> None:
        for cache in self._caches:
            cache.drop()
        self.fresh_tag_count = 0
        self.made = {}

    def clear(self) -> None:
        """Call this after an integrity error: a cached row may have been deleted."""
        for cache in self._caches:
            cache.clear()

    def category(self, path: Sequence[str]) -> Category | None:
        """Return the last category of a path of names, creating it and its parents if missing."""
        category: Category | None = None
        for name in path:
            category = self._child(category, name)
        return category

    def _child(self, parent: Category | None, name: str) -> Category:
        key = (parent.pk if parent else None, fold_key(name))
        known = self.categories.get(key) or _find_child(parent, name)
        known = known or MergedName.objects.find_survivor(Category, name, key[0])
        if not known:
            known = self._make_once(lambda: Category(name=name, parent=parent), lambda: _find_child(parent, name))
        return self.categories.put(key, known)

    def author(self, name: str, kind: str, url: str) -> Author:
        """Find an author by name; `kind` and `url` are only used to create one."""
        known = self.authors.get(name) or _find_author(name) or MergedName.objects.find_survivor(Author, name)
        if not known:
            known = self._make_once(lambda: Author(name=name, kind=kind, url=url), lambda: _find_author(name))
        return self.authors.put(name, known)

    def has_source(self, name: str) -> bool:
        """Tell whether a source has this name."""
        key = source_key(name)
        if self.no_sources.get(key):
            return False
        if self._find_source(name):
            return True
        self.no_sources.put(key, True)
        return False

    def source(self, name: str) -> Source:
        key = source_key(name)
        found = self._find_source(name)
        if not found:
            found = self._make_once(lambda: Source(name=name), lambda: Source.objects.filter(key=key).first())
            self.no_sources.clear()
        return self.sources.put(key, found)

    def _find_source(self, name: str) -> Source | None:
        key = source_key(name)
        known = self.sources.get(key) or Source.objects.filter(key=key).first()
        known = known or MergedName.objects.find_survivor(Source, name)
        return self.sources.put(key, known) if known else None

    def tag_rows(self, names: Sequence[str]) -> tuple[list[Tag], int]:
        """Return each tag once, in order, and how many were left out because the run has created too many."""
        wanted: dict[str, str] = {}
        for name in names:
            wanted.setdefault(tag_key(name), name)
        missing = [key for key in wanted if key and not self.tags.get(key)]
        if missing:
            self._load_tags(missing, wanted)
        found = [tag for key in wanted if (tag := self.tags.get(key))]
        return list({tag.pk: tag for tag in found}.values()), len([key for key in wanted if key]) - len(found)

    def _load_tags(self, keys: list[str], names: dict[str, str]) -> None:
        for key, tag in Tag.objects.find(keys).items():
            self.tags.put(key, tag)
        room = max(0, NEW_TAGS_PER_RUN - self.new_tag_count - self.fresh_tag_count)
        new = [key for key in keys if not self.tags.get(key)][:room]
        self.fresh_tag_count += len(new)
        made = [self.tags.put(key, Tag.objects.create_once(names[key])) for key in new]
        add_made(self.made, "tag", [tag.pk for tag in made])

    def _make_once(self, make: Callable[[], NameT], find: Callable[[], NameT | None]) -> NameT:
        """Create a row under the first free slug, or find the one that another process creates at the same moment."""
        first = make()
        base = slugify_or_hash(first.name, prefix=type(first).__name__.lower())
        for slug in slugs_to_try(base, SLUG_TRIES):
            thing = make()
            thing.slug = slug
            try:
                with transaction.atomic():
                    save_category(thing) if isinstance(thing, Category) else save_named(thing)
            except IntegrityError:
                if existing := find():
                    return existing
            else:
                add_made(self.made, type(thing).__name__.lower(), [thing.pk])
                return thing
        raise IntegrityError(f"no free slug for {first.name!r}")


def _find_child(parent: Category | None, name: str) -> Category | None:
    key = fold_key(name)
    children = Category.objects.filter(parent=parent).order_by("pk")
    return next((child for child in children if fold_key(child.name) == key), None)


def _find_author(name: str) -> Author | None:
    return Author.objects.filter(name=name).order_by("pk").first()
