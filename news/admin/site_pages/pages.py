"""The admin of pages: about, contact, terms."""

from collections.abc import Iterable

from django.conf import settings
from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest

from news.admin.editors.html_fields import HTMLFieldsAdmin
from news.models import Page
from news.publishing.site.pages import delete_page, save_page
from news.rendering.about import page_path


@admin.register(Page)
class PageAdmin(HTMLFieldsAdmin):
    fields = ("title", "slug", "language", "body", "description", "is_published", "is_in_footer", "position")
    list_display = ("title", "slug", "language", "is_published", "is_in_footer", "updated_at")
    list_filter = ("language", "is_published")
    search_fields = ("title", "slug")
    list_per_page = 50
    show_full_result_count = False

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, str | list[str]]:
        return {"language": settings.LANGUAGE_CODE, **super().get_changeform_initial_data(request)}

    def view_on_site(self, obj: Page) -> str | None:
        return page_path(obj) if obj.is_published and obj.slug else None

    def save_model(self, request: HttpRequest, obj: Page, form: ModelForm, change: bool) -> None:
        save_page(obj)

    def delete_model(self, request: HttpRequest, obj: Page) -> None:
        delete_page(obj)

    def delete_queryset(self, request: HttpRequest, queryset: Iterable[Page]) -> None:
        for page in queryset:
            delete_page(page)
