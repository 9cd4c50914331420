"""Sends what is due: claims rows, judges their addresses, sends outside of any transaction, records the results."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from news.models import FollowUp
from news.publishing.follow_ups.claiming import Claim, claim_batch, forget_done, postpone, retry_later, settle
from news.publishing.follow_ups.judging import judge
from news.publishing.follow_ups.kinds import AddressStatus, FollowUpKind, absolute
from news.publishing.follow_ups.registry import configured_kinds
from news.web.fetching import Fetcher, FetchError
from news.web.messages import describe_fetch_error

MAX_CALLS = 40  # per batch: enough to find one bad address among ten thousand, too few to be a nuisance
ERROR_MAX = 300
ABOUT_CONTENT = frozenset({400, 413, 422})  # HTTP statuses about the content, not the sender

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FollowUpProblem:
    """`is_over`: the row is given up; otherwise it will be tried again."""

    kind: str
    path: str
    error: str
    is_over: bool


@dataclass(slots=True)
class BatchResult:
    """`left_out` rows were no longer worth reporting; `postponed` ones wait for their post to appear."""

    kind: str
    done: int = 0
    left_out: int = 0
    postponed: int = 0
    problems: list[FollowUpProblem] = field(default_factory=list)


def run_due(
    fetcher: Fetcher, should_stop: Callable[[], bool] = bool, *, limit: int | None = None
) -> Iterator[BatchResult]:
    """Sends all that is due, in batches. Several processes may run it at once. Call it outside a transaction."""
    left = limit
    for kind in configured_kinds():
        while not should_stop() and (left is None or left > 0):
            claim = claim_batch(kind.name, kind.batch_size if left is None else min(kind.batch_size, left))
            if claim is None:
                break
            left = None if left is None else left - len(claim.rows)
            yield _do_batch(kind, claim, fetcher)
    forget_done()


def _do_batch(kind: FollowUpKind, claim: Claim, fetcher: Fetcher) -> BatchResult:
    result, fates = BatchResult(kind.name), judge(claim.rows)
    wanted = [row for row in claim.rows if fates[row.pk] in kind.fates]
    waiting = [row for row in claim.rows if fates[row.pk] == AddressStatus.LATER and row.post and row.post.published_at]
    for row in waiting:
        postpone(claim, row, row.post.published_at)  # type: ignore[union-attr, arg-type]
    kept = {row.pk for row in (*wanted, *waiting)}
    unwanted = [row for row in claim.rows if row.pk not in kept]
    settle(claim, unwanted)
    result.postponed, result.left_out = len(waiting), len(unwanted)
    if wanted:
        _Delivery(kind, claim, fetcher, result).deliver(wanted)
    return result


class _Delivery:
    """Sends one batch. Rows refused for their content are halved, so that one bad row does not hold up the others."""

    def __init__(self, kind: FollowUpKind, claim: Claim, fetcher: Fetcher, result: BatchResult) -> None:
        self.kind = kind
        self.claim = claim
        self.fetcher = fetcher
        self.result = result
        self.calls_left = MAX_CALLS

    def deliver(self, rows: Sequence[FollowUp]) -> None:
        self.calls_left -= 1
        try:
            refused = self.kind.send(self.fetcher, rows)
        except FetchError as error:
            is_divisible = error.facts.get("status") in ABOUT_CONTENT
            wait_s = int(error.facts.get("retry_after_s", 0))
            self._divide(rows, describe_fetch_error(error.code, error.facts), wait_s, is_divisible=is_divisible)
        except Exception as error:
            log.exception("follow-up %s failed", self.kind.name)
            self._divide(rows, f"{type(error).__name__}: {error}", 0, is_divisible=True)
        else:
            self._settle(rows, refused)

    def _divide(self, rows: Sequence[FollowUp], error: str, wait_s: int, *, is_divisible: bool) -> None:
        if is_divisible and len(rows) > 1 and self.calls_left > 1:
            middle = len(rows) // 2
            self.deliver(rows[:middle])
            self.deliver(rows[middle:])
            return
        for row in rows:
            is_again = retry_later(self.claim, row, error[:ERROR_MAX], wait_s)
            self.result.problems.append(
                FollowUpProblem(self.kind.name, row.path, error[:ERROR_MAX], is_over=not is_again)
            )

    def _settle(self, rows: Sequence[FollowUp], refused: set[str]) -> None:
        good = [row for row in rows if absolute(row.path) not in refused]
        bad = [row for row in rows if absolute(row.path) in refused]
        settle(self.claim, good)
        self.result.done += len(good)
        if bad:
            error = _("The search engine refused this address.")
            settle(self.claim, bad, error)
            self.result.problems += [FollowUpProblem(self.kind.name, row.path, error, is_over=True) for row in bad]
