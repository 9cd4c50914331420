"""What an upload that fails is told to the person: sentences for codes, each with what to do about it."""

import datetime as dt
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from news.images.messages import describe_image_reason

Fact = str | int | dt.datetime

SENTENCES: dict[str, Promise] = {
    "no-file": _("No file arrived. Choose the picture again."),
    "may-not-upload": _("Your role does not allow adding pictures. Ask an editor."),
    "may-not-change-post": _("You may not change this post, so nothing can be added to it."),
    "too-many-files": _("You added %(max_count)s pictures within a day. The next one can be added from %(when)s on."),
    "too-many-bytes": _(
        "You added %(max_mib)s MiB of pictures within a day. The next one can be added from %(when)s on."
    ),
    "disk-full": _(
        "The server has no room left for pictures. Your text is not affected: save it without the picture, ask whoever "
        "runs the site to make room, and add the picture again."
    ),
    "media-not-writable": _(
        "The server may not write into its folder of pictures. Your text is not affected: save it without the picture, "
        "ask whoever runs the site to mend the folder, and add the picture again."
    ),
    "not-stored": _(
        "The server could not store the picture. Your text is not affected: save it without the picture, tell whoever "
        "runs the site, and add the picture again."
    ),
}


class UploadRefusedError(Exception):
    """Codes: those of SENTENCES and those of `news.images`. `status` is the HTTP status that says the same."""

    def __init__(self, code: str, status: int, **facts: Fact) -> None:
        super().__init__(code, status, facts)
        self.code = code
        self.status = status
        self.facts = facts


def describe_refusal(code: str, facts: Mapping[str, Fact]) -> str:
    """One sentence or two in the active language."""
    shown = {name: _moment(value) if isinstance(value, dt.datetime) else value for name, value in facts.items()}
    if code in SENTENCES:
        return str(SENTENCES[code]) % shown
    return describe_image_reason(code, shown)


def _moment(moment: dt.datetime) -> str:
    """In the site's zone; the day is part of it, because that may be tomorrow."""
    return f"{localtime(moment):%Y-%m-%d %H:%M}"
