"""The names of the roles at the desk. docs/roles.md says what each may do."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NAMES: dict[str, Promise] = {
    "reporter": _("Reporter"),
    "editor": _("Editor"),
    "publisher": _("Publisher"),
    "chief": _("Chief"),
}
DESCRIPTIONS: dict[str, Promise] = {
    "reporter": _("Reporter: writes and submits their own posts"),
    "editor": _("Editor: edits and publishes everyone's posts, manages categories, tags, authors and pictures"),
    "publisher": _("Publisher: also arranges the front page, sets embargoes, undoes imports"),
    "chief": _("Chief: also changes the settings, adds users, deletes for good"),
}


def name_role(name: str) -> str:
    """Return the translated name of a role; a group that is not ours keeps its own name."""
    return str(NAMES.get(name, name))


def describe_role(name: str) -> str:
    return str(DESCRIPTIONS.get(name, name))
