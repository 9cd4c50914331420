"""The questions one may ask about many posts."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from news.models.author import Author
from news.models.category import Category
from news.models.fields import refuse_expressions
from news.models.links import Byline, PostCategory
from news.models.source import Source
from news.models.states import state_condition
from news.models.tag import Tag
from news.models.user import User

if TYPE_CHECKING:
    from news.models.post import Post  # noqa: F401 (named below, in a string)

JOINED_PARENTS = 7  # levels above a post's category that come with it; those above cost a query


class PostQuerySet(models.QuerySet["Post"]):
    def published(self, at: dt.datetime | None = None) -> "PostQuerySet":
        """What readers may see at a moment (aware; now by default). The one definition of public."""
        return self.filter(status="approved", published_at__lte=at or timezone.now(), trashed_at__isnull=True)

    def scheduled(self) -> "PostQuerySet":
        return self.filter(status="approved", published_at__gt=timezone.now(), trashed_at__isnull=True)

    def trashed(self) -> "PostQuerySet":
        return self.filter(trashed_at__isnull=False)

    def gone(self) -> "PostQuerySet":
        """Trashed, but once seen by readers: their addresses answer 410 instead of 404."""
        return self.trashed().filter(first_published_at__lte=timezone.now())

    def not_trashed(self) -> "PostQuerySet":
        return self.filter(trashed_at__isnull=True)

    def in_state(self, state: str) -> "PostQuerySet":
        """By a value of `State`: what an editor sees, with the trash, the schedule and the moment counted in."""
        return self.filter(state_condition(state))

    def in_category(self, category: Category) -> "PostQuerySet":
        """In the category or anywhere below it, each post once."""
        links = PostCategory.objects.filter(category__in=Category.objects.within(category))
        return self.filter(pk__in=links.values("post"))

    def with_tag(self, tag: Tag) -> "PostQuerySet":
        return self.filter(tagged_items__tag=tag)

    def by_author(self, author: Author) -> "PostQuerySet":
        return self.filter(bylines__author=author)

    def from_source(self, source: Source) -> "PostQuerySet":
        return self.filter(source=source)

    def of(self, thing: Tag | Author | Source) -> "PostQuerySet":
        """Those on the page of a tag, an author or a source."""
        if isinstance(thing, Tag):
            return self.with_tag(thing)
        return self.by_author(thing) if isinstance(thing, Author) else self.from_source(thing)

    def visible_to(self, user: User) -> "PostQuerySet":
        """In the admin: everything for those who may edit others' posts, otherwise one's own."""
        return self if user.has_perm("news.edit_others_post") else self.filter(owner=user)

    def with_problems(self) -> "PostQuerySet":
        """In which the content checks found something when they last looked. Those never checked are not among them."""
        return self.filter(Q(check_result__error_count__gt=0) | Q(check_result__warning_count__gt=0))

    def with_errors(self) -> "PostQuerySet":
        """The same, with something that would keep them from being published."""
        return self.filter(check_result__error_count__gt=0)

    def canonical_here(self) -> "PostQuerySet":
        """Those whose address is the one that search engines should keep: not the copies of what stands elsewhere."""
        return self.filter(canonical_url="")

    def update(self, **values: Any) -> int:
        refuse_expressions(self.model, values)
        return super().update(**values)

    def newest_first(self) -> "PostQuerySet":
        return self.order_by("-published_at", "-pk")

    def for_cards(self) -> "PostQuerySet":
        """With what a card shows, in a number of queries that does not grow with the posts; without the bodies."""
        return self.select_related("header_image", "source").defer("body").prefetch_related(*link_prefetches())

    def for_page(self) -> "PostQuerySet":
        """With everything a post's own page shows; `raw_source_pk` of an imported one; `has_corrections` and
        `has_translations`, so that the many posts without any are not asked for them."""
        from news.models.correction import Correction  # which needs this module

        corrections = Correction.objects.filter(post=models.OuterRef("pk"))
        translations = self.model._default_manager.filter(translation_of=models.OuterRef("pk"))
        return (
            self.select_related("header_image", "source")
            .prefetch_related(*page_prefetches())
            .annotate(raw_source_pk=models.F("raw_source__pk"))
            .annotate(has_corrections=models.Exists(corrections), has_translations=models.Exists(translations))
        )


def link_prefetches() -> tuple[
    "models.Prefetch[str, models.QuerySet[PostCategory], str]", "models.Prefetch[str, models.QuerySet[Byline], str]"
]:
    """The ordered categories and authors, one query each."""
    return (
        models.Prefetch("category_links", PostCategory.objects.select_related("category")),
        models.Prefetch("bylines", Byline.objects.select_related("author__picture")),
    )


def page_prefetches() -> tuple["models.Prefetch[str, Any, str] | str", ...]:
    """The same for a post's own page: categories with those above them, authors without their pictures, tags."""
    parents = "__".join(["category", *["parent"] * JOINED_PARENTS])
    return (
        models.Prefetch("category_links", PostCategory.objects.select_related(parents)),
        models.Prefetch("bylines", Byline.objects.select_related("author")),
        "tags",
    )
