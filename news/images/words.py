"""The sentences for why a picture was not taken. The errors carry the codes and facts."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, Promise] = {
    "empty": _("The file is empty."),
    "too-large": _("The file is larger than %(max_mib)s MiB."),
    "not-a-picture": _("The file is not a JPEG, PNG, GIF or WebP picture."),
    "too-many-pixels": _("The picture has more than %(max_mpx)s million pixels."),
    "unreadable": _("The file is damaged."),
}


def describe_image_reason(code: str, facts: Mapping[str, object]) -> str:
    """One sentence in the active language; an unknown code gives itself."""
    try:
        return str(REASONS[code]) % facts
    except (KeyError, ValueError, TypeError):
        return code
