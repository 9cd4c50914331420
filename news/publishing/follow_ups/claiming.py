"""Claims follow-ups and records their results. Each row is claimed by its own conditional UPDATE."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import F, prefetch_related_objects
from django.utils import timezone

from news.models import FollowUp
from news.models.links import link_prefetches

CLAIM_S = 900.0  # longer than sending a whole batch can take
DELAYS_S = (60, 300, 1_800, 7_200, 21_600, 86_400)  # before the second try, the third, …
MAX_TRIES = len(DELAYS_S) + 1
KEPT_DAYS = 30


@dataclass(frozen=True, slots=True)
class Claim:
    """`until` marks the rows as ours; a writer who wants one sent again, or another run, changes that value."""

    rows: list[FollowUp]
    until: dt.datetime


def claim_batch(kind: str, size: int) -> Claim | None:
    """Claims due rows, longest due first; None when there are none. At most one run gets each row."""
    while ids := list(FollowUp.objects.due().filter(kind=kind).values_list("pk", flat=True)[:size]):
        until = timezone.now() + dt.timedelta(seconds=CLAIM_S)
        ours = [pk for pk in ids if FollowUp.objects.claim_due(pk, until)]
        if ours:
            return Claim(_read_rows(ours), until)
    return None


def _read_rows(ids: Collection[int]) -> list[FollowUp]:
    rows = FollowUp.objects.filter(pk__in=ids).select_related("post__source").defer("post__body")
    found = list(rows.order_by("due_at", "pk"))
    prefetch_related_objects([row.post for row in found if row.post], *link_prefetches(), "tags")
    return found


def settle(claim: Claim, rows: Iterable[FollowUp], error: str = "") -> None:
    """Marks rows as done, or as given up with an error."""
    _update(claim, rows, done_at=timezone.now(), claimed_until=None, error=error)


def postpone(claim: Claim, row: FollowUp, due_at: dt.datetime) -> None:
    _update(claim, [row], due_at=due_at, claimed_until=None)


def retry_later(claim: Claim, row: FollowUp, error: str, wait_s: float = 0) -> bool:
    """Schedules another try, with growing delays; False when the row has been tried often enough and is given up."""
    if row.try_count + 1 >= MAX_TRIES:
        _update(claim, [row], done_at=timezone.now(), claimed_until=None, error=error, try_count=F("try_count") + 1)
        return False
    delay = dt.timedelta(seconds=max(DELAYS_S[row.try_count], wait_s))
    values = {"due_at": timezone.now() + delay, "error": error, "try_count": F("try_count") + 1}
    _update(claim, [row], claimed_until=None, **values)
    return True


def _update(claim: Claim, rows: Iterable[FollowUp], **values: object) -> None:
    ids = [row.pk for row in rows]
    FollowUp.objects.filter(pk__in=ids, claimed_until=claim.until).update(**values)


def forget_done() -> int:
    """Deletes rows done more than 30 days ago and returns their number."""
    count, _by_model = FollowUp.objects.filter(done_at__lt=timezone.now() - dt.timedelta(days=KEPT_DAYS)).delete()
    return count
