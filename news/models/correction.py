"""Corrections: dated notes on errors fixed in a published post, in the order in which readers see them."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from news.models.fields import PlainLinesField


class Correction(models.Model):
    post = models.ForeignKey("news.Post", models.CASCADE, related_name="corrections", verbose_name=_("post"))
    text = PlainLinesField(
        _("correction"), max_length=1000, help_text=_("What was wrong, and what is right: readers see it.")
    )
    corrected_at = models.DateTimeField(_("corrected"), default=timezone.now)

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["corrected_at", "pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="correction_says_something")]

    def __str__(self) -> str:
        return self.text[:80]
