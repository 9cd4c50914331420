"""Reporters may add images to their drafts."""

from typing import Any

from django.db import migrations

from news.publishing.site.roles import sync_roles


def sync(apps: Any, schema_editor: Any) -> None:
    """All permissions that the table names were made by earlier migrations. May be run again."""
    sync_roles(apps.get_model("auth", "Group"), apps.get_model("auth", "Permission"))


class Migration(migrations.Migration):
    dependencies = [
        ("news", "0004_second_thoughts"),
    ]

    operations = [
        migrations.RunPython(sync, migrations.RunPython.noop, elidable=False),
    ]
