"""The one table of who may do what. docs/roles.md shows it, a migration makes the groups, a test compares the three."""

from collections.abc import Iterable
from typing import Any

READ_STRUCTURE = ("view_category", "view_tag", "view_author", "view_source", "view_image", "view_revision")
STRUCTURE = ("category", "tag", "author", "source", "image")
WRITE_STRUCTURE = tuple(f"{act}_{model}" for model in STRUCTURE for act in ("add", "change", "delete"))
INTAKE = tuple(f"view_{model}" for model in ("importbatch", "importitem", "rawsource"))

REPORTER = frozenset(("view_post", "add_post", "change_post", "add_image", *READ_STRUCTURE))
EDITOR = REPORTER | frozenset(
    ("delete_post", "edit_others_post", "publish_post", "restore_post", "view_address", *WRITE_STRUCTURE)
)
PUBLISHER = EDITOR | frozenset(("feature_post", "undo_importbatch", *INTAKE))
CHIEF = PUBLISHER | frozenset(
    (
        "purge_post",
        "view_siteprofile",
        "change_siteprofile",
        "view_user",
        "add_user",
        "change_user",
        "add_address",
        "change_address",
        "delete_address",
    )
)

# From the least to the most; each holds what the one before it holds. «Admin» is Django's superuser, not a role.
ROLES: dict[str, frozenset[str]] = {
    "reporter": REPORTER,
    "editor": EDITOR,
    "publisher": PUBLISHER,
    "chief": CHIEF,
}


def sync_roles(group_model: Any, permission_model: Any, roles: Iterable[str] = ROLES) -> None:
    """Makes the groups and gives them exactly the permissions of the table. May be run again at any time.

    Takes the models as arguments, because a migration has its own. A permission whose table a later migration makes is
    left out until that migration calls this again.
    """
    permissions = {row.codename: row for row in permission_model.objects.filter(content_type__app_label="news")}
    for role in roles:
        group, _is_new = group_model.objects.get_or_create(name=role)
        group.permissions.set([permissions[name] for name in sorted(ROLES[role]) if name in permissions])
