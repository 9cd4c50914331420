"""Former addresses of public things, so that old links still work."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

PATH_LENGTH = 500
TARGETS = ("post", "category", "tag", "author", "source", "page")


def _at_most_one_target() -> Q:
    """Returns the condition that at most one target is set."""
    rule = Q()
    for kept in (None, *TARGETS):
        rule |= Q(**{f"{name}__isnull": True for name in TARGETS if name != kept})
    return rule


class Address(models.Model):
    """A decoded site path with its leading and trailing slash, and the thing it redirects to.

    No target means that the thing was purged: the path answers 410. The path excludes the chrome's language prefix.
    """

    path = models.CharField(_("path"), max_length=PATH_LENGTH, unique=True)
    post = models.ForeignKey(
        "news.Post", models.SET_NULL, null=True, blank=True, related_name="addresses", verbose_name=_("post")
    )
    category = models.ForeignKey(
        "news.Category", models.SET_NULL, null=True, blank=True, related_name="addresses", verbose_name=_("category")
    )
    tag = models.ForeignKey(
        "news.Tag", models.SET_NULL, null=True, blank=True, related_name="addresses", verbose_name=_("tag")
    )
    author = models.ForeignKey(
        "news.Author", models.SET_NULL, null=True, blank=True, related_name="addresses", verbose_name=_("author")
    )
    source = models.ForeignKey(
        "news.Source", models.SET_NULL, null=True, blank=True, related_name="addresses", verbose_name=_("source")
    )
    page = models.ForeignKey(
        "news.Page", models.SET_NULL, null=True, blank=True, related_name="addresses", verbose_name=_("page")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(condition=_at_most_one_target(), name="address_has_one_target_at_most"),
            models.CheckConstraint(condition=Q(path__startswith="/"), name="address_begins_with_slash"),
        ]

    def __str__(self) -> str:
        return self.path

    @property
    def target(self) -> models.Model | None:
        return next((getattr(self, name) for name in TARGETS if getattr(self, f"{name}_id")), None)
