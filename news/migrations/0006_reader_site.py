"""What the readers' site shows besides posts: pages, corrections, slots of the home page, views; follow-ups."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import news.models.fields
from news.publishing.site.roles import give_permissions


class Migration(migrations.Migration):

    dependencies = [
        ('news', '0005_reporters_add_images'),
    ]

    operations = [
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(help_text='What was wrong, and what is right: readers see it.', max_length=1000, verbose_name='correction')),
                ('corrected_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='corrected')),
            ],
            options={
                'verbose_name': 'correction',
                'verbose_name_plural': 'corrections',
                'ordering': ['corrected_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='FollowUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=32, verbose_name='kind')),
                ('path', models.CharField(blank=True, max_length=500, verbose_name='path')),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='due')),
                ('claimed_until', models.DateTimeField(blank=True, editable=False, null=True)),
                ('try_count', models.PositiveSmallIntegerField(default=0, verbose_name='tries')),
                ('error', news.models.fields.PlainTextField(blank=True, max_length=500, verbose_name='error')),
                ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='done')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='added')),
            ],
            options={
                'verbose_name': 'follow-up',
                'verbose_name_plural': 'follow-ups',
                'ordering': ['-id'],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='Page',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', news.models.fields.PlainTextField(max_length=200, verbose_name='title')),
                ('slug', models.SlugField(help_text='The address: “about” gives /about/. Translations share it.', max_length=60, verbose_name='slug')),
                ('language', models.CharField(choices=[('zh-hans', 'Simplified Chinese'), ('en', 'English')], default='zh-hans', max_length=16, verbose_name='language')),
                ('body', news.models.fields.CleanHTMLField(blank=True, verbose_name='body')),
                ('description', news.models.fields.PlainTextField(blank=True, max_length=300, verbose_name='description for search engines')),
                ('is_published', models.BooleanField(default=False, verbose_name='published')),
                ('is_in_footer', models.BooleanField(default=True, verbose_name='in the footer')),
                ('position', models.PositiveIntegerField(default=0, help_text='Order in the footer.', verbose_name='position')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated')),
            ],
            options={
                'verbose_name': 'page',
                'verbose_name_plural': 'pages',
                'ordering': ['position', 'slug', 'language'],
            },
        ),
        migrations.CreateModel(
            name='Slot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(choices=[('zh-hans', 'Simplified Chinese'), ('en', 'English')], default='zh-hans', max_length=16, verbose_name='home page in')),
                ('place', models.CharField(choices=[('lead', 'lead story'), ('secondary', 'beside the lead')], max_length=16, verbose_name='place')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('starts_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='from')),
                ('expires_at', models.DateTimeField(blank=True, help_text='Empty: until it is changed.', null=True, verbose_name='until')),
            ],
            options={
                'verbose_name': 'home page slot',
                'verbose_name_plural': 'home page slots',
                'ordering': ['language', 'place', 'position'],
            },
        ),
        migrations.CreateModel(
            name='ViewCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('count', models.PositiveIntegerField(default=0, verbose_name='views')),
            ],
            options={
                'verbose_name': 'views of a day',
                'verbose_name_plural': 'views by day',
                'ordering': ['-day'],
                'default_permissions': (),
            },
        ),
        migrations.RemoveConstraint(
            model_name='address',
            name='address_has_one_target_at_most',
        ),
        migrations.AddField(
            model_name='siteprofile',
            name='age_note_days',
            field=models.PositiveIntegerField(default=365, help_text='Older posts say how old they are. 0: none does.', verbose_name='age note after days'),
        ),
        migrations.AddField(
            model_name='siteprofile',
            name='allows_ai_crawlers',
            field=models.BooleanField(default=False, help_text='Whether robots.txt lets in crawlers that train models.', verbose_name='AI crawlers welcome'),
        ),
        migrations.AddField(
            model_name='siteprofile',
            name='security_contact',
            field=news.models.fields.PlainTextField(blank=True, help_text='For security.txt: mailto:security@news.example or an https:// address.', max_length=200, verbose_name='security contact'),
        ),
        migrations.AddField(
            model_name='siteprofile',
            name='websub_hub',
            field=news.models.fields.WebURLField(blank=True, help_text='Feeds name it, so that readers are told at once.', max_length=2000, verbose_name='WebSub hub'),
        ),
        migrations.AddConstraint(
            model_name='siteprofile',
            constraint=models.CheckConstraint(condition=models.Q(('websub_hub', ''), ('websub_hub__startswith', 'http://'), ('websub_hub__startswith', 'https://'), _connector='OR'), name='siteprofile_websub_hub_is_http', violation_error_message='Enter an address that begins with http:// or https://.'),
        ),
        migrations.AddField(
            model_name='correction',
            name='post',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='news.post', verbose_name='post'),
        ),
        migrations.AddField(
            model_name='followup',
            name='post',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='follow_ups', to='news.post', verbose_name='post'),
        ),
        migrations.AddConstraint(
            model_name='page',
            constraint=models.UniqueConstraint(fields=('language', 'slug'), name='page_slug_once_per_language', violation_error_message='Another page in this language has this slug.'),
        ),
        migrations.AddConstraint(
            model_name='page',
            constraint=models.CheckConstraint(condition=models.Q(('slug', ''), _negated=True), name='page_has_slug'),
        ),
        migrations.AddField(
            model_name='address',
            name='page',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='addresses', to='news.page', verbose_name='page'),
        ),
        migrations.AddConstraint(
            model_name='address',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('author__isnull', True), ('category__isnull', True), ('page__isnull', True), ('post__isnull', True), ('source__isnull', True), ('tag__isnull', True)), models.Q(('author__isnull', True), ('category__isnull', True), ('page__isnull', True), ('source__isnull', True), ('tag__isnull', True)), models.Q(('author__isnull', True), ('page__isnull', True), ('post__isnull', True), ('source__isnull', True), ('tag__isnull', True)), models.Q(('author__isnull', True), ('category__isnull', True), ('page__isnull', True), ('post__isnull', True), ('source__isnull', True)), models.Q(('category__isnull', True), ('page__isnull', True), ('post__isnull', True), ('source__isnull', True), ('tag__isnull', True)), models.Q(('author__isnull', True), ('category__isnull', True), ('page__isnull', True), ('post__isnull', True), ('tag__isnull', True)), models.Q(('author__isnull', True), ('category__isnull', True), ('post__isnull', True), ('source__isnull', True), ('tag__isnull', True)), _connector='OR'), name='address_has_one_target_at_most'),
        ),
        migrations.AddField(
            model_name='slot',
            name='post',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='slots', to='news.post', verbose_name='post'),
        ),
        migrations.AddField(
            model_name='viewcount',
            name='post',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='view_counts', to='news.post', verbose_name='post'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='correction_says_something'),
        ),
        migrations.AddIndex(
            model_name='followup',
            index=models.Index(fields=['done_at', 'due_at'], name='follow_up_due'),
        ),
        migrations.AddConstraint(
            model_name='followup',
            constraint=models.UniqueConstraint(condition=models.Q(('done_at__isnull', True)), fields=('kind', 'path'), name='follow_up_open_once'),
        ),
        migrations.AddConstraint(
            model_name='slot',
            constraint=models.UniqueConstraint(fields=('language', 'place', 'position'), name='slot_position_once', violation_error_message='Another post stands in this slot.'),
        ),
        migrations.AddConstraint(
            model_name='slot',
            constraint=models.UniqueConstraint(fields=('language', 'post'), name='slot_post_once', violation_error_message='This post stands in another slot already.'),
        ),
        migrations.AddConstraint(
            model_name='slot',
            constraint=models.CheckConstraint(condition=models.Q(('expires_at__isnull', True), ('expires_at__gt', models.F('starts_at')), _connector='OR'), name='slot_ends_after_it_starts', violation_error_message='The slot must end after it starts.'),
        ),
        migrations.AddIndex(
            model_name='viewcount',
            index=models.Index(fields=['day', 'post', 'count'], name='view_count_day'),
        ),
        migrations.AddConstraint(
            model_name='viewcount',
            constraint=models.UniqueConstraint(fields=('post', 'day'), name='view_count_once_per_day'),
        ),
        migrations.RunPython(give_permissions, migrations.RunPython.noop, elidable=False),
    ]
