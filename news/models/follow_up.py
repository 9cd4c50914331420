"""Follow-ups: what to do outside the site after a write, as rows in the write's own transaction."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from news.models.claims import DueQuerySet
from news.models.fields import PlainTextField
from news.models.post import Post


class FollowUpQuerySet(DueQuerySet["FollowUp"]):
    pass


class FollowUp(models.Model):
    """`kind` is the name of the registry entry that handles it; `path` is the public path it is about.

    A run claims a row until `claimed_until`, so that two runs never send it twice. A failed row stores `error` and is
    tried again at a later `due_at`; one that has failed too often counts as done and keeps its error.
    """

    kind = models.CharField(_("kind"), max_length=32)
    post = models.ForeignKey(
        Post, models.SET_NULL, null=True, blank=True, related_name="follow_ups", verbose_name=_("post")
    )
    path = models.CharField(_("path"), max_length=500, blank=True)
    due_at = models.DateTimeField(_("due"), default=timezone.now)
    claimed_until = models.DateTimeField(null=True, blank=True, editable=False)
    try_count = models.PositiveSmallIntegerField(_("tries"), default=0)
    error = PlainTextField(_("error"), max_length=500, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    created_at = models.DateTimeField(_("added"), auto_now_add=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ["-id"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "path"], condition=Q(done_at__isnull=True), name="follow_up_open_once"
            )
        ]
        indexes = [models.Index(fields=["done_at", "due_at"], name="follow_up_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.path}"
