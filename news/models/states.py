"""The state of a post as an editor sees it: derived from its status, its publication time and the trash."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PostState(models.TextChoices):
    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    SCHEDULED = "scheduled", _("scheduled")
    PUBLISHED = "published", _("published")
    ARCHIVED = "archived", _("archived")
    TRASHED = "trashed", _("trashed")


def derive_state(status: str, published_at: dt.datetime | None, trashed_at: dt.datetime | None) -> PostState:
    """Returns the current state of a row with these values; times are aware."""
    if trashed_at is not None:
        return PostState.TRASHED
    if status != "approved":
        return PostState(status)
    return PostState.PUBLISHED if published_at is not None and published_at <= timezone.now() else PostState.SCHEDULED


def state_condition(state: str) -> Q:
    """Returns the rule of `derive_state` as a condition on rows."""
    if state == PostState.TRASHED:
        return Q(trashed_at__isnull=False)
    kept = Q(trashed_at__isnull=True)
    if state == PostState.PUBLISHED:
        return kept & Q(status="approved", published_at__lte=timezone.now())
    if state == PostState.SCHEDULED:
        return kept & Q(status="approved", published_at__gt=timezone.now())
    return kept & Q(status=state)
