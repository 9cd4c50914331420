"""Drafts: what a user has typed into a post's form but not saved. Never the live text."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from news.models.post import Post
from news.models.user import User


class Draft(models.Model):
    """One row for each user and post. `values` are the form's fields as the browser sent them: name → list of texts.
    Keys that begin with «_» are about the tabs (`news.publishing.posts.drafts`).

    `base_version` is the version of the post with which the form was opened; a later save compares it.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="drafts", verbose_name=_("user"))
    post = models.ForeignKey(Post, models.CASCADE, related_name="drafts", verbose_name=_("post"))
    base_version = models.PositiveIntegerField()
    values = models.JSONField(default=dict)
    saved_at = models.DateTimeField(_("saved"))

    class Meta:
        verbose_name = _("unsaved text")
        verbose_name_plural = _("unsaved texts")
        ordering = ["-saved_at"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["user", "post"], name="draft_once")]

    def __str__(self) -> str:
        return f"{self.post_id} {self.user_id}"
