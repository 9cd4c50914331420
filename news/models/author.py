"""Authors: the people and organisations in bylines. Not logins."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from news.models.fields import PlainLinesField, PlainTextField, WebURLField, web_url_check


class Author(models.Model):
    class Kind(models.TextChoices):
        PERSON = "person", _("person")
        ORGANISATION = "organisation", _("organisation")

    name = PlainTextField(_("name"), max_length=100, db_index=True)
    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices, default=Kind.PERSON)
    role = PlainTextField(_("role"), max_length=100, blank=True, help_text=_("For instance: science reporter."))
    bio = PlainLinesField(_("biography"), blank=True)
    url = WebURLField(_("website"))
    picture = models.ForeignKey(
        "news.Image", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(condition=~Q(slug=""), name="author_has_slug"),
            web_url_check("author", "url"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("author", args=[self.slug])
