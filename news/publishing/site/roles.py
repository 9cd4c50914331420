"""The one table of who may do what. docs/roles.md shows it, a migration makes the groups, a test compares the three."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.management import create_permissions

READ_STRUCTURE = (
    "view_category",
    "view_tag",
    "view_author",
    "view_source",
    "view_image",
    "view_revision",
    "view_page",
    "view_correction",
)
STRUCTURE = ("category", "tag", "author", "source", "image", "page", "correction")
WRITE_STRUCTURE = tuple(f"{act}_{model}" for model in STRUCTURE for act in ("add", "change", "delete"))
FRONT_PAGE = tuple(f"{act}_slot" for act in ("view", "add", "change", "delete"))
LOGS = ("view_address", "view_activity")
INTAKE = tuple(f"view_{model}" for model in ("importbatch", "importitem", "rawsource"))

REPORTER = frozenset(("view_post", "add_post", "change_post", "add_image", *READ_STRUCTURE))
EDITOR = REPORTER | frozenset(
    (
        "delete_post",
        "edit_others_post",
        "publish_post",
        "restore_post",
        "view_address",
        "view_activity",
        *WRITE_STRUCTURE,
    )
)
PUBLISHER = EDITOR | frozenset(
    ("feature_post", "embargo_post", "undo_importbatch", "view_followup", *FRONT_PAGE, *INTAKE)
)
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

# In ascending order; each includes the permissions of the one before. «Admin» is Django's superuser, not a role.
ROLES: dict[str, frozenset[str]] = {
    "reporter": REPORTER,
    "editor": EDITOR,
    "publisher": PUBLISHER,
    "chief": CHIEF,
}


def sync_roles(group_model: Any, permission_model: Any, roles: Iterable[str] = ROLES) -> None:
    """Creates the groups and gives them exactly the permissions of the table. May be run again at any time.

    Takes the models as arguments, because a migration has its own versions. Permissions of tables that a later
    migration creates are left out until that migration calls this again.
    """
    permissions = {row.codename: row for row in permission_model.objects.filter(content_type__app_label="news")}
    for role in roles:
        group, _is_new = group_model.objects.get_or_create(name=role)
        group.permissions.set([permissions[name] for name in sorted(ROLES[role]) if name in permissions])


def give_permissions(apps: Any, schema_editor: Any) -> None:
    """For migrations that create tables: Django creates permissions only after all migrations, but the roles need the
    new ones now. May be run again."""
    config = apps.get_app_config("news")
    config.models_module = True
    create_permissions(config, verbosity=0, using=schema_editor.connection.alias, apps=apps)
    config.models_module = None
    sync_roles(apps.get_model("auth", "Group"), apps.get_model("auth", "Permission"))
