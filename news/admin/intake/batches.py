"""The admin of imports: a list, and for each import a page that reads like a receipt and links to its undo."""

import datetime as dt
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from news.admin.intake.imports import note_sentences, problem_sentence
from news.admin.intake.undoing import UndoingImports
from news.admin.post_list.list import format_moment
from news.admin.read_only import ReadOnlyAdmin
from news.admin.requests import page_context
from news.admin.today.machines import IMPORT_DAYS
from news.exchange.messages import describe_kept, describe_note
from news.exchange.record import Note
from news.models import ImportBatch, ImportItem
from news.models.intake import failed_imports
from news.text.sentences import Label

ITEMS_PER_PAGE = 50
Outcome = ImportItem.Outcome
Undo = ImportItem.Undo


class TroubleFilter(admin.SimpleListFilter):
    """Selects the same rows that Today counts."""

    title = _("problems")
    parameter_name = "trouble"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Label]]:
        return [("week", _("with failures, in the last 7 days"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[ImportBatch]) -> QuerySet[ImportBatch]:
        since = timezone.now() - dt.timedelta(days=IMPORT_DAYS)
        return queryset.filter(failed_imports(since)) if self.value() == "week" else queryset


@admin.register(ImportBatch)
class ImportBatchAdmin(UndoingImports, ReadOnlyAdmin):
    list_display = ("__str__", "state_pill", "counts_in_words", "started", "finished", "who")
    list_filter = ("state", TroubleFilter, "started_at")
    list_select_related = ("user", "undone_by")

    @admin.display(description=_("state"), ordering="state")
    def state_pill(self, batch: ImportBatch) -> SafeString:
        return format_html('<span class="state state-{}">{}</span>', batch.state, batch.get_state_display())

    @admin.display(description=_("files"))
    def counts_in_words(self, batch: ImportBatch) -> str:
        counts = [(outcome.label, batch.counts.get(outcome.value, 0)) for outcome in Outcome]
        return "   ".join(f"{label} {count:,}" for label, count in counts if count) or "–"

    @admin.display(description=_("started"), ordering="started_at")
    def started(self, batch: ImportBatch) -> str:
        return format_moment(batch.started_at)

    @admin.display(description=_("finished"), ordering="finished_at")
    def finished(self, batch: ImportBatch) -> str:
        return format_moment(batch.finished_at)

    @admin.display(description=_("by"))
    def who(self, batch: ImportBatch) -> str:
        return str(batch.user or _("command line"))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        batch: ImportBatch | None = self.get_object(request, unquote(object_id))
        if batch is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        if request.method != "GET" or not self.has_view_permission(request, batch):
            raise PermissionDenied
        frame = page_context(request, _("Import %(id)s") % {"id": batch.pk}, self.model)
        context = {**frame, **self._tell(request, batch), **(extra_context or {})}
        return TemplateResponse(request, "admin/news/importbatch/receipt.html", context)

    def _tell(self, request: HttpRequest, batch: ImportBatch) -> dict[str, object]:
        return {
            "batch": batch,
            "who": self.who(batch),
            "started": self.started(batch),
            "finished": self.finished(batch),
            "undone": format_moment(batch.undone_at),
            "outcomes": _outcome_filters(batch),
            "undos": _undo_filters(batch),
            "decisions": _decisions(batch),
            "page": _item_page(batch, request),
            "may_undo": self.may_undo(request),
            "can_undo": self.can_undo(batch),
        }


def _outcome_filters(batch: ImportBatch) -> list[tuple[Outcome, int, bool]]:
    """Return each outcome, its number of files, and whether there are rows to show: unchanged files leave none."""
    rows = dict(batch.items.order_by().values_list("outcome").annotate(count=Count("pk")))
    found = [
        (each, max(batch.counts.get(each.value, 0), rows.get(each.value, 0)), each.value in rows) for each in Outcome
    ]
    return [row for row in found if row[1]]


def _undo_filters(batch: ImportBatch) -> list[tuple[Undo, int]]:
    rows = dict(batch.items.exclude(undo="").order_by().values_list("undo").annotate(count=Count("pk")))
    return [(each, rows[each.value]) for each in Undo if each.value in rows]


def _decisions(batch: ImportBatch) -> list[tuple[str, int]]:
    """Return the decisions with their counts, most frequent first; one sentence covers all notes of a kind."""
    notes = sorted(batch.counts.get("notes", {}).items(), key=lambda note: (-note[1], note[0]))
    return [(describe_note(Note(code)), count) for code, count in notes]


def _item_page(batch: ImportBatch, request: HttpRequest) -> Page[Any]:
    items = batch.items.select_related("post").defer("before", "made", "post__body").order_by("pk")
    if request.GET.get("outcome") in Outcome.values:
        items = items.filter(outcome=request.GET["outcome"])
    if request.GET.get("undo") in Undo.values:
        items = items.filter(undo=request.GET["undo"])
    page: Page[Any] = Paginator(items, ITEMS_PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = [_describe(item) for item in page.object_list]
    return page


def _describe(item: ImportItem) -> dict[str, object]:
    kept = item.undo_reason or {}
    return {
        "item": item,
        "notes": note_sentences(item),
        "problem": problem_sentence(item),
        "kept": describe_kept(kept["code"], kept.get("facts", {})) if kept else "",
    }
