"""The index of tags with public posts, by the first letter of their names."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Count

from news.models import Post, Tag
from news.text.initials import OTHER, initial_letter

INDEX_COUNT = 1000  # a longer page would help no one; search finds the rest
WEIGHTS = ((50, 3), (10, 2))  # (at least this many posts, weight); all others weigh 1


@dataclass(frozen=True, slots=True)
class IndexedTag:
    tag: Tag
    post_count: int
    weight: int


@dataclass(frozen=True, slots=True)
class Letter:
    """The tags of one letter, those with most posts first."""

    name: str
    tags: list[IndexedTag]

    @property
    def anchor(self) -> str:
        return "letter-other" if self.name == OTHER else f"letter-{self.name.lower()}"


@dataclass(frozen=True, slots=True)
class TagIndex:
    """`is_cut`: whether there are more tags than the page shows."""

    letters: list[Letter]
    count: int
    is_cut: bool


def make_tag_index() -> TagIndex:
    """Index the tags with most published posts. One query."""
    tags = [IndexedTag(tag, tag.post_count, _weight(tag.post_count)) for tag in hot_tags(INDEX_COUNT + 1)]
    shown = tags[:INDEX_COUNT]
    return TagIndex(group_by_letter(shown), len(shown), len(tags) > INDEX_COUNT)


def hot_tags(count: int) -> list[Any]:
    """Return the tags with most published posts, with `post_count`. One query."""
    used = Tag.objects.filter(items__content_object__in=Post.objects.published())
    found = used.only("name", "slug").annotate(post_count=Count("items")).order_by("-post_count", "slug")
    return list(found[:count])


def group_by_letter(tags: Iterable[IndexedTag]) -> list[Letter]:
    """Group by letter, A to Z, then tags without one; the order within a letter is kept."""
    lettered = sorted(((initial_letter(each.tag.name), each) for each in tags), key=lambda pair: _place(pair[0]))
    return [Letter(name, [each for _name, each in group]) for name, group in groupby(lettered, lambda pair: pair[0])]


def _place(letter: str) -> tuple[bool, str]:
    return letter == OTHER, letter


def _weight(count: int) -> int:
    return next((weight for least, weight in WEIGHTS if count >= least), 1)
