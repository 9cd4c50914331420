"""The ordered links of a post: its categories and its byline."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from news.models.author import Author
from news.models.category import Category

JOINED_PARENTS = 7  # levels above a post's category that are joined; higher levels cost a query


class PostCategory(models.Model):
    """A post's place in a category; position 0 is the primary one."""

    post = models.ForeignKey("news.Post", models.CASCADE, related_name="category_links")
    category = models.ForeignKey(Category, models.PROTECT, related_name="post_links", verbose_name=_("category"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("category of a post")
        verbose_name_plural = _("categories of a post")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["post", "category"], name="post_category_once"),
            models.UniqueConstraint(fields=["post", "position"], name="post_category_position_once"),
        ]

    def __str__(self) -> str:
        return str(self.category)


class Byline(models.Model):
    """An author's place in a post's byline."""

    post = models.ForeignKey("news.Post", models.CASCADE, related_name="bylines")
    author = models.ForeignKey(Author, models.PROTECT, related_name="bylines", verbose_name=_("author"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("author of a post")
        verbose_name_plural = _("byline")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["post", "author"], name="byline_author_once"),
            models.UniqueConstraint(fields=["post", "position"], name="byline_position_once"),
        ]

    def __str__(self) -> str:
        return str(self.author)


def link_prefetches() -> tuple[
    "models.Prefetch[str, models.QuerySet[PostCategory], str]", "models.Prefetch[str, models.QuerySet[Byline], str]"
]:
    """Returns prefetches of the ordered categories and authors, one query each."""
    return (
        models.Prefetch("category_links", PostCategory.objects.select_related("category")),
        models.Prefetch("bylines", Byline.objects.select_related("author__picture")),
    )


def page_prefetches() -> tuple["models.Prefetch[str, Any, str] | str", ...]:
    """Returns prefetches for a post's own page: categories with ancestors, authors without pictures, tags."""
    parents = "__".join(["category", *["parent"] * JOINED_PARENTS])
    return (
        models.Prefetch("category_links", PostCategory.objects.select_related(parents)),
        models.Prefetch("bylines", Byline.objects.select_related("author")),
        "tags",
    )
