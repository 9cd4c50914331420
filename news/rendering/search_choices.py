"""Filters for a search, and names that match it; only those with published posts."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Case, CharField, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _

from news.models import Author, Category, Post, Source, Tag
from news.models.category import SEPARATOR, path_prefixes
from news.search.query import SearchQuery
from news.text.folding import fold_text
from news.text.keys import fold_key

MOST = 100  # authors and sources in a select; the selected one is always included
TAGS_MATCHED = 8
LINKS = 8
INDENT = "\u3000"
EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Choice:
    """`key` is what URLs contain: a slug, or a category's path."""

    kind: str
    pk: int
    name: str
    key: str
    depth: int

    @property
    def url(self) -> str:
        return reverse(self.kind, args=[self.key])

    @property
    def indented(self) -> str:
        return INDENT * self.depth + self.name

    @property
    def label(self) -> str:
        """The text of a link to it."""
        forms = {"category": _("Section: %(name)s"), "author": _("Author: %(name)s"), "source": _("Source: %(name)s")}
        return forms[self.kind] % {"name": self.name} if self.kind in forms else f"#{self.name}"


@dataclass(frozen=True, slots=True)
class Choices:
    """Choices in the order their selects show them: categories as a tree, the others by slug."""

    categories: list[Choice]
    authors: list[Choice]
    sources: list[Choice]
    tags: list[Choice]

    def find(self, kind: str, key: str) -> Choice | None:
        rows = {"category": self.categories, "author": self.authors, "source": self.sources}[kind]
        return next((row for row in rows if row.key == key), None)

    def links(self, query: SearchQuery) -> list[Choice]:
        """Return at most eight whose name contains a term, or equals it if the term is a single character."""
        texts = [term.text for term in query.terms]
        rows = (*self.categories, *self.sources, *self.authors)
        return [*(row for row in rows if _is_named(row.name, texts)), *self.tags][:LINKS]


def read_choices(query: SearchQuery, text: str, author: str, source: str) -> Choices:
    """Read all kinds in one query; `author` and `source` are the selected slugs."""
    parts = [_categories(), _named("author", author), _named("source", source), _tags(query, text)]
    rows = [Choice(*row) for row in parts[0].union(*parts[1:], all=True)]
    tree = _with_ancestors(row for row in rows if row.kind in {"category", EMPTY})
    named = [sorted((row for row in rows if row.kind == kind), key=_order) for kind in ("author", "source", "tag")]
    return Choices(tree, *named)


def _order(row: Choice) -> list[str]:
    return row.key.split(SEPARATOR)


def _rows(found: QuerySet[Any], kind: Any, key: str, depth: str = "") -> QuerySet[Any, tuple[Any, ...]]:
    """Select the columns of `Choice`, with the same types in every part of the union."""
    columns = found.order_by().annotate(kind_=kind, depth_=Value(0, IntegerField()))
    return columns.values_list("kind_", "pk", "name", key, depth or "depth_")


def _categories() -> QuerySet[Any, tuple[Any, ...]]:
    """Select the whole tree, because categories without posts may have descendants with some."""
    posts = Exists(Post.objects.published().filter(category_links__category=OuterRef("pk")))
    kind = Case(When(posts, then=Value("category")), default=Value(EMPTY), output_field=CharField())
    return _rows(Category.objects.all(), kind, "path", "depth")


def _with_ancestors(rows: Iterable[Choice]) -> list[Choice]:
    """Return the categories with posts in or below them, in tree order."""
    rows = list(rows)
    needed = {prefix for row in rows if row.kind != EMPTY for prefix in path_prefixes(row.key)}
    kept = (replace(row, kind="category") for row in rows if row.key in needed)
    return sorted(kept, key=_order)


def _named(kind: str, chosen: str) -> QuerySet[Any, tuple[Any, ...]]:
    model = {"author": Author, "source": Source}[kind]
    link = {"author": "bylines__author", "source": "source"}[kind]
    public = model._default_manager.filter(Exists(Post.objects.published().filter(**{link: OuterRef("pk")})))
    first = public.order_by("slug").values("pk")[:MOST]
    return _rows(public.filter(Q(pk__in=first) | Q(slug=chosen)), _kind(kind), "slug")


def _kind(name: str) -> Value:
    return Value(name, CharField())


def _tags(query: SearchQuery, text: str) -> QuerySet[Any, tuple[Any, ...]]:
    """Match tags; their keys are not folded to simplified characters, so the text as written is tried too."""
    wanted = Q(key=fold_key(text))
    for term in query.terms:
        wanted |= Q(key__contains=term.text) if len(term.text) > 1 else Q(key=term.text)
    public = Exists(Post.objects.published().filter(tagged_items__tag=OuterRef("pk")))
    first = Tag.objects.filter(wanted, public).order_by("slug").values("pk")[:TAGS_MATCHED]
    return _rows(Tag.objects.filter(pk__in=first), _kind("tag"), "slug")


def _is_named(name: str, texts: Iterable[str]) -> bool:
    folded = fold_text(name)
    return any(text in folded if len(text) > 1 else text == folded for text in texts)
