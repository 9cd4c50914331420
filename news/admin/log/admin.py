"""The admin of the log: read it, filter it, export it as CSV. It cannot be changed here."""

import csv
import itertools
from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone, translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from news.admin.log.messages import LogLine, LogLineChange, tell
from news.admin.log.page import ADDRESS_RIGHT, activity_page, filter_choices, read_log_query, visible_rows
from news.admin.read_only import ReadOnlyAdmin
from news.admin.requests import acting_user, page_context
from news.models import Activity
from news.text.csv_cells import quote_formula

CHUNK = 500
BYTE_ORDER_MARK = "\ufeff"  # without it Excel does not recognize UTF-8


@admin.register(Activity)
class ActivityAdmin(ReadOnlyAdmin):
    def get_urls(self) -> list[Any]:
        """Return the list and its export only; a row of the list already shows everything."""
        view = self.admin_site.admin_view
        return [
            path("", view(require_safe(self.changelist_view)), name="news_activity_changelist"),
            path("export/", view(require_safe(self.export_view)), name="news_activity_export"),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {
            **page_context(request, capfirst(self.opts.verbose_name_plural), self.model),
            "query": request.GET.urlencode(),
            **activity_page(request),
            **filter_choices(acting_user(request)),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/news/activity/list.html", context)

    def export_view(self, request: HttpRequest) -> StreamingHttpResponse:
        """Export every row that matches the query, newest first, streamed in chunks."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        user = acting_user(request)
        rows = visible_rows(user).filter(read_log_query(request.GET).conditions()).select_related("user")
        lines = write_lines(rows, user.has_perm(ADDRESS_RIGHT), translation.get_language())
        name = f"activity-{timezone.localdate():%Y-%m-%d}.csv"
        return StreamingHttpResponse(
            lines,
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


class _Echo:
    """A file for the CSV writer whose `write` returns the line instead of storing it."""

    def write(self, line: str) -> str:
        return line


def write_lines(rows: Any, shows_addresses: bool, language: str | None) -> Iterator[str]:
    """Yield CSV text. Each chunk activates `language`, as the request's own is no longer active while it is sent."""
    writer = csv.writer(_Echo())
    with translation.override(language):
        head = [_("time"), _("user"), _("action"), _("kind"), _("number"), _("title"), _("changes"), _("note")]
        first = writer.writerow([*head, *([_("network address")] if shows_addresses else [])])
    yield BYTE_ORDER_MARK + first
    found = rows.iterator(chunk_size=CHUNK)
    while chunk := list(itertools.islice(found, CHUNK)):
        with translation.override(language):
            lines = [writer.writerow(_cells(each, shows_addresses)) for each in tell(chunk)]
        yield "".join(lines)


def _cells(told: LogLine, shows_addresses: bool) -> list[str]:
    row = told.row
    moment = f"{timezone.localtime(row.at):%Y-%m-%d %H:%M:%S}"
    number = str(row.object_id or "")
    changes = "; ".join(map(describe_field, told.fields))
    cells = [moment, told.who, told.act, told.kind, number, told.title, changes, told.remark]
    return [quote_formula(cell) for cell in [*cells, *([row.address or ""] if shows_addresses else [])]]


def describe_field(told: LogLineChange) -> str:
    change = told.text or " → ".join((told.old or "–", told.new or "–"))
    return f"{told.label}: {change}"
