"""How often posts were read, by day. Only a number: no reader, no address, no cookie."""

import datetime as dt
from typing import TypedDict

from django.db import models
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from news.models.post import Post


class PostViews(TypedDict):
    """The number of views of a post; `post` is its id."""

    post: int
    views: int


class ViewCountQuerySet(models.QuerySet["ViewCount"]):
    def since(self, day: dt.date) -> "ViewCountQuerySet":
        return self.filter(day__gte=day)

    def totals(self) -> models.QuerySet["ViewCount", PostViews]:
        """Sums the views of each post, most read first."""
        return self.values("post").annotate(views=Sum("count")).order_by("-views", "-post")


class ViewCount(models.Model):
    """Written only by `news.traffic`. `day` is the site-zone date."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="view_counts", verbose_name=_("post"))
    day = models.DateField(_("day"))
    count = models.PositiveIntegerField(_("views"), default=0)

    objects = ViewCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("views of a day")
        verbose_name_plural = _("views by day")
        ordering = ["-day"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["post", "day"], name="view_count_once_per_day")]
        indexes = [models.Index(fields=["day", "post", "count"], name="view_count_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.count}"
