"""What runs unattended: imports, follow-ups, the scheduler. Each part is shown only to those who may see it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, Window
from django.utils import timezone
from django.utils.timesince import timesince

from news.models import FollowUp, ImportBatch, User
from news.models.intake import failed_imports
from news.publishing.site.heartbeat import LATE_AFTER, Heartbeat, last_heartbeat

SHOWN = 3
IMPORT_DAYS = 7


@dataclass(frozen=True, slots=True)
class Machines:
    """A field is None if the user may not see it."""

    imports: list[ImportBatch] | None
    failed_import_count: int
    follow_ups: dict[str, int] | None
    heartbeat: Heartbeat
    ran_ago: str


def sees_machines(user: User) -> bool:
    return user.has_perm("news.view_importbatch") or user.has_perm("news.view_followup")


def find_machines(user: User) -> Machines:
    """Two queries and one file access."""
    imports = _imports() if user.has_perm("news.view_importbatch") else None
    beat = last_heartbeat()
    return Machines(
        imports=imports,
        failed_import_count=imports[0].failed_count if imports else 0,
        follow_ups=_follow_ups() if user.has_perm("news.view_followup") else None,
        heartbeat=beat,
        ran_ago=timesince(beat.at, depth=1) if beat.at else "",
    )


def _imports() -> list[Any]:
    """Return the latest imports; `failed_count` on each is the number of all recent imports with failures."""
    since = timezone.now() - dt.timedelta(days=IMPORT_DAYS)
    failed = Window(Count("pk", filter=failed_imports(since)))
    rows: Any = ImportBatch.objects.annotate(failed_count=failed).order_by("-pk")
    batches = list(rows.defer("made", "options", "paths")[:SHOWN])
    for batch in batches:
        batch.started_ago = timesince(batch.started_at, depth=1)
        batch.is_troubled = batch.state == ImportBatch.Stage.INTERRUPTED or batch.counts.get("failed", 0) > 0
    return batches


def _follow_ups() -> dict[str, int]:
    """Count the follow-ups that failed and will be retried, and those that are late."""
    late = Q(error="", due_at__lt=timezone.now() - LATE_AFTER)
    counts = FollowUp.objects.open().aggregate(failed=Count("pk", filter=~Q(error="")), late=Count("pk", filter=late))
    return counts | {"waiting": counts["failed"] + counts["late"]}
