"""Rows that one process at a time works on: it claims a row until a given time, so no run waits for a dead one."""

import datetime as dt
from typing import Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

ClaimedT = TypeVar("ClaimedT", bound=models.Model)


class ClaimQuerySet(models.QuerySet[ClaimedT]):
    """For tables with a `claimed_until` column."""

    def unclaimed(self, at: dt.datetime | None = None) -> Self:
        """Returns rows that no process is working on at a moment (aware; now by default)."""
        return self.filter(Q(claimed_until__isnull=True) | Q(claimed_until__lt=at or timezone.now()))

    def claim(self, until: dt.datetime, at: dt.datetime | None = None) -> int:
        """Claims the free rows among these in one conditional UPDATE and returns their number. `until` marks them as
        ours: a row that later has another value was released or claimed by another process."""
        return self.unclaimed(at).update(claimed_until=until)


class DueQuerySet(ClaimQuerySet[ClaimedT]):
    """For tables that also have `due_at` and `done_at`."""

    def open(self) -> Self:
        return self.filter(done_at__isnull=True)

    def due(self, at: dt.datetime | None = None) -> Self:
        """Returns unclaimed rows that are due at a moment (aware; now by default), the longest due first."""
        moment = at or timezone.now()
        return self.open().unclaimed(moment).filter(due_at__lte=moment).order_by("due_at", "pk")

    def claim_due(self, pk: int, until: dt.datetime, at: dt.datetime | None = None) -> bool:
        """Claims one row while it is due. Of several processes at most one gets it."""
        return self.open().filter(pk=pk, due_at__lte=at or timezone.now()).claim(until, at) == 1
