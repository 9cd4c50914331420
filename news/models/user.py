"""Logins. Not to be confused with authors, who stand in bylines."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    interface_language = models.CharField(
        _("interface language"),
        max_length=16,
        choices=settings.LANGUAGES,
        blank=True,
        help_text=_("Language of the admin for this person. Empty: the site's language."),
    )

    class Meta(AbstractUser.Meta):
        verbose_name = _("user")  # type: ignore[assignment]  # the stubs want a plain str
        verbose_name_plural = _("users")  # type: ignore[assignment]
