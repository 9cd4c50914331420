"""Slots of the home page: places that editors fill by hand, optionally until a date. An empty slot fills itself."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from news.models.post import Post


class SlotQuerySet(models.QuerySet["Slot"]):
    def current(self, language: str, at: dt.datetime | None = None) -> "SlotQuerySet":
        """Returns the slots in force at `at` (aware; default now) in page order. Their posts need not be public."""
        moment = at or timezone.now()
        unexpired = Q(expires_at__isnull=True) | Q(expires_at__gt=moment)
        return self.filter(unexpired, language=language, starts_at__lte=moment).order_by("place", "position")


class Slot(models.Model):
    class Place(models.TextChoices):
        LEAD = "lead", _("lead story")
        SECONDARY = "secondary", _("beside the lead")

    language = models.CharField(_("home page in"), max_length=16, choices=settings.LANGUAGES, default="zh-hans")
    place = models.CharField(_("place"), max_length=16, choices=Place.choices)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    post = models.ForeignKey(Post, models.CASCADE, related_name="slots", verbose_name=_("post"))
    starts_at = models.DateTimeField(_("from"), default=timezone.now)
    expires_at = models.DateTimeField(_("until"), null=True, blank=True, help_text=_("Empty: until it is changed."))

    objects = SlotQuerySet.as_manager()

    class Meta:
        verbose_name = _("home page slot")
        verbose_name_plural = _("home page slots")
        ordering = ["language", "place", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["language", "place", "position"],
                name="slot_position_once",
                violation_error_message=_("Another post stands in this slot."),
            ),
            models.UniqueConstraint(
                fields=["language", "post"],
                name="slot_post_once",
                violation_error_message=_("This post stands in another slot already."),
            ),
            models.CheckConstraint(
                condition=Q(expires_at__isnull=True) | Q(expires_at__gt=models.F("starts_at")),
                name="slot_ends_after_it_starts",
                violation_error_message=_("The slot must end after it starts."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_place_display()} {self.position + 1}"
