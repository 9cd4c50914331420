"""The admin of tags."""

from django.contrib import admin

from news.admin.names.named import NamedAdmin, NamedForm
from news.models import Tag
from news.models.tag import tag_key


class TagForm(NamedForm):
    key_of = staticmethod(tag_key)


@admin.register(Tag)
class TagAdmin(NamedAdmin):
    form = TagForm
    fields = ("name", "slug", "description")
    list_display = ("name", "slug", "post_count")
    search_fields = ("name", "key", "slug")
    is_protected = False  # posts can lose a tag without harm
