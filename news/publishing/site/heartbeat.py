"""When `publish_due` last ran: a file beside the media, because it must outlive restarts and needs no row of its own.

Every machine of a site shares that folder, so the admin sees the sign of life wherever the command runs.
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
    """`at` None: it has never run here."""

    at: dt.datetime | None

    @property
    def is_late(self) -> bool:
        return self.at is None or timezone.now() - self.at > LATE_AFTER


def record_heartbeat(at: dt.datetime | None = None) -> None:
    """Leaves the sign of life, whole or not at all. A disk that takes none is logged: the round itself was done."""
    path = Path(settings.NEWS_HEARTBEAT_FILE)
    text = json.dumps({"at": (at or timezone.now()).isoformat()})
    try:
        with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix=path.name, delete=False) as file:
            file.write(text)
        Path(file.name).chmod(0o640)
        os.replace(file.name, path)  # noqa: PTH105 (one step, whatever is there)
    except OSError as error:
        log.warning("the sign of life of publish_due could not be written to %s: %s", path, error)


def last_heartbeat() -> Heartbeat:
    """A file that is missing or unreadable counts as never."""
    try:
        text = json.loads(Path(settings.NEWS_HEARTBEAT_FILE).read_text())
        at = dt.datetime.fromisoformat(text["at"])
    except (OSError, ValueError, KeyError, TypeError):
        return Heartbeat(None)
    return Heartbeat(at if at.tzinfo else None)
