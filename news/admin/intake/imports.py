"""The admin of imported files and of the raw files that posts were made from. Read-only."""

import zlib

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from news.admin.read_only import ReadOnlyAdmin
from news.exchange.messages import describe_note, describe_problem
from news.exchange.record import Note
from news.models import ImportItem, RawSource

SHOWN_CHARS = 200_000


def note_sentences(item: ImportItem) -> list[str]:
    """Describe the decisions about a file in the active language."""
    return [describe_note(Note(note["code"], note.get("facts", {}))) for note in item.notes]


def problem_sentence(item: ImportItem) -> str:
    """Say why the file failed or was skipped; "" if it did neither."""
    return describe_problem(item.reason["code"], item.reason.get("facts", {})) if item.reason else ""


@admin.register(ImportItem)
class ImportItemAdmin(ReadOnlyAdmin):
    fields = ("batch", "path", "line", "outcome", "post", "decisions", "problem")
    list_display = ("path", "outcome", "post", "decisions", "problem", "batch")
    list_filter = ("outcome",)
    search_fields = ("path",)
    list_select_related = ("post", "batch")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportItem]:
        return super().get_queryset(request).defer("before", "post__body")

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        return lookup == "batch__id__exact" or super().lookup_allowed(lookup, value, request)  # type: ignore[arg-type]

    @admin.display(description=_("notes"))
    def decisions(self, item: ImportItem) -> SafeString:
        return format_html_join("", "<div>{}</div>", ((sentence,) for sentence in note_sentences(item)))

    @admin.display(description=_("reason"))
    def problem(self, item: ImportItem) -> str:
        return problem_sentence(item)


@admin.register(RawSource)
class RawSourceAdmin(ReadOnlyAdmin):
    fields = ("collection", "external_id", "post", "size_bytes", "imported_at", "text")
    list_display = ("external_id", "collection", "post", "size_bytes", "imported_at")
    search_fields = ("external_id", "post__title")
    list_select_related = ("post",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[RawSource]:
        return super().get_queryset(request).defer("content", "post__body")

    @admin.display(description=_("content"))
    def text(self, raw: RawSource) -> SafeString:
        """Decompress no more than is shown, so that a small row cannot become a huge page."""
        data = zlib.decompressobj().decompress(bytes(raw.content), SHOWN_CHARS)
        return format_html('<pre class="snapshot" tabindex="0">{}</pre>', data.decode("utf-8", "replace"))
