"""The forms of acts on many posts: one small form for each kind of question. The cleaned data is the act's `values`."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from news.admin.fields import AuthorListField, CategoryListField, TagListField
from news.admin.list_widgets import TagLine
from news.models import Author, Category

LATEST_YEARS = 10


class PlainDateTimeWidget(forms.SplitDateTimeWidget):
    """The browser's own inputs for a day and a time of day."""

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        day: Any = {"type": "date", "aria-label": _("Day")}
        time: Any = {"type": "time", "aria-label": _("Time of day")}
        super().__init__(attrs, "%Y-%m-%d", "%H:%M", day, time)
        self.widgets[0].input_type, self.widgets[1].input_type = "date", "time"


class PublicationTimeForm(forms.Form):
    at = forms.SplitDateTimeField(label=_("Publication time"), widget=PlainDateTimeWidget)

    def clean_at(self) -> dt.datetime:
        moment: dt.datetime = self.cleaned_data["at"]
        if moment <= timezone.now():
            raise ValidationError(_("This time has passed. To publish now, use “Publish”."), code="past")
        if moment > timezone.now() + dt.timedelta(days=366 * LATEST_YEARS):
            raise ValidationError(_("That is more than %(years)d years away."), params={"years": LATEST_YEARS})
        return moment


class CategoriesForm(forms.Form):
    categories = CategoryListField(label=_("Categories"), queryset=Category.objects.all())
    how = forms.ChoiceField(
        label=_("What to do"),
        choices=[
            ("replace", _("Replace the existing categories")),
            ("add", _("Add these after the existing categories")),
        ],
        initial="replace",
        widget=forms.RadioSelect,
    )


class AuthorsForm(forms.Form):
    authors = AuthorListField(label=_("Authors"), queryset=Author.objects.all(), help_text=_("In byline order."))


class TagsForm(forms.Form):
    tags = TagListField(
        label=_("Tags"),
        widget=TagLine,
        help_text=_("Separated by commas (， 、 , or ;). New tags are created."),
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("What needs fixing"),
        max_length=300,
        widget=AdminTextareaWidget(attrs={"rows": 3}),
        help_text=_("The owner sees this above the post form."),
    )


class FormatForm(forms.Form):
    file_format = forms.ChoiceField(
        label=_("Format"),
        choices=[
            ("csv", _("CSV: a table for spreadsheets, without the texts")),
            ("json", _("JSON: everything, including the texts")),
        ],
        initial="csv",
        widget=forms.RadioSelect,
    )
