"""What every admin of the newsroom shares: the log of what was done, and lists that count no rows twice."""

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

CHANGES = "changes"  # our part of Django's message about a change, which is a list of such parts


class DeskAdmin(admin.ModelAdmin):
    """Django's own log (`LogEntry`) is not written: `news.publishing.log.activity` keeps one for the whole newsroom."""

    list_per_page = 50
    show_full_result_count = False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Headed by what is listed, not by what one is to do with it."""
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> list[Any]:
        """With what the fields were and are, for `log_change`."""
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
        """What the log says about one row."""
        site: Any = self.admin_site  # ours, which knows the page of the log
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
    """In one line, as the language of the desk parts them."""
    return pgettext("between names", ", ").join(names)


def read_changes(message: Any) -> dict[str, Any]:
    """Fields with what they were and are, from one of the messages above; {} for a message of Django's own."""
    if not isinstance(message, list):
        return {}
    return next((part[CHANGES] for part in message if CHANGES in part), {})
