"""What hangs on a post in an order of its own: its categories and its byline."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from news.models.author import Author
from news.models.category import Category


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
