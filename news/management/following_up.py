"""One round of scheduled changes and follow-ups, with its counts and report."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from news.management.reporting import Exit
from news.publishing.follow_ups.registry import configured_kinds
from news.publishing.follow_ups.running import BatchResult, FollowUpProblem, run_due
from news.publishing.posts.scheduled_changes import ChangeResult, apply_due_changes, describe_change_error
from news.publishing.site.heartbeat import record_heartbeat
from news.web.fetching import Fetcher

SHOWN_PROBLEMS = 20


@dataclass(slots=True)
class RoundReceipt:
    """`changed` lists posts changed on schedule, `not_changed` those that could not be; `done` counts addresses by
    kind."""

    changed: list[str] = field(default_factory=list)
    not_changed: list[ChangeResult] = field(default_factory=list)
    done: dict[str, int] = field(default_factory=dict)
    left_out: int = 0
    postponed: int = 0
    problems: list[FollowUpProblem] = field(default_factory=list)

    def add(self, batch: BatchResult) -> None:
        self.done[batch.kind] = self.done.get(batch.kind, 0) + batch.done
        self.left_out += batch.left_out
        self.postponed += batch.postponed
        self.problems += batch.problems

    def add_change(self, result: ChangeResult) -> None:
        if result.error:
            self.not_changed.append(result)
        else:
            self.changed.append(result.title)

    @property
    def has_news(self) -> bool:
        return bool(self.changed or self.not_changed or self.done or self.left_out or self.postponed)

    @property
    def exit(self) -> Exit:
        return Exit.ITEM_ERRORS if self.problems or self.not_changed else Exit.DONE

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def lines(self) -> Iterator[str]:
        yield from self.change_lines()
        if not configured_kinds():
            yield _("No follow-ups are configured: nothing to do. docs/operating.md says how to turn them on.")
            return
        count = sum(self.done.values())
        kinds = ", ".join(f"{kind} {number:,}" for kind, number in self.done.items() if number)
        told = ngettext("%(count)s follow-up done", "%(count)s follow-ups done", count) % {"count": f"{count:,}"}
        facts = {"left_out": self.left_out, "postponed": self.postponed, "failed": len(self.problems)}
        rest = _("%(left_out)s left out, %(postponed)s not due yet, %(failed)s failed.") % facts
        yield f"{told}{f' ({kinds})' if kinds else ''}; {rest}"
        yield from self.follow_up_problem_lines()

    def change_lines(self) -> Iterator[str]:
        count = len(self.changed)
        if count or self.not_changed:
            told = ngettext("%(count)s post changed as planned", "%(count)s posts changed as planned", count)
            rest = _("%(count)s could not be") % {"count": f"{len(self.not_changed):,}"}
            yield f"{told % {'count': f'{count:,}'}}; {rest}."
        yield from self.change_problem_lines()

    def change_problem_lines(self) -> Iterator[str]:
        for result in self.not_changed[:SHOWN_PROBLEMS]:
            yield f"  ✗ {result.title}  {describe_change_error(result.error)}"

    def problem_lines(self) -> Iterator[str]:
        yield from self.change_problem_lines()
        yield from self.follow_up_problem_lines()

    def follow_up_problem_lines(self) -> Iterator[str]:
        for problem in self.problems[:SHOWN_PROBLEMS]:
            end = _("given up") if problem.is_over else _("will be tried again")
            yield f"  ✗ {problem.kind} {problem.path}  {problem.error} ({end})"
        if len(self.problems) > SHOWN_PROBLEMS:
            more = {"count": len(self.problems) - SHOWN_PROBLEMS}
            yield "  " + _("… and %(count)s more; the follow-ups in the admin say why.") % more


def do_round(fetcher: Fetcher, should_stop: Callable[[], bool], limit: int | None) -> RoundReceipt:
    """Make scheduled changes first, so that their follow-ups are carried out in the same round."""
    receipt = RoundReceipt()
    for result in apply_due_changes(should_stop=should_stop):
        receipt.add_change(result)
    for batch in run_due(fetcher, should_stop, limit=limit):
        receipt.add(batch)
    record_heartbeat()
    return receipt
