"""Logins. Not to be confused with authors, who appear in bylines."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from news.text.counts import count_han


class User(AbstractUser):
    class Theme(models.TextChoices):
        AUTO = "auto", _("as the system")
        LIGHT = "light", _("light")
        DARK = "dark", _("dark")

    interface_language = models.CharField(
        _("interface language"),
        max_length=16,
        choices=settings.LANGUAGES,
        blank=True,
        help_text=_("Language of the admin for this person. Empty: the site's language."),
    )

    theme = models.CharField(_("colours"), max_length=8, choices=Theme.choices, default=Theme.AUTO)
    has_shortcuts = models.BooleanField(
        _("keyboard shortcuts"), default=True, help_text=_("Single keys that act by themselves, like n for a new post.")
    )
    is_compact = models.BooleanField(_("compact lists"), default=False, help_text=_("More rows on one screen."))

    class Meta(AbstractUser.Meta):
        verbose_name = _("user")  # type: ignore[assignment]  # the stubs want a plain str
        verbose_name_plural = _("users")  # type: ignore[assignment]

    def get_full_name(self) -> str:
        """Returns the full name; a Chinese name starts with the family name and has no space."""
        if count_han(self.last_name) and count_han(self.first_name):
            return f"{self.last_name}{self.first_name}"
        return super().get_full_name()
