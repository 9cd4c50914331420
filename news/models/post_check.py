"""The findings of the content checks when they last ran on a post, so that lists can count and filter by them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from news.models.post import Post


class PostCheck(models.Model):
    """Written only by `news.publishing.checks`. `findings` are the findings as JSON; `rules_version` is the version of
    the rules that found them. `print_bits` is the SimHash of the text (64 bits, as a signed number, null for a text too
    short to have one), `band_0` to `band_3` are its quarters: near-duplicates share at least one."""

    post = models.OneToOneField(
        Post, models.CASCADE, primary_key=True, related_name="check_result", verbose_name=_("post")
    )
    error_count = models.PositiveSmallIntegerField(_("errors"), default=0)
    warning_count = models.PositiveSmallIntegerField(_("warnings"), default=0)
    findings = models.JSONField(default=list, blank=True)
    rules_version = models.PositiveSmallIntegerField(default=0)
    checked_at = models.DateTimeField(_("checked"))
    print_bits = models.BigIntegerField(null=True, blank=True)
    band_0 = models.PositiveIntegerField(null=True, blank=True, db_index=True)
    band_1 = models.PositiveIntegerField(null=True, blank=True, db_index=True)
    band_2 = models.PositiveIntegerField(null=True, blank=True, db_index=True)
    band_3 = models.PositiveIntegerField(null=True, blank=True, db_index=True)

    class Meta:
        verbose_name = _("check result")
        verbose_name_plural = _("check results")
        default_permissions = ()
        indexes = [models.Index(fields=["error_count", "warning_count"], name="post_check_counts")]

    def __str__(self) -> str:
        return f"{self.post_id}: {self.error_count}, {self.warning_count}"
