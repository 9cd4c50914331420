"""Changes to a live post that take effect at a future time."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from news.models.claims import DueQuerySet
from news.models.fields import PlainTextField
from news.models.post import Post
from news.models.user import User


class ScheduledChangeQuerySet(DueQuerySet["ScheduledChange"]):
    pass


class ScheduledChange(models.Model):
    """`snapshot` is the post as it will be (`news.publishing.versions.snapshots`), made from `base_version`.

    A change is done when it was made, cancelled or could not be made; `error` then says why it was not made.
    `made_version` is the version of the post that the change created.
    """

    post = models.ForeignKey(Post, models.CASCADE, related_name="scheduled_changes", verbose_name=_("post"))
    user = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("user"))
    snapshot = models.JSONField(_("content"))
    base_version = models.PositiveIntegerField()
    due_at = models.DateTimeField(_("due"))
    claimed_until = models.DateTimeField(null=True, blank=True, editable=False)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    made_version = models.PositiveIntegerField(null=True, blank=True)
    error = PlainTextField(_("error"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("added"), auto_now_add=True)

    objects = ScheduledChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("scheduled change")
        verbose_name_plural = _("scheduled changes")
        ordering = ["due_at", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["post"], condition=Q(done_at__isnull=True), name="scheduled_change_once")
        ]
        indexes = [models.Index(fields=["done_at", "due_at"], name="scheduled_change_due")]

    def __str__(self) -> str:
        return f"{self.post_id} {self.due_at:%Y-%m-%d %H:%M}"
