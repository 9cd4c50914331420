"""The admin of authors, who stand in bylines."""

from django.contrib import admin

from news.admin.named import NamedAdmin
from news.models import Author


@admin.register(Author)
class AuthorAdmin(NamedAdmin):
    fields = ("name", "slug", "kind", "role", "bio", "url", "picture")
    list_display = ("name", "slug", "kind", "role")
    list_filter = ("kind",)
    search_fields = ("name", "slug")
    autocomplete_fields = ("picture",)
