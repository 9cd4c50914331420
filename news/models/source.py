"""Sources: the outlets that posts come from, and how much of their text we may show."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from news.models.fields import PlainLinesField, PlainTextField, WebURLField, web_url_check
from news.text.keys import fold_key

KEY_LENGTH = 200


class Source(models.Model):
    class Policy(models.TextChoices):
        FULL = "full", _("full text")
        EXCERPT = "excerpt", _("excerpt and link")
        LINK = "link", _("link only")

    name = PlainTextField(_("name"), max_length=100)
    key = models.CharField(max_length=KEY_LENGTH, unique=True, editable=False)
    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    homepage = WebURLField(_("homepage"))
    hosts = models.JSONField(
        _("hosts"), default=list, blank=True, help_text=_('Host names of its pages and pictures: ["news.example"].')
    )
    policy = models.CharField(
        _("policy"),
        max_length=16,
        choices=Policy.choices,
        default=Policy.FULL,
        help_text=_("How much of its posts readers and feeds may see."),
    )
    description = PlainLinesField(_("description"), blank=True)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(condition=~Q(slug=""), name="source_has_slug"),
            models.CheckConstraint(condition=~Q(key=""), name="source_has_key"),
            models.CheckConstraint(condition=Q(policy__in=["full", "excerpt", "link"]), name="source_policy_is_known"),
            web_url_check("source", "homepage"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.key = source_key(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def get_absolute_url(self) -> str:
        return reverse("source", args=[self.slug])


def source_key(name: str) -> str:
    """Returns the key that is the same for all spellings of one source."""
    return fold_key(name)[:KEY_LENGTH]
