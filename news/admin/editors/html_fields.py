"""Gives HTML columns the editor, and gives pages that contain it the content security policy it needs."""

from typing import Any

from django.db.models import Field
from django.forms import Field as FormField
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst

from news.admin.desk import DeskAdmin
from news.admin.editors.editor import EditorField, get_formfield
from news.admin.frame.headers import allow_editor
from news.models.fields import CleanHTMLField


class HTMLFieldsAdmin(DeskAdmin):
    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> FormField | None:
        if isinstance(db_field, CleanHTMLField):
            label = capfirst(db_field.verbose_name)
            return get_formfield(label=label, required=not db_field.blank, help_text=db_field.help_text)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        response = super().render_change_form(request, context, *args, **kwargs)
        if any(isinstance(field, EditorField) for field in context["adminform"].form.fields.values()):
            allow_editor(response)
        return response
