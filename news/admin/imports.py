"""The admin of imports: what each batch did, file by file, and the raw files. Read-only."""

import zlib
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from news.admin.read_only import ReadOnlyAdmin
from news.exchange.record import Note
from news.exchange.words import describe_note, describe_problem
from news.models import ImportBatch, ImportItem, RawSource

SHOWN_CHARS = 200_000


@admin.register(ImportBatch)
class ImportBatchAdmin(ReadOnlyAdmin):
    fields = ("state", "paths", "options", "counts", "items_link", "started_at", "finished_at", "user")
    list_display = ("__str__", "state", "counts", "started_at", "finished_at", "user")
    list_filter = ("state", "started_at")
    list_select_related = ("user",)

    @admin.display(description=_("imported files"))
    def items_link(self, batch: ImportBatch) -> SafeString:
        url = f"{reverse('admin:news_importitem_changelist')}?batch__id__exact={batch.pk}"
        return format_html('<a href="{}">{}</a>', url, batch.items.count())


@admin.register(ImportItem)
class ImportItemAdmin(ReadOnlyAdmin):
    fields = ("batch", "path", "line", "outcome", "post", "decisions", "problem")
    list_display = ("path", "outcome", "post", "decisions", "problem", "batch")
    list_filter = ("outcome",)
    search_fields = ("path",)
    list_select_related = ("post", "batch")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("before", "post__body")

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        return lookup == "batch__id__exact" or super().lookup_allowed(lookup, value, request)  # type: ignore[arg-type]

    @admin.display(description=_("notes"))
    def decisions(self, item: ImportItem) -> SafeString:
        sentences = (describe_note(Note(note["code"], note.get("facts", {}))) for note in item.notes)
        return format_html_join("", "<div>{}</div>", ((sentence,) for sentence in sentences))

    @admin.display(description=_("reason"))
    def problem(self, item: ImportItem) -> str:
        return describe_problem(item.reason["code"], item.reason.get("facts", {})) if item.reason else ""


@admin.register(RawSource)
class RawSourceAdmin(ReadOnlyAdmin):
    fields = ("collection", "external_id", "post", "size_bytes", "imported_at", "text")
    list_display = ("external_id", "collection", "post", "size_bytes", "imported_at")
    search_fields = ("external_id", "post__title")
    list_select_related = ("post",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("content", "post__body")

    @admin.display(description=_("content"))
    def text(self, raw: RawSource) -> SafeString:
        """Unpacked no further than is shown, so that a small row cannot become a large page."""
        data = zlib.decompressobj().decompress(bytes(raw.content), SHOWN_CHARS)
        return format_html('<pre class="snapshot" tabindex="0">{}</pre>', data.decode("utf-8", "replace"))
