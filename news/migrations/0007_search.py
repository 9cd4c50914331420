"""The search index: its entries, what the database derives from them, and those of the posts that are there."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from news.search.backends import find_backend
from news.search.entries import TEXT_FIELDS
from news.search.index import BATCH_SIZE, write_entries


def create_index(apps: Any, schema_editor: Any) -> None:
    find_backend(schema_editor.connection).create(schema_editor)


def drop_index(apps: Any, schema_editor: Any) -> None:
    find_backend(schema_editor.connection).drop(schema_editor)


def fill_index(apps: Any, schema_editor: Any) -> None:
    """About five hundred posts a second; memory does not grow with them."""
    posts = apps.get_model("news", "Post")._default_manager.order_by("pk").only(*TEXT_FIELDS)
    last = 0
    while batch := list(posts.filter(pk__gt=last)[:BATCH_SIZE]):
        write_entries(batch, apps.get_model("news", "SearchEntry"))
        last = batch[-1].pk


class Migration(migrations.Migration):

    dependencies = [
        ('news', '0006_reader_site'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('post', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='search_entry', serialize=False, to='news.post')),
                ('title', models.TextField(blank=True)),
                ('summary', models.TextField(blank=True)),
                ('pinyin', models.TextField(blank=True)),
                ('body', models.TextField(blank=True)),
            ],
            options={
                'verbose_name': 'search entry',
                'verbose_name_plural': 'search entries',
                'default_permissions': (),
            },
        ),
        migrations.RunPython(create_index, drop_index, elidable=False),
        migrations.RunPython(fill_index, migrations.RunPython.noop, elidable=False),
    ]
