"""Lists of categories, tags, authors and sources, each with its number of public posts.

A tag, an author or a source becomes public only with a public post: until then its name may be a secret.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat

from news.api.contract import APIRequest, APIResult
from news.api.cursors import read_cursor, write_cursor
from news.api.names import AUTHOR, CATEGORY, SOURCE, TAG
from news.api.paging import go_on, list_data
from news.api.parameters import CATEGORY_PATH
from news.api.problems import ProblemError
from news.api.shapes import Shape
from news.models import Author, Byline, Category, Post, PostCategory, PostTag, Source, Tag

NameRows = QuerySet[Any]


@dataclass(frozen=True, slots=True)
class NameList:
    """`key` is the field that identifies a row in addresses; `rows` returns public rows with their `post_count`."""

    name: str
    key: str
    shape: Shape
    rows: Callable[[], NameRows]

    def answer_list(self, asked: APIRequest) -> APIResult:
        rows = self.rows()
        following = rows.order_by(self.key)
        if "cursor" in asked.values:
            (last,) = read_cursor(asked.values["cursor"], self.name)
            following = following.filter(Q((f"{self.key}__gt", last)))
        found, has_more = go_on(following, asked)
        cursor = write_cursor(self.name, getattr(found[-1], self.key)) if has_more else ""
        names = asked.values.get("fields")
        items = [self.shape.write(row, asked.place, names) for row in found]
        return APIResult(list_data(asked, rows.count(), items, cursor))

    def answer_one(self, asked: APIRequest, key: str) -> APIResult:
        is_key = re.fullmatch(CATEGORY_PATH, key)  # PostgreSQL rejects some characters that a path may contain
        row = self.rows().filter(Q((self.key, key))).first() if is_key else None
        if row is None:
            raise ProblemError(HTTPStatus.NOT_FOUND, "There is nothing public by this name.")
        return APIResult(self.shape.write(row, asked.place, asked.values.get("fields")))


def _is_public(post: str) -> Exists:
    """Test a link's post by its key: with `post__in`, SQLite would read all published posts for every row."""
    return Exists(Post.objects.published().filter(pk=OuterRef(post)))


def _count(links: QuerySet[Any], post: str) -> Coalesce:
    """Count the posts linked to the outer row. Without links the subquery has no row, hence the zero."""
    grouped = links.order_by().values(group=Value(1)).annotate(count=Count(post, distinct=True)).values("count")
    return Coalesce(Subquery(grouped), 0)


def _categories() -> NameRows:
    """Return all categories: a category is no secret, and has a page even when it is empty."""
    outer = OuterRef(OuterRef("path"))
    within = Category.objects.filter(Q(path=outer) | Q(path__startswith=Concat(outer, Value("/"))))
    links = PostCategory.objects.filter(_is_public("post"), category__in=within.values("pk"))
    return Category.objects.annotate(post_count=_count(links, "post"))


def _with_posts(model: type[Model], links: QuerySet[Any], post: str) -> NameRows:
    return model._default_manager.filter(Exists(links)).annotate(post_count=_count(links, post))


def _tags() -> NameRows:
    links = PostTag.objects.filter(_is_public("content_object"), tag=OuterRef("pk"))
    return _with_posts(Tag, links, "content_object")


def _authors() -> NameRows:
    links = Byline.objects.filter(_is_public("post"), author=OuterRef("pk"))
    return _with_posts(Author, links, "post").select_related("picture")


def _sources() -> NameRows:
    return _with_posts(Source, Post.objects.published().filter(source=OuterRef("pk")), "pk")


CATEGORIES = NameList("categories", "path", CATEGORY, _categories)
TAGS = NameList("tags", "slug", TAG, _tags)
AUTHORS = NameList("authors", "slug", AUTHOR, _authors)
SOURCES = NameList("sources", "slug", SOURCE, _sources)
NAME_LISTS = (CATEGORIES, TAGS, AUTHORS, SOURCES)
