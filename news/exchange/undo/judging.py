"""Decides whether an imported post may be undone: only if no editor and no later import has written it since."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from news.exchange.receipts import DONE, Outcome
from news.models import ImportBatch, ImportItem

Undo = ImportItem.Undo
OPEN = ("", Undo.KEPT)  # kept items are judged again: a later import may have been undone since


@dataclass(frozen=True, slots=True)
class Verdict:
    """`code` and `facts` say why a post is kept, for `news.exchange.messages.describe_kept`."""

    undo: Undo
    code: str = ""
    facts: dict[str, str | int] = field(default_factory=dict)

    def reason_as_json(self) -> dict[str, Any] | None:
        return {"code": self.code, "facts": self.facts} if self.code else None


def open_items(batch: ImportBatch) -> QuerySet[ImportItem]:
    """Return the items that an undo still has to judge, the last written first, without their texts."""
    return judgeable(ImportItem.objects.filter(batch=batch, outcome__in=DONE, undo__in=OPEN)).order_by("-pk")


def judgeable(items: QuerySet[ImportItem]) -> QuerySet[ImportItem]:
    """Add to each item its post, and as `newer_batch` the last other import that has written the post since.

    `newer_pruned` is the last such import whose before-images were dropped: what it overwrote cannot come back.
    """
    newer = ImportItem.objects.filter(post=OuterRef("post"), pk__gt=OuterRef("pk"), outcome__in=DONE, undo__in=OPEN)
    others = newer.exclude(batch=OuterRef("batch")).order_by("-pk").values("batch")
    rows = items.select_related("post__raw_source").annotate(
        newer_batch=Subquery(others[:1]),
        newer_pruned=Subquery(others.filter(batch__pruned_at__isnull=False)[:1]),
    )
    return rows.defer("post__body", "post__raw_source__content")


def judge(item: Any) -> Verdict:
    """Decide about an `item` from a `judgeable` query."""
    post = item.post
    if post is None:
        return Verdict(Undo.KEPT, "purged")
    if post.trashed_at is not None:
        return Verdict(Undo.KEPT, "trashed")
    raw = getattr(post, "raw_source", None)
    if post.version != (raw.post_version if raw else item.post_version):
        return Verdict(Undo.KEPT, "edited")
    if item.newer_batch is not None:
        is_pruned = item.newer_pruned is not None
        newer = item.newer_pruned if is_pruned else item.newer_batch
        return Verdict(Undo.KEPT, "update-pruned" if is_pruned else "updated", {"import": newer})
    if item.outcome == Outcome.CREATED:
        return Verdict(Undo.DELETED)
    return Verdict(Undo.RESTORED) if item.before and raw else Verdict(Undo.KEPT, "pruned")
