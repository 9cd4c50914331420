"""Names that were merged away lead on to their survivor."""

import django.db.models.deletion
import news.models.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('news', '0008_editors_desk'),
    ]

    operations = [
        migrations.CreateModel(
            name='MergedName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', news.models.fields.PlainTextField(max_length=100, verbose_name='name')),
                ('key', models.CharField(editable=False, max_length=200)),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='merged_names', to='news.author', verbose_name='author')),
                ('category', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='merged_names', to='news.category', verbose_name='category')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='merged_below', to='news.category', verbose_name='parent')),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='merged_names', to='news.source', verbose_name='source')),
                ('tag', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='merged_names', to='news.tag', verbose_name='tag')),
            ],
            options={
                'verbose_name': 'merged name',
                'verbose_name_plural': 'merged names',
                'ordering': ['key', 'pk'],
                'default_permissions': (),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('author__isnull', True), ('category__isnull', False), ('source__isnull', True), ('tag__isnull', True)), models.Q(('author__isnull', True), ('category__isnull', True), ('source__isnull', True), ('tag__isnull', False)), models.Q(('author__isnull', False), ('category__isnull', True), ('source__isnull', True), ('tag__isnull', True)), models.Q(('author__isnull', True), ('category__isnull', True), ('source__isnull', False), ('tag__isnull', True)), _connector='OR'), name='merged_name_has_one_target'), models.CheckConstraint(condition=models.Q(('key', ''), _negated=True), name='merged_name_has_key'), models.CheckConstraint(condition=models.Q(('parent__isnull', True), ('category__isnull', False), _connector='OR'), name='merged_name_stands_below_category'), models.UniqueConstraint(condition=models.Q(('tag__isnull', False)), fields=('key',), name='merged_tag_once'), models.UniqueConstraint(condition=models.Q(('author__isnull', False)), fields=('key',), name='merged_author_once'), models.UniqueConstraint(condition=models.Q(('source__isnull', False)), fields=('key',), name='merged_source_once'), models.UniqueConstraint(condition=models.Q(('category__isnull', False), ('parent__isnull', False)), fields=('parent', 'key'), name='merged_category_once_per_parent'), models.UniqueConstraint(condition=models.Q(('category__isnull', False), ('parent__isnull', True)), fields=('key',), name='merged_category_once_among_roots')],
            },
        ),
    ]
