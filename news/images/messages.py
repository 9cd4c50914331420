"""The sentences for why an image is missing: what happened, and what can be done."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from news.text.sentences import fill_sentence
from news.web.messages import describe_fetch_error

REASONS: dict[str, Promise] = {
    "empty": _("The file is empty. Choose another one."),
    "too-large": _("The file is larger than %(max_mib)s MiB. Save a smaller version and use that."),
    "not-a-picture": _("The file is not a JPEG, PNG, GIF or WebP picture, whatever its name says."),
    "too-many-pixels": _(
        "The picture has more than %(max_mpx)s million pixels, counting all its frames. Make it smaller."
    ),
    "too-long-side": _(
        "The picture is longer than %(max_px)s pixels on one side. Make it smaller or cut it into parts."
    ),
    "too-many-frames": _("The animation has more than %(max_frames)s frames. Shorten it."),
    "unreadable": _("The file is damaged or incomplete. Save the picture again and use that copy."),
    "too-slow": _(
        "The picture took more than %(max_s)s seconds to read, so reading was stopped. Save it again or "
        "make it smaller."
    ),
    "too-much-memory": _("The picture needs more than %(max_mib)s MiB of memory to read. Make it smaller."),
    "crashed": _(
        "The picture crashed the image reader, as damaged or hostile files do. Save it again and use that copy."
    ),
}

# Why a picture was left for a later run.
DELAYS: dict[str, Promise] = {
    "host-failing": _("“%(host)s” failed several times in a row; its other pictures wait for another run."),
    "host-budget": _("“%(host)s” has reached the limit for one run; the rest waits for another run."),
    "disk": _("The picture could not be stored: %(error)s."),
}


def describe_image_reason(code: str, facts: Mapping[str, str | int]) -> str:
    """Return one or two sentences in the active language, also for the codes of `news.web`. Never raises."""
    table = REASONS if code in REASONS else DELAYS
    return fill_sentence(table, code, facts) if code in table else describe_fetch_error(code, facts)
