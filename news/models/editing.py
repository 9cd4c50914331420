"""Who has a post open, and who has locked it, so that editors know of each other."""

import datetime as dt

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from news.models.post import Post
from news.models.user import User


class Presence(models.Model):
    """A post's form that is open in a user's browser. `seen_at` is when the browser last reported it."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("user"))
    post = models.ForeignKey(Post, models.CASCADE, related_name="presences", verbose_name=_("post"))
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["user", "post"], name="presence_once")]
        indexes = [models.Index(fields=["post", "-seen_at"], name="presence_post")]

    def __str__(self) -> str:
        return f"{self.post_id} {self.user_id}"


class EditLock(models.Model):
    """A lock: nobody but the owner can save the post before `expires_at`, unless they break the lock."""

    post = models.OneToOneField(Post, models.CASCADE, primary_key=True, related_name="lock", verbose_name=_("post"))
    owner = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("owner"))
    expires_at = models.DateTimeField(_("until"))

    class Meta:
        verbose_name = _("lock")
        verbose_name_plural = _("locks")
        default_permissions = ()
        indexes = [models.Index(fields=["expires_at"], name="edit_lock_ends")]

    def __str__(self) -> str:
        return f"{self.post_id} {self.owner_id}"

    def holds(self, at: dt.datetime | None = None) -> bool:
        """Tells whether the lock is in force at a moment (aware; now by default)."""
        return self.expires_at > (at or timezone.now())
