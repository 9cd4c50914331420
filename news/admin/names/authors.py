"""The admin of authors."""

from django.contrib import admin

from news.admin.names.lists import UseFilter
from news.admin.names.named import NamedAdmin
from news.models import Author


@admin.register(Author)
class AuthorAdmin(NamedAdmin):
    fields = ("name", "slug", "kind", "role", "bio", "url", "picture")
    list_display = ("name", "slug", "kind", "role", "post_count")
    list_filter = ("kind", UseFilter)
    search_fields = ("name", "slug")
    autocomplete_fields = ("picture",)
