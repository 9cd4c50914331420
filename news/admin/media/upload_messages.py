"""Messages for uploads that fail: a sentence per code, each saying what to do about it."""

import datetime as dt
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from news.images.messages import describe_image_reason

Fact = str | int | dt.datetime

SENTENCES: dict[str, Promise] = {
    "no-file": _("No file was received. Choose the picture again."),
    "may-not-upload": _("Your role does not allow adding pictures. Ask an editor."),
    "may-not-change-post": _("You may not change this post, so you cannot add anything to it."),
    "too-many-files": _("You have added %(max_count)s pictures in a day. You can add the next one from %(when)s."),
    "too-many-bytes": _("You have added %(max_mib)s MiB of pictures in a day. You can add the next one from %(when)s."),
    "disk-full": _(
        "The server has no space left for pictures. Your text is not affected: save it without the "
        "picture, ask the site administrator to free some space, and add the picture again."
    ),
    "media-not-writable": _(
        "The server cannot write to its picture folder. Your text is not affected: save it without the "
        "picture, ask the site administrator to fix the folder, and add the picture again."
    ),
    "not-stored": _(
        "The server could not store the picture. Your text is not affected: save it without the picture, "
        "tell the site administrator, and add the picture again."
    ),
}


class UploadRefusedError(Exception):
    """Codes are those of SENTENCES and of `news.images`. `status` is the matching HTTP status."""

    def __init__(self, code: str, status: int, **facts: Fact) -> None:
        super().__init__(code, status, facts)
        self.code = code
        self.status = status
        self.facts = facts


def describe_refusal(code: str, facts: Mapping[str, Fact]) -> str:
    """Describe a refusal in one or two sentences in the active language."""
    shown = {name: _moment(value) if isinstance(value, dt.datetime) else value for name, value in facts.items()}
    if code in SENTENCES:
        return str(SENTENCES[code]) % shown
    return describe_image_reason(code, shown)


def _moment(moment: dt.datetime) -> str:
    """Format a time in the site's zone, with the day, because it may be tomorrow."""
    return f"{localtime(moment):%Y-%m-%d %H:%M}"
