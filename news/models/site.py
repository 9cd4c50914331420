"""The site's own facts in one row: what the chrome, the feeds and the structured data say about it."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from news.models.fields import CleanHTMLField, PlainTextField, WebURLField, web_url_check

PROFILE_ID = 1
MAX_TAGS = 20
MAX_TAG_CHARS = 200
_TAG_NAME = re.compile(r"[A-Za-z][A-Za-z0-9._:-]{0,79}")
_CONTACT = re.compile(r"mailto:[^\s@:]+@[^\s@:]+\.[^\s@:]+|https://[^\s/]+\S*|tel:\+[0-9-]{5,20}")  # RFC 9116 §2.5.3


class SiteProfile(models.Model):
    class SiteParagraphStyle(models.TextChoices):
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
        _("paragraph style"), max_length=16, choices=SiteParagraphStyle.choices, default=SiteParagraphStyle.BLOCK
    )
    age_note_days = models.PositiveIntegerField(
        _("age note after days"), default=365, help_text=_("Older posts say how old they are. 0: none does.")
    )
    allows_ai_crawlers = models.BooleanField(
        _("AI crawlers welcome"), default=False, help_text=_("Whether robots.txt lets in crawlers that train models.")
    )
    security_contact = PlainTextField(
        _("security contact"),
        max_length=200,
        blank=True,
        help_text=_("For security.txt: mailto:security@news.example or an https:// address."),
    )
    websub_hub = WebURLField(_("WebSub hub"), help_text=_("Feeds name it, so that readers are told at once."))
    has_comments = models.BooleanField(_("comments"), default=False)

    class Meta:
        verbose_name = _("site profile")
        verbose_name_plural = _("site profile")
        constraints = [
            models.CheckConstraint(condition=Q(pk=PROFILE_ID), name="site_profile_is_one_row"),
            web_url_check("siteprofile", "websub_hub"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Raises: ValidationError for values that a page or security.txt cannot contain."""
        errors: dict[str, Any] = {}
        if not _are_tags(self.verification_tags):
            errors["verification_tags"] = _('Write names and contents of tags: {"google-site-verification": "…"}.')
        if self.security_contact and not is_security_contact(self.security_contact):
            errors["security_contact"] = _("Write mailto: and an e-mail address, or an address with https://.")
        if errors:
            raise ValidationError(errors)

    @classmethod
    def load(cls) -> "SiteProfile":
        """Returns the row with its pictures, or an unsaved one with the defaults if none has been saved yet."""
        rows = cls.objects.select_related("logo", "icon", "share_image")
        return rows.filter(pk=PROFILE_ID).first() or cls(pk=PROFILE_ID)


def is_security_contact(text: str) -> bool:
    return _CONTACT.fullmatch(text) is not None


def _are_tags(value: Any) -> bool:
    """Tells whether the value is a few names with short texts, as search engines require to verify a site's owner."""
    if not isinstance(value, dict) or len(value) > MAX_TAGS:
        return False
    return all(
        isinstance(text, str) and 0 < len(text) <= MAX_TAG_CHARS and text.isprintable() and _TAG_NAME.fullmatch(name)
        for name, text in value.items()
    )
