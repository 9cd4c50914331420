"""What going on with an import and undoing one need to know, and who may undo."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

from news.publishing.site.roles import sync_roles


def give_permission(apps: Any, schema_editor: Any) -> None:
    """Django makes permissions only after all migrations; the roles need the new one now. May be run again."""
    config = apps.get_app_config("news")
    config.models_module = True
    create_permissions(config, verbosity=0, using=schema_editor.connection.alias, apps=apps)
    config.models_module = None
    sync_roles(apps.get_model("auth", "Group"), apps.get_model("auth", "Permission"))


class Migration(migrations.Migration):

    dependencies = [
        ('news', '0003_image_fetching'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='importbatch',
            options={'ordering': ['-id'], 'permissions': [('undo_importbatch', 'Can undo imports')], 'verbose_name': 'import', 'verbose_name_plural': 'imports'},
        ),
        migrations.AddField(
            model_name='importbatch',
            name='command',
            field=models.CharField(blank=True, db_index=True, default='', editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='made',
            field=models.JSONField(default=dict, editable=False),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='pruned_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='before-images dropped'),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='undone_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='undone'),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='undone_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='undone by'),
        ),
        migrations.AddField(
            model_name='importitem',
            name='collection',
            field=models.CharField(blank=True, default='', editable=False, max_length=100),
        ),
        migrations.AddField(
            model_name='importitem',
            name='content_hash',
            field=models.CharField(blank=True, default='', editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name='importitem',
            name='external_id',
            field=models.CharField(blank=True, default='', editable=False, max_length=500),
        ),
        migrations.AddField(
            model_name='importitem',
            name='images',
            field=models.JSONField(default=dict, editable=False),
        ),
        migrations.AddField(
            model_name='importitem',
            name='made',
            field=models.JSONField(default=dict, editable=False),
        ),
        migrations.AddField(
            model_name='importitem',
            name='undo',
            field=models.CharField(blank=True, choices=[('deleted', 'deleted'), ('restored', 'restored'), ('kept', 'kept')], default='', editable=False, max_length=16, verbose_name='undo'),
        ),
        migrations.AddField(
            model_name='importitem',
            name='undo_reason',
            field=models.JSONField(blank=True, editable=False, null=True),
        ),
        migrations.AlterField(
            model_name='importbatch',
            name='state',
            field=models.CharField(choices=[('running', 'running'), ('done', 'done'), ('interrupted', 'interrupted'), ('undoing', 'being undone'), ('undone', 'undone')], default='running', max_length=16, verbose_name='state'),
        ),
        migrations.AddIndex(
            model_name='importitem',
            index=models.Index(fields=['batch', 'external_id'], name='import_item_file'),
        ),
        migrations.RunPython(give_permission, migrations.RunPython.noop, elidable=False),
    ]
