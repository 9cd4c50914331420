"""Undoing an import in the admin: the preview, the confirmation, the undo itself, and its result."""

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from news.admin.read_only import ReadOnlyAdmin
from news.admin.requests import acting_user, page_context
from news.exchange.batches import close_dead_batches
from news.exchange.locks import ImportRunningError, hold_import_lock
from news.exchange.messages import describe_kept, describe_removed
from news.exchange.undo.judging import Undo, open_items
from news.exchange.undo.run import BatchUndo, UndoneItem, UndoReceipt, is_undoable, preview
from news.models import ImportBatch
from news.publishing.log.activity import record_activity

MAX_IN_REQUEST = 500
SHOWN = 20


class UndoingImports(ReadOnlyAdmin):
    """A mixin for the admin of imports."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_http_methods(["GET", "POST"])(self.undo_view))
        return [path("<path:object_id>/undo/", view, name="news_importbatch_undo"), *super().get_urls()]

    def may_undo(self, request: HttpRequest) -> bool:
        return acting_user(request).has_perm("news.undo_importbatch")

    def can_undo(self, batch: ImportBatch) -> bool:
        """Also true when an undo stopped after its last post, before it removed what is no longer used."""
        is_half_done = batch.state == ImportBatch.Stage.UNDOING
        return is_undoable(batch) and (is_half_done or open_items(batch).exists())

    def undo_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        batch: ImportBatch | None = self.get_object(request, unquote(object_id))
        if batch is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        if not (self.may_undo(request) and self.has_view_permission(request, batch)):
            raise PermissionDenied
        if not self.can_undo(batch):
            self.message_user(request, _("There is nothing left to undo."), messages.WARNING)
            return _back_to(batch)
        count = open_items(batch).count()
        if request.method == "GET" or count > MAX_IN_REQUEST:
            return self._ask(request, batch, count)
        self._undo(request, batch)
        return _back_to(batch)

    def _ask(self, request: HttpRequest, batch: ImportBatch, count: int) -> HttpResponse:
        context = {
            **page_context(request, _("Undo import %(id)s") % {"id": batch.pk}, self.model),
            "batch": batch,
            "count": count,
            "is_too_large": count > MAX_IN_REQUEST,
            "max_count": MAX_IN_REQUEST,
            "command": f"manage.py import_undo {batch.pk}",
            **({} if count > MAX_IN_REQUEST else _look_ahead(batch)),
        }
        return TemplateResponse(request, "admin/news/importbatch/undo.html", context)

    def _undo(self, request: HttpRequest, batch: ImportBatch) -> None:
        try:
            with hold_import_lock():
                close_dead_batches()
                batch.refresh_from_db()
                undo = BatchUndo(batch, acting_user(request))
                for _item in undo.run():  # each in a transaction of its own
                    pass
                undo.close()
        except ImportRunningError:
            self.message_user(request, _("An import is running. Try again when it has finished."), messages.ERROR)
            return
        record_activity(acting_user(request), "undone", batch)
        self._tell_what_became(request, batch, undo.receipt)

    def _tell_what_became(self, request: HttpRequest, batch: ImportBatch, receipt: UndoReceipt) -> None:
        counts = ", ".join(f"{undo.label} {receipt.count(undo):,}" for undo in Undo)
        self.message_user(request, _("Import %(id)s: %(counts)s.") % {"id": batch.pk, "counts": counts})
        if removed := describe_removed(receipt.removed):
            self.message_user(request, _("Also removed: %(counts)s.") % {"counts": ", ".join(removed)})
        if receipt.count(Undo.KEPT):
            text = _("Some posts were kept, because someone or a later import has changed them since.")
            self.message_user(request, text, messages.WARNING)


def _look_ahead(batch: ImportBatch) -> dict[str, object]:
    """Return the counts, the reasons why posts are kept, and the first few items of each kind."""
    receipt = UndoReceipt(is_dry_run=True)
    shown: dict[Undo, list[UndoneItem]] = {undo: [] for undo in Undo}
    for item in preview(batch, receipt):
        if len(shown[item.verdict.undo]) < SHOWN:
            shown[item.verdict.undo].append(item)
    groups = [(undo, receipt.count(undo), shown[undo]) for undo in Undo if receipt.count(undo)]
    return {"groups": groups, "reasons": [(describe_kept(code, {}), count) for code, count in receipt.kept.items()]}


def _back_to(batch: ImportBatch) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("admin:news_importbatch_change", args=[batch.pk]))
