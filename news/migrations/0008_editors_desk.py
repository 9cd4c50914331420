"""The editor's desk: unsaved texts, presence, locks, preview links, scheduled changes, check results, the log."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import news.models.fields
from news.publishing.site.roles import give_permissions


class Migration(migrations.Migration):

    dependencies = [
        ('news', '0007_search'),
    ]

    operations = [
        migrations.CreateModel(
            name='Activity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='time')),
                ('user_name', models.CharField(blank=True, max_length=150, verbose_name='user name')),
                ('action', models.CharField(max_length=40, verbose_name='action')),
                ('model', models.CharField(blank=True, max_length=40, verbose_name='kind')),
                ('object_id', models.BigIntegerField(blank=True, null=True)),
                ('title', models.CharField(blank=True, max_length=300, verbose_name='title')),
                ('facts', models.JSONField(blank=True, default=dict, verbose_name='facts')),
                ('version_from', models.PositiveIntegerField(blank=True, null=True)),
                ('version_to', models.PositiveIntegerField(blank=True, null=True)),
                ('address', models.GenericIPAddressField(blank=True, null=True, verbose_name='network address')),
            ],
            options={
                'verbose_name': 'activity',
                'verbose_name_plural': 'activity log',
                'ordering': ['-at', '-pk'],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('base_version', models.PositiveIntegerField()),
                ('values', models.JSONField(default=dict)),
                ('saved_at', models.DateTimeField(verbose_name='saved')),
            ],
            options={
                'verbose_name': 'unsaved text',
                'verbose_name_plural': 'unsaved texts',
                'ordering': ['-saved_at'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='EditLock',
            fields=[
                ('post', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='lock', serialize=False, to='news.post', verbose_name='post')),
                ('expires_at', models.DateTimeField(verbose_name='until')),
            ],
            options={
                'verbose_name': 'lock',
                'verbose_name_plural': 'locks',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='PostCheck',
            fields=[
                ('post', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='check_result', serialize=False, to='news.post', verbose_name='post')),
                ('error_count', models.PositiveSmallIntegerField(default=0, verbose_name='errors')),
                ('warning_count', models.PositiveSmallIntegerField(default=0, verbose_name='warnings')),
                ('findings', models.JSONField(blank=True, default=list)),
                ('rules_version', models.PositiveSmallIntegerField(default=0)),
                ('checked_at', models.DateTimeField(verbose_name='checked')),
                ('print_bits', models.BigIntegerField(blank=True, null=True)),
                ('band_0', models.PositiveIntegerField(blank=True, db_index=True, null=True)),
                ('band_1', models.PositiveIntegerField(blank=True, db_index=True, null=True)),
                ('band_2', models.PositiveIntegerField(blank=True, db_index=True, null=True)),
                ('band_3', models.PositiveIntegerField(blank=True, db_index=True, null=True)),
            ],
            options={
                'verbose_name': 'check result',
                'verbose_name_plural': 'check results',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Presence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seen_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'presence',
                'verbose_name_plural': 'presences',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='PreviewLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('note', news.models.fields.PlainTextField(blank=True, max_length=100, verbose_name='for whom')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('expires_at', models.DateTimeField(verbose_name='until')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='revoked')),
            ],
            options={
                'verbose_name': 'preview link',
                'verbose_name_plural': 'preview links',
                'ordering': ['-created_at'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ScheduledChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('snapshot', models.JSONField(verbose_name='content')),
                ('base_version', models.PositiveIntegerField()),
                ('due_at', models.DateTimeField(verbose_name='due')),
                ('claimed_until', models.DateTimeField(blank=True, editable=False, null=True)),
                ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='done')),
                ('made_version', models.PositiveIntegerField(blank=True, null=True)),
                ('error', news.models.fields.PlainTextField(blank=True, max_length=500, verbose_name='error')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='added')),
            ],
            options={
                'verbose_name': 'scheduled change',
                'verbose_name_plural': 'scheduled changes',
                'ordering': ['due_at', 'pk'],
                'default_permissions': (),
            },
        ),
        migrations.AlterModelOptions(
            name='post',
            options={'ordering': ['-published_at', '-pk'], 'permissions': [('publish_post', 'Can publish and unpublish posts'), ('edit_others_post', 'Can see and edit the posts of others'), ('restore_post', 'Can take posts out of the trash'), ('feature_post', 'Can put posts on the front page'), ('purge_post', 'Can delete trashed posts for good'), ('embargo_post', 'Can set and lift embargoes')], 'verbose_name': 'post', 'verbose_name_plural': 'posts'},
        ),
        migrations.AddField(
            model_name='image',
            name='is_decorative',
            field=models.BooleanField(default=False, help_text='It says nothing that readers who cannot see it would miss.', verbose_name='decorative'),
        ),
        migrations.AddField(
            model_name='image',
            name='licence_ends_on',
            field=models.DateField(blank=True, help_text='The last day on which we may show the picture.', null=True, verbose_name='licence ends on'),
        ),
        migrations.AddField(
            model_name='post',
            name='embargo_until',
            field=models.DateTimeField(blank=True, help_text='Readers cannot see the post before this moment.', null=True, verbose_name='embargo until'),
        ),
        migrations.AddField(
            model_name='post',
            name='notes',
            field=news.models.fields.PlainLinesField(blank=True, help_text='For the newsroom; readers never see them.', max_length=5000, verbose_name='internal notes'),
        ),
        migrations.AddField(
            model_name='post',
            name='origin',
            field=models.CharField(blank=True, choices=[('original', 'original'), ('republished', 'republished'), ('translated', 'translated')], help_text='Whose work the text is.', max_length=16, verbose_name='origin'),
        ),
        migrations.AddField(
            model_name='post',
            name='review_note',
            field=news.models.fields.PlainLinesField(blank=True, editable=False, max_length=1000, verbose_name='reason of the return'),
        ),
        migrations.AddField(
            model_name='post',
            name='submitted_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='submitted'),
        ),
        migrations.AddField(
            model_name='revision',
            name='note',
            field=news.models.fields.PlainTextField(blank=True, max_length=300, verbose_name='note'),
        ),
        migrations.AddField(
            model_name='user',
            name='has_shortcuts',
            field=models.BooleanField(default=True, help_text='Single keys that act by themselves, like n for a new post.', verbose_name='keyboard shortcuts'),
        ),
        migrations.AddField(
            model_name='user',
            name='is_compact',
            field=models.BooleanField(default=False, help_text='More rows on one screen.', verbose_name='compact lists'),
        ),
        migrations.AddField(
            model_name='user',
            name='theme',
            field=models.CharField(choices=[('auto', 'as the system'), ('light', 'light'), ('dark', 'dark')], default='auto', max_length=8, verbose_name='colours'),
        ),
        migrations.AlterField(
            model_name='author',
            name='bio',
            field=news.models.fields.PlainLinesField(blank=True, verbose_name='biography'),
        ),
        migrations.AlterField(
            model_name='category',
            name='description',
            field=news.models.fields.PlainLinesField(blank=True, verbose_name='description'),
        ),
        migrations.AlterField(
            model_name='correction',
            name='text',
            field=news.models.fields.PlainLinesField(help_text='What was wrong, and what is right: readers see it.', max_length=1000, verbose_name='correction'),
        ),
        migrations.AlterField(
            model_name='post',
            name='summary',
            field=news.models.fields.PlainLinesField(blank=True, max_length=1000, verbose_name='summary'),
        ),
        migrations.AlterField(
            model_name='source',
            name='description',
            field=news.models.fields.PlainLinesField(blank=True, verbose_name='description'),
        ),
        migrations.AlterField(
            model_name='tag',
            name='description',
            field=news.models.fields.PlainLinesField(blank=True, verbose_name='description'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'approved'), _negated=True), ('embargo_until__isnull', True), ('published_at__gte', models.F('embargo_until')), _connector='OR'), name='post_published_after_embargo', violation_error_message='The publication time lies before the end of the embargo.'),
        ),
        migrations.AddField(
            model_name='activity',
            name='user',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='user'),
        ),
        migrations.AddField(
            model_name='draft',
            name='post',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='news.post', verbose_name='post'),
        ),
        migrations.AddField(
            model_name='draft',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to=settings.AUTH_USER_MODEL, verbose_name='user'),
        ),
        migrations.AddField(
            model_name='editlock',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='owner'),
        ),
        migrations.AddIndex(
            model_name='postcheck',
            index=models.Index(fields=['error_count', 'warning_count'], name='post_check_counts'),
        ),
        migrations.AddField(
            model_name='presence',
            name='post',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='presences', to='news.post', verbose_name='post'),
        ),
        migrations.AddField(
            model_name='presence',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='user'),
        ),
        migrations.AddField(
            model_name='previewlink',
            name='post',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='preview_links', to='news.post', verbose_name='post'),
        ),
        migrations.AddField(
            model_name='previewlink',
            name='user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by'),
        ),
        migrations.AddField(
            model_name='scheduledchange',
            name='post',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scheduled_changes', to='news.post', verbose_name='post'),
        ),
        migrations.AddField(
            model_name='scheduledchange',
            name='user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='user'),
        ),
        migrations.AddIndex(
            model_name='activity',
            index=models.Index(fields=['-at', '-id'], name='activity_newest'),
        ),
        migrations.AddIndex(
            model_name='activity',
            index=models.Index(fields=['model', 'object_id', '-at'], name='activity_thing'),
        ),
        migrations.AddIndex(
            model_name='activity',
            index=models.Index(fields=['user', '-at'], name='activity_user'),
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.UniqueConstraint(fields=('user', 'post'), name='draft_once'),
        ),
        migrations.AddIndex(
            model_name='editlock',
            index=models.Index(fields=['expires_at'], name='edit_lock_ends'),
        ),
        migrations.AddIndex(
            model_name='presence',
            index=models.Index(fields=['post', '-seen_at'], name='presence_post'),
        ),
        migrations.AddConstraint(
            model_name='presence',
            constraint=models.UniqueConstraint(fields=('user', 'post'), name='presence_once'),
        ),
        migrations.AddIndex(
            model_name='scheduledchange',
            index=models.Index(fields=['done_at', 'due_at'], name='scheduled_change_due'),
        ),
        migrations.AddConstraint(
            model_name='scheduledchange',
            constraint=models.UniqueConstraint(condition=models.Q(('done_at__isnull', True)), fields=('post',), name='scheduled_change_once'),
        ),
        migrations.RunPython(give_permissions, migrations.RunPython.noop, elidable=True),
    ]
