"""Links that let someone without a login read one unpublished post, until a date."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from news.models.fields import PlainTextField
from news.models.post import Post
from news.models.user import User


class PreviewLinkQuerySet(models.QuerySet["PreviewLink"]):
    def open(self, at: dt.datetime | None = None) -> "PreviewLinkQuerySet":
        """Returns links that are neither revoked nor expired at a moment (aware; now by default)."""
        return self.filter(Q(expires_at__gt=at or timezone.now()), revoked_at__isnull=True)


class PreviewLink(models.Model):
    """The link's address contains the row's id, signed; the row decides whether the link is still valid."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="preview_links", verbose_name=_("post"))
    user = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("made by"))
    note = PlainTextField(_("for whom"), max_length=100, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    expires_at = models.DateTimeField(_("until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering = ["-created_at"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.post_id} {self.note}"
