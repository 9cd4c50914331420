"""The four roles as groups, with their permissions."""

from typing import Any

from django.contrib.auth.management import create_permissions
from django.db import migrations

from news.publishing.site.roles import ROLES, sync_roles


def create_roles(apps: Any, schema_editor: Any) -> None:
    """Django makes permissions only after all migrations; the roles need them now. May be run again."""
    config = apps.get_app_config("news")
    config.models_module = True
    create_permissions(config, verbosity=0, using=schema_editor.connection.alias, apps=apps)
    config.models_module = None
    sync_roles(apps.get_model("auth", "Group"), apps.get_model("auth", "Permission"))


def remove_roles(apps: Any, schema_editor: Any) -> None:
    apps.get_model("auth", "Group").objects.filter(name__in=list(ROLES)).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("news", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(create_roles, remove_roles, elidable=False),
    ]
