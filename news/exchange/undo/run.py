"""One undo of one batch, or its preview. It may be interrupted: each item records what became of its post."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from news.exchange.messages import describe_kept
from news.exchange.undo.judging import Undo, Verdict, judge, open_items
from news.exchange.undo.leftovers import remove_leftovers
from news.exchange.undo.posts import undo_item
from news.models import ImportBatch, User

AT_ONCE = 200
Stage = ImportBatch.Stage


@dataclass(frozen=True, slots=True)
class UndoneItem:
    """What became of one file's post. `title` is the title before the undo; "" for a purged post."""

    path: str
    post_id: int | None
    title: str
    verdict: Verdict

    @property
    def reason(self) -> str:
        """Why the post is kept, in the active language, or ""."""
        return describe_kept(self.verdict.code, self.verdict.facts) if self.verdict.code else ""

    def as_json(self) -> dict[str, Any]:
        undo = self.verdict.undo.value
        return {"path": self.path, "post": self.post_id, "undo": undo, "reason": self.reason or None}


@dataclass(slots=True)
class UndoReceipt:
    """`removed` counts rows other than posts by table. `is_again`: the batch had been undone before."""

    is_dry_run: bool = False
    is_again: bool = False
    is_interrupted: bool = False
    posts: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    removed: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    def add(self, item: UndoneItem) -> None:
        self.posts[item.verdict.undo.value] += 1
        if item.verdict.code:
            self.kept[item.verdict.code] += 1

    def count(self, undo: Undo) -> int:
        return self.posts[undo.value]

    @property
    def has_done_something(self) -> bool:
        return bool(self.count(Undo.DELETED) or self.count(Undo.RESTORED) or self.removed.total())

    def counts_as_json(self) -> dict[str, Any]:
        return {**{undo.value: self.count(undo) for undo in Undo}, "removed": dict(self.removed)}


class BatchUndo:
    """The caller holds the import lock, and calls `close` after the last item or when asked to stop."""

    def __init__(self, batch: ImportBatch, user: User | None = None) -> None:
        self.batch = batch
        self.user = user
        self.receipt = UndoReceipt(is_again=batch.state == Stage.UNDONE)
        self._state_before = batch.state

    def run(self, should_stop: Callable[[], bool] = bool) -> Iterator[UndoneItem]:
        """Yield each post as it is done, the last imported first. Memory does not grow with their number."""
        if self.batch.state != Stage.UNDONE:
            self._set_state(Stage.UNDOING)
        last: int | None = None
        rows = open_items(self.batch)
        # Read in portions, because rows change during the loop.
        while items := list((rows.filter(pk__lt=last) if last else rows)[:AT_ONCE]):
            for item in items:
                self.receipt.is_interrupted = should_stop()
                if self.receipt.is_interrupted:
                    return
                last = item.pk
                title = item.post.title if item.post else ""  # read before it is deleted
                undone = UndoneItem(item.path, item.post_id, title, undo_item(item.pk))
                self.receipt.add(undone)
                yield undone

    def close(self) -> None:
        """Remove what nobody uses any more and mark the batch as undone, unless every post was kept."""
        if self.receipt.is_interrupted:
            return
        self.receipt.removed = remove_leftovers(self.batch)
        items = self.batch.items
        has_nothing = not items.filter(outcome__in=("created", "updated")).exists()
        is_undone = has_nothing or items.filter(undo__in=(Undo.DELETED, Undo.RESTORED)).exists()
        if is_undone:
            self.batch.command = ""
            self.batch.undone_at = self.batch.undone_at or timezone.now()
            self.batch.undone_by = self.batch.undone_by or self.user
        was_finished = self._state_before in {Stage.UNDOING, Stage.UNDONE}
        self._set_state(Stage.UNDONE if is_undone else Stage.DONE if was_finished else Stage(self._state_before))

    def _set_state(self, state: Stage) -> None:
        self.batch.state = state
        self.batch.save()


def preview(batch: ImportBatch, receipt: UndoReceipt) -> Iterator[UndoneItem]:
    """Yield what an undo would do now, and add it to the receipt. Writes nothing to the database."""
    for item in open_items(batch).iterator(AT_ONCE):
        seen = UndoneItem(item.path, item.post_id, item.post.title if item.post else "", judge(item))
        receipt.add(seen)
        yield seen


def is_undoable(batch: ImportBatch) -> bool:
    """Tell whether the batch still has its before-images. One that only created posts has none to lose."""
    return batch.pruned_at is None


def find_near(pk: int) -> int | None:
    """Return the id of the import with the nearest number."""
    above = ImportBatch.objects.filter(pk__gt=pk).order_by("pk").values_list("pk", flat=True).first()
    below = ImportBatch.objects.filter(pk__lt=pk).order_by("-pk").values_list("pk", flat=True).first()
    return min((near for near in (below, above) if near), key=lambda near: abs(near - pk), default=None)
