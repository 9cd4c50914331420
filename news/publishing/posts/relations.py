"""Sets the ordered links of a post. Each function replaces all links of its kind and writes only differences."""

from collections.abc import Iterable, Sequence
from typing import Any

from news.models import Author, Byline, Category, Post, PostCategory, PostTag, Tag


def set_categories(post: Post, categories: Sequence[Category]) -> None:
    """The first becomes the primary category; repeats are dropped."""
    wanted = list(dict.fromkeys(category.pk for category in categories))
    if wanted == list(post.category_links.values_list("category_id", flat=True)):
        return
    post.category_links.all().delete()
    PostCategory.objects.bulk_create(
        PostCategory(post=post, category_id=pk, position=position) for position, pk in enumerate(wanted)
    )
    _forget_prefetched(post, "category_links")


def set_authors(post: Post, authors: Sequence[Author]) -> None:
    """Sets the byline in this order; repeats are dropped."""
    wanted = list(dict.fromkeys(author.pk for author in authors))
    if wanted == list(post.bylines.values_list("author_id", flat=True)):
        return
    post.bylines.all().delete()
    Byline.objects.bulk_create(Byline(post=post, author_id=pk, position=position) for position, pk in enumerate(wanted))
    _forget_prefetched(post, "bylines")


def set_tags(post: Post, names: Iterable[str]) -> None:
    """Sets the tags and creates missing ones; spellings with the same folded key are one tag."""
    post.tags.set(list(names))


def link_new(
    post: Post, categories: Sequence[Category], authors: Sequence[Author], tags: Sequence[Tag]
) -> dict[str, list[Any]]:
    """Links a post that has no links yet, without querying for any: an import does this ten thousand times.

    Returns the links in the form of a snapshot (`news.publishing.versions.snapshots`).
    """
    category_ids = list(dict.fromkeys(category.pk for category in categories))
    author_ids = list(dict.fromkeys(author.pk for author in authors))
    PostCategory.objects.bulk_create(
        PostCategory(post=post, category_id=pk, position=position) for position, pk in enumerate(category_ids)
    )
    Byline.objects.bulk_create(
        Byline(post=post, author_id=pk, position=position) for position, pk in enumerate(author_ids)
    )
    once = {tag.pk: tag for tag in tags}
    PostTag.objects.bulk_create(PostTag(content_object=post, tag=tag) for tag in once.values())
    return {"categories": category_ids, "authors": author_ids, "tags": [tag.name for tag in once.values()]}


def _forget_prefetched(post: Post, name: str) -> None:
    getattr(post, "_prefetched_objects_cache", {}).pop(name, None)
