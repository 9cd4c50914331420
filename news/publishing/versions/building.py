"""Builds a post as it was or will be from a snapshot, without writing anything: for previews and earlier versions."""

import copy
from collections.abc import Sequence
from typing import Any

from django.db import models

from news.models import Author, Byline, Category, Correction, Post, PostCategory, Tag
from news.models.tag import tag_key
from news.publishing.versions.fields import COLUMNS
from news.publishing.versions.snapshots import restore_corrections, restore_links, restore_value
from news.text.slugs import slugify_or_hash


def post_from_snapshot(post: Post, snapshot: dict[str, Any]) -> Post:
    """Returns a copy of `post` with the snapshot's fields and links, usable by `news.rendering` like one of `for_page`.

    It must not be saved. Fields that the snapshot lacks keep their values from `post`; references to deleted rows are
    left out. Tags that do not exist are built in memory.
    """
    made = copy.copy(post)
    made._state = copy.copy(post._state)
    made._prefetched_objects_cache = {}  # type: ignore[attr-defined]
    for field in COLUMNS:
        if field.name in snapshot:
            setattr(made, field.name, restore_value(field.name, snapshot[field.name]))
    made.measure()
    _set_links(made, snapshot)
    made.has_corrections = True  # type: ignore[attr-defined]  # what `for_page` annotates
    made.has_translations = made.pk is not None  # type: ignore[attr-defined]
    made.raw_source_pk = getattr(post, "raw_source_pk", None)  # type: ignore[attr-defined]
    return made


def link_unsaved(post: Post, categories: Sequence[Category], authors: Sequence[Author], tags: Sequence[str]) -> None:
    """Sets these links on an instance in the given order without writing them, as if they had been read with it."""
    for category in categories:
        category.parent  # noqa: B018  (loaded now: pages show the whole path)
    _set_rows(
        post,
        "category_links",
        PostCategory,
        [PostCategory(post=post, category=category, position=at) for at, category in enumerate(categories)],
    )
    _set_rows(
        post, "bylines", Byline, [Byline(post=post, author=author, position=at) for at, author in enumerate(authors)]
    )
    _set_rows(post, "tags", Tag, _find_tags(tags))


def _set_links(post: Post, snapshot: dict[str, Any]) -> None:
    categories, authors = restore_links(snapshot)
    link_unsaved(post, categories, authors, snapshot.get("tags", []))
    if "corrections" in snapshot:
        rows = [Correction(post=post, text=text, corrected_at=at) for text, at in restore_corrections(snapshot)]
        _set_rows(post, "corrections", Correction, rows)


def _find_tags(names: Sequence[str]) -> list[Tag]:
    known = Tag.objects.find(map(tag_key, names))
    tags = [known.get(tag_key(name)) or Tag(name=name, slug=slugify_or_hash(name, prefix="tag")) for name in names]
    return list({tag_key(tag.name): tag for tag in tags}.values())


def _set_rows(post: Post, name: str, model: type[models.Model], rows: list[Any]) -> None:
    """Sets related rows on the post as if `prefetch_related` had read them."""
    post._prefetched_objects_cache = {**getattr(post, "_prefetched_objects_cache", {})}  # type: ignore[attr-defined]
    queryset = model._default_manager.all()
    queryset._result_cache = rows
    queryset._prefetch_done = True  # type: ignore[attr-defined]
    post._prefetched_objects_cache[name] = queryset  # type: ignore[attr-defined]
