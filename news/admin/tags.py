"""The admin of tags."""

from typing import Any

from django.contrib import admin
from django.db.models import Count
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from news.admin.named import NamedAdmin, NamedForm
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

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).annotate(linked_count=Count("items"))

    @admin.display(description=_("posts"), ordering="linked_count")
    def post_count(self, tag: Any) -> int:
        return tag.linked_count
