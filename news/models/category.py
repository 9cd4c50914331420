"""Categories: a tree in which each row has its full path, so that a subtree is one WHERE clause."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from news.models.fields import PlainLinesField, PlainTextField

SEPARATOR = "/"
NAME_SEPARATOR = " › "


class CategoryQuerySet(models.QuerySet["Category"]):
    def within(self, category: "Category") -> "CategoryQuerySet":
        """The category and all its descendants."""
        return self.filter(Q(path=category.path) | Q(path__startswith=category.path + SEPARATOR))

    def ancestors_of(self, category: "Category") -> "CategoryQuerySet":
        """Returns the categories from the root down to this one, in one query."""
        return self.filter(path__in=category.path_prefixes()).order_by("depth")

    def roots(self) -> "CategoryQuerySet":
        return self.filter(parent=None)

    def path_labels(self) -> dict[str, str]:
        """Maps each path to the names from the root down («新闻 › 高科技»), for the whole tree, in one query."""
        names = dict(self.model._default_manager.order_by("path").values_list("path", "name"))
        return {path: NAME_SEPARATOR.join(names[prefix] for prefix in path_prefixes(path)) for path in names}

    def in_tree_order(self) -> "CategoryQuerySet":
        return self.order_by("path")


class Category(models.Model):
    """`path` and `depth` follow from slug and parent; `publishing.names.categories` updates them in a moved subtree."""

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent")
    )
    name = PlainTextField(_("name"), max_length=100)
    slug = models.SlugField(_("slug"), max_length=60)
    path = models.CharField(_("path"), max_length=500, unique=True, editable=False)
    depth = models.PositiveSmallIntegerField(_("depth"), default=0, editable=False)
    position = models.PositiveIntegerField(_("position"), default=0, help_text=_("Order among its siblings."))
    description = PlainLinesField(_("description"), blank=True)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "slug"],
                condition=Q(parent__isnull=False),
                name="category_slug_once_per_parent",
                violation_error_message=_("Another category under this parent has this slug."),
            ),
            models.UniqueConstraint(
                fields=["slug"],
                condition=Q(parent__isnull=True),
                name="category_slug_once_among_roots",
                violation_error_message=_("Another top category has this slug."),
            ),
            models.CheckConstraint(condition=~Q(slug=""), name="category_has_slug"),
            models.CheckConstraint(
                condition=~Q(slug="feed"),
                name="category_slug_is_not_feed",
                violation_error_message=_("The slug “feed” is taken: it is the address of a category's feed."),
            ),
            models.CheckConstraint(condition=~Q(path=""), name="category_has_path"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True, depth=0) | Q(parent__isnull=False, depth__gt=0),
                name="category_depth_fits_parent",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("category", args=[self.path])

    def place_under_parent(self) -> None:
        """Sets `path` and `depth` from slug and parent."""
        self.path = f"{self.parent.path}{SEPARATOR}{self.slug}" if self.parent else self.slug
        self.depth = self.parent.depth + 1 if self.parent else 0

    def path_prefixes(self) -> list[str]:
        return path_prefixes(self.path)

    def lineage(self) -> list["Category"]:
        """Returns the categories from the root down to this one; one query unless all parents are loaded."""
        steps = [self]
        while steps[-1].parent_id:
            if not Category._meta.get_field("parent").is_cached(steps[-1]):
                return list(Category.objects.ancestors_of(self))
            steps.append(steps[-1].parent)  # type: ignore[arg-type]
        return steps[::-1]


def path_prefixes(path: str) -> list[str]:
    """«a/b/c» → [«a», «a/b», «a/b/c»]."""
    parts = path.split(SEPARATOR)
    return [SEPARATOR.join(parts[: end + 1]) for end in range(len(parts))]
