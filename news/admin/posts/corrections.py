"""Corrections on the form of their post; users who may not write them can read them there."""

from typing import Any

from django.contrib import admin
from django.db.models import DateTimeField, Field
from django.forms import Field as FormField
from django.forms import SplitDateTimeField, Textarea
from django.http import HttpRequest

from news.admin.fields import ExactDateTimeWidget
from news.models import Correction


class CorrectionInline(admin.StackedInline):
    model = Correction
    fields = ("text", "corrected_at")
    extra = 0
    classes = ("collapse",)
    formfield_overrides = {DateTimeField: {"form_class": SplitDateTimeField, "widget": ExactDateTimeWidget}}

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> FormField | None:
        if db_field.name == "text":
            kwargs["widget"] = Textarea(attrs={"class": "vLargeTextField", "rows": 3})
        return super().formfield_for_dbfield(db_field, request, **kwargs)
