"""Revisions: what a post was after each meaningful save, with who saved it and why."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from news.models.fields import PlainTextField
from news.models.post import Post
from news.models.user import User


class Revision(models.Model):
    """`snapshot` is the post and its links as JSON: fields, category ids, author ids, tag names, image ids.

    `reason` is a code, `note` the user's comment.
    """

    post = models.ForeignKey(Post, models.CASCADE, related_name="revisions", verbose_name=_("post"))
    version = models.PositiveIntegerField(_("version"))
    snapshot = models.JSONField(_("content"))
    user = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("user"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    note = PlainTextField(_("note"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("saved"), auto_now_add=True)

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["post", "version"], name="revision_version_once")]

    def __str__(self) -> str:
        return f"{self.post_id} v{self.version}"
