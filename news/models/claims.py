"""Rows that one process works on at a time: who takes one claims it until a moment, and no run waits for a dead one."""

import datetime as dt
from typing import Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

ClaimedT = TypeVar("ClaimedT", bound=models.Model)


class ClaimQuerySet(models.QuerySet[ClaimedT]):
    """Of a table with `claimed_until`."""

    def unclaimed(self, at: dt.datetime | None = None) -> Self:
        """Those that nobody works on at a moment (aware; now by default)."""
        return self.filter(Q(claimed_until__isnull=True) | Q(claimed_until__lt=at or timezone.now()))

    def claim(self, until: dt.datetime, at: dt.datetime | None = None) -> int:
        """Takes those of these rows that nobody works on, in one conditional UPDATE; gives how many. `until` marks them
        as ours: a row that holds another moment later on was taken back, or by somebody else."""
        return self.unclaimed(at).update(claimed_until=until)


class DueQuerySet(ClaimQuerySet[ClaimedT]):
    """Of a table that has `due_at` and `done_at` besides."""

    def open(self) -> Self:
        return self.filter(done_at__isnull=True)

    def due(self, at: dt.datetime | None = None) -> Self:
        """Those to be done at a moment (aware; now by default) that nobody is doing, the longest due first."""
        moment = at or timezone.now()
        return self.open().unclaimed(moment).filter(due_at__lte=moment).order_by("due_at", "pk")

    def claim_due(self, pk: int, until: dt.datetime, at: dt.datetime | None = None) -> bool:
        """Takes one row while it is due. Of several processes at most one gets it."""
        return self.open().filter(pk=pk, due_at__lte=at or timezone.now()).claim(until, at) == 1
