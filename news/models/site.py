"""The site's own facts, one row: what the chrome, the feeds and the structured data say about it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from news.models.fields import CleanHTMLField, PlainTextField

PROFILE_ID = 1


class SiteProfile(models.Model):
    class ParagraphStyle(models.TextChoices):
        BLOCK = "block", _("space between paragraphs")
        INDENT = "indent", _("first line indented")

    id = models.PositiveSmallIntegerField(primary_key=True, default=PROFILE_ID, editable=False)
    name = PlainTextField(_("name"), max_length=100, default="Masthead")
    name_en = PlainTextField(_("name in English"), max_length=100, blank=True)
    description = PlainTextField(_("description"), max_length=300, blank=True)
    description_en = PlainTextField(_("description in English"), max_length=300, blank=True)
    logo = models.ForeignKey(
        "news.Image", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("logo")
    )
    icon = models.ForeignKey(
        "news.Image", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("icon")
    )
    share_image = models.ForeignKey(
        "news.Image", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("default share picture")
    )
    icp_number = PlainTextField(_("ICP number"), max_length=60, blank=True)
    public_security_number = PlainTextField(_("public security number"), max_length=60, blank=True)
    verification_tags = models.JSONField(
        _("verification tags"),
        default=dict,
        blank=True,
        help_text=_('Names and contents of <meta> tags: {"google-site-verification": "…"}.'),
    )
    footer = CleanHTMLField(_("footer"), blank=True)
    footer_en = CleanHTMLField(_("footer in English"), blank=True)
    paragraph_style = models.CharField(
        _("paragraph style"), max_length=16, choices=ParagraphStyle.choices, default=ParagraphStyle.BLOCK
    )
    has_comments = models.BooleanField(_("comments"), default=False)

    class Meta:
        verbose_name = _("site profile")
        verbose_name_plural = _("site profile")
        constraints = [models.CheckConstraint(condition=Q(pk=PROFILE_ID), name="site_profile_is_one_row")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def load(cls) -> "SiteProfile":
        """The row, or an unsaved one with the defaults when nobody has written it yet."""
        return cls.objects.filter(pk=PROFILE_ID).first() or cls(pk=PROFILE_ID)
