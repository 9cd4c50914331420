"""The admin of the image library: descriptions and rights. Files come in through `news.images`, not through a form."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from news.models import Image

FACTS = ("state", "state_reason", "pixels", "size_bytes", "original_name", "original_url", "wrapper_url")


@admin.register(Image)
class ImageAdmin(admin.ModelAdmin):
    fieldsets = (
        (None, {"fields": ("preview", "alt", "caption", ("focal_x", "focal_y"))}),
        (_("Rights"), {"fields": ("credit", "licence")}),
        (
            _("File"),
            {
                "fields": (
                    "state",
                    "state_reason",
                    "pixels",
                    "size_bytes",
                    "original_name",
                    "original_url",
                    "wrapper_url",
                )
            },
        ),
    )
    readonly_fields = ("preview", *FACTS)
    list_display = ("preview", "name", "state", "pixels", "credit", "created_at")
    list_display_links = ("preview", "name")
    list_filter = ("state", "created_at")
    search_fields = ("alt", "caption", "original_name", "original_url")
    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Bodies name pictures by number: one that disappears would leave holes in posts."""
        return False

    def view_on_site(self, obj: Image) -> str | None:
        return obj.get_absolute_url() if obj.is_ready else None

    @admin.display(description=_("picture"))
    def preview(self, image: Image) -> SafeString | str:
        url = image.rendition_url("w400")
        return format_html('<img src="{}" alt="" class="image-preview" loading="lazy">', url) if url else "–"

    @admin.display(description=_("alternative text"), ordering="alt")
    def name(self, image: Image) -> str:
        return str(image)

    @admin.display(description=_("width × height"), ordering="width_px")
    def pixels(self, image: Image) -> str:
        return f"{image.width_px} × {image.height_px}" if image.width_px else "–"
