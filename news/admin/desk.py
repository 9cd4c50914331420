"""The base class of every admin of the newsroom: it writes the activity log and skips the second count of list rows."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from news.admin.form_changes import tell_form
from news.admin.requests import acting_user, page_context
from news.publishing.log.activity import record_activity

CHANGES = "changes"  # our part of Django's change message, which is a list of parts


class DeskAdmin(admin.ModelAdmin):
    """Writes `news.publishing.log.activity`, one log for the whole newsroom, instead of Django's own `LogEntry`."""

    list_per_page = 50
    show_full_result_count = False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Title the page with what it lists instead of Django's «Select … to change»."""
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> list[Any]:
        """Add the old and new values of the changed fields, for `log_change`."""
        message: list[Any] = super().construct_change_message(request, form, formsets, add)
        return message if add else [*message, {CHANGES: tell_form(form)}]

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        return record_activity(acting_user(request), "added", obj)

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        changes = read_changes(message)
        return record_activity(acting_user(request), "changed", obj, {CHANGES: changes} if changes else {})

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        return [record_activity(acting_user(request), "deleted", each) for each in queryset]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the log's entries about one row."""
        site: Any = self.admin_site  # our own site, which knows the log's page
        thing = self.get_object(request, unquote(object_id))
        if thing is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        if not self.has_view_or_change_permission(request, thing):
            raise PermissionDenied
        context = {
            **page_context(request, _("History: %(name)s") % {"name": thing}, self.model),
            "object": thing,
            **site.activity_page(request, thing),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/news/activity/of_one.html", context)


def join_names(names: Iterable[str]) -> str:
    """Join names in one line with the separator of the active language."""
    return pgettext("between names", ", ").join(names)


def read_changes(message: Any) -> dict[str, Any]:
    """Return the changed fields with old and new values from a message built above; {} for one of Django's own."""
    if not isinstance(message, list):
        return {}
    return next((part[CHANGES] for part in message if CHANGES in part), {})
