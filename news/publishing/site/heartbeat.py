"""Records when `publish_due` last ran, in a file beside the media: it must survive restarts and needs no table.

All machines of a site share that folder, so the admin sees the heartbeat wherever the command runs.
"""

import datetime as dt
import json
import logging
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils import timezone

LATE_AFTER = dt.timedelta(minutes=10)
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """`at` is aware; None when the command has never run here."""

    at: dt.datetime | None

    @property
    def is_late(self) -> bool:
        return self.at is None or timezone.now() - self.at > LATE_AFTER


def record_heartbeat(at: dt.datetime | None = None) -> None:
    """Writes the heartbeat atomically. A failed write is only logged, because the run itself succeeded."""
    path = Path(settings.NEWS_HEARTBEAT_FILE)
    text = json.dumps({"at": (at or timezone.now()).isoformat()})
    try:
        with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix=path.name, delete=False) as file:
            file.write(text)
        Path(file.name).chmod(0o640)
        os.replace(file.name, path)  # noqa: PTH105 (atomic, even if the file exists)
    except OSError as error:
        log.warning("the sign of life of publish_due could not be written to %s: %s", path, error)


def last_heartbeat() -> Heartbeat:
    """Reads the heartbeat; a missing or unreadable file counts as never."""
    try:
        text = json.loads(Path(settings.NEWS_HEARTBEAT_FILE).read_text())
        at = dt.datetime.fromisoformat(text["at"])
    except (OSError, ValueError, KeyError, TypeError):
        return Heartbeat(None)
    return Heartbeat(at if at.tzinfo else None)
