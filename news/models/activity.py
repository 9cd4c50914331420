"""The log of who did what. The application only adds rows and never changes or deletes them."""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from news.models.user import User


class AppendOnlyError(TypeError):
    """Code tried to change or delete rows of an append-only table."""


class ActivityQuerySet(models.QuerySet["Activity"]):
    def about(self, thing: models.Model) -> "ActivityQuerySet":
        """Returns the entries about one row, newest first."""
        return self.filter(model=thing._meta.model_name, object_id=thing.pk)

    def update(self, **values: Any) -> int:
        raise AppendOnlyError("The log is only added to.")

    def delete(self) -> Any:
        raise AppendOnlyError("The log is only added to.")


class Activity(models.Model):
    """`action` is a code that callers of `news.publishing.log.activity` choose; `facts` hold what its sentence needs:
    fields with their old and new values, a reason, names. `user_name` and `title` keep the sentence complete after the
    rows they come from are deleted."""

    at = models.DateTimeField(_("time"), default=timezone.now)
    user = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("user"))
    user_name = models.CharField(_("user name"), max_length=150, blank=True)
    action = models.CharField(_("action"), max_length=40)
    model = models.CharField(_("kind"), max_length=40, blank=True)
    object_id = models.BigIntegerField(null=True, blank=True)
    title = models.CharField(_("title"), max_length=300, blank=True)
    facts = models.JSONField(_("facts"), default=dict, blank=True)
    version_from = models.PositiveIntegerField(null=True, blank=True)
    version_to = models.PositiveIntegerField(null=True, blank=True)
    address = models.GenericIPAddressField(_("network address"), null=True, blank=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activity log")
        ordering = ["-at", "-pk"]
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["-at", "-id"], name="activity_newest"),
            models.Index(fields=["model", "object_id", "-at"], name="activity_thing"),
            models.Index(fields=["user", "-at"], name="activity_user"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.user_name} {self.action}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError("The log is only added to.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise AppendOnlyError("The log is only added to.")
