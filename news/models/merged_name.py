"""Names that were merged away, and the survivor of each."""

from typing import Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from news.models.author import Author
from news.models.category import NAME_SEPARATOR, Category
from news.models.fields import PlainTextField
from news.models.source import Source, source_key
from news.models.tag import Tag, tag_key
from news.text.keys import fold_key
from news.text.plain import clean_plain

KEY_LENGTH = 200
TARGETS = ("category", "tag", "author", "source")
MergeableT = TypeVar("MergeableT", Category, Tag, Author, Source)


def merged_key(model: type[models.Model], name: str) -> str:
    """Returns the key for looking a name up: the same for all its spellings, but an author's must match exactly."""
    if model is Author:
        return clean_plain(name)
    if model is Category:
        return fold_key(name)[:KEY_LENGTH]
    return source_key(name) if model is Source else tag_key(name)


def _one_target() -> Q:
    """Returns the condition that exactly one target is set."""
    rule = Q()
    for kept in TARGETS:
        rule |= Q(**{f"{name}__isnull": name != kept for name in TARGETS})
    return rule


class MergedNameQuerySet(models.QuerySet["MergedName"]):
    def of(self, model: type[models.Model]) -> Self:
        """Returns the names that redirect to rows of this table."""
        return self.filter(**{f"{model._meta.model_name}__isnull": False})

    def at(self, model: type[models.Model], name: str, parent_id: int | None = None) -> Self:
        """Returns the entry for this name; for categories, for this name below this parent."""
        return self.of(model).filter(parent=parent_id, key=merged_key(model, name))

    def find_survivor(self, model: type[MergeableT], name: str, parent_id: int | None = None) -> MergeableT | None:
        """Returns the survivor of a name, or None. The caller looks for a row of that name first: it wins."""
        target = str(model._meta.model_name)
        row = self.at(model, name, parent_id).select_related(target).first()
        return getattr(row, target) if row else None


class MergedName(models.Model):
    """Redirects a merged name to its survivor, so that nothing creates the name again. `key` is its `merged_key`.

    `parent` is where a merged category was, because imports look there: the same name elsewhere is another category.
    """

    name = PlainTextField(_("name"), max_length=100)
    key = models.CharField(max_length=KEY_LENGTH, editable=False)
    category = models.ForeignKey(
        Category, models.CASCADE, null=True, blank=True, related_name="merged_names", verbose_name=_("category")
    )
    tag = models.ForeignKey(
        Tag, models.CASCADE, null=True, blank=True, related_name="merged_names", verbose_name=_("tag")
    )
    author = models.ForeignKey(
        Author, models.CASCADE, null=True, blank=True, related_name="merged_names", verbose_name=_("author")
    )
    source = models.ForeignKey(
        Source, models.CASCADE, null=True, blank=True, related_name="merged_names", verbose_name=_("source")
    )
    parent = models.ForeignKey(
        Category, models.CASCADE, null=True, blank=True, related_name="merged_below", verbose_name=_("parent")
    )

    objects = MergedNameQuerySet.as_manager()

    class Meta:
        verbose_name = _("merged name")
        verbose_name_plural = _("merged names")
        ordering = ["key", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=_one_target(), name="merged_name_has_one_target"),
            models.CheckConstraint(condition=~Q(key=""), name="merged_name_has_key"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | Q(category__isnull=False), name="merged_name_stands_below_category"
            ),
            models.UniqueConstraint(fields=["key"], condition=Q(tag__isnull=False), name="merged_tag_once"),
            models.UniqueConstraint(fields=["key"], condition=Q(author__isnull=False), name="merged_author_once"),
            models.UniqueConstraint(fields=["key"], condition=Q(source__isnull=False), name="merged_source_once"),
            models.UniqueConstraint(
                fields=["parent", "key"],
                condition=Q(category__isnull=False, parent__isnull=False),
                name="merged_category_once_per_parent",
            ),
            models.UniqueConstraint(
                fields=["key"],
                condition=Q(category__isnull=False, parent__isnull=True),
                name="merged_category_once_among_roots",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.parent}{NAME_SEPARATOR}{self.name}" if self.parent else self.name
