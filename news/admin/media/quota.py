"""How many pictures one person may add in 24 hours. Image rows are counted, so a failed upload costs nothing."""

import datetime as dt

from django.db.models import Count, Sum
from django.utils import timezone

from news.admin.media.upload_messages import UploadRefusedError
from news.models import Image, User

MAX_COUNT = 200
MAX_BYTES = 500 << 20
SPAN = dt.timedelta(days=1)


def check_quota(user: User, now: dt.datetime | None = None) -> None:
    """Raises: UploadRefusedError (429) with `when`, the time from which the next picture is accepted."""
    since = (now or timezone.now()) - SPAN
    recent = Image.objects.filter(uploaded_by=user, created_at__gt=since)
    used = recent.aggregate(count=Count("pk"), bytes=Sum("size_bytes", default=0))
    if used["count"] >= MAX_COUNT:
        over = used["count"] - MAX_COUNT
        when = recent.order_by("created_at").values_list("created_at", flat=True)[over] + SPAN
        raise UploadRefusedError("too-many-files", 429, max_count=MAX_COUNT, when=when)
    if used["bytes"] >= MAX_BYTES:
        rows = recent.order_by("created_at").values_list("created_at", "size_bytes")
        when = _when_below(list(rows), used["bytes"]) + SPAN
        raise UploadRefusedError("too-many-bytes", 429, max_mib=MAX_BYTES >> 20, when=when)


def _when_below(rows: list[tuple[dt.datetime, int]], total: int) -> dt.datetime:
    """Return when the row was added whose expiry brings the total below the quota."""
    for created_at, size in rows:
        total -= size
        if total < MAX_BYTES:
            return created_at
    return rows[-1][0]
