"""Form fields the admin needs besides Django's: things in an order, and names typed in one line."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import (
    AdminSplitDateTime,
    AutocompleteSelectMultiple,
    BaseAdminDateWidget,
    BaseAdminTimeWidget,
)
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from news.models.tag import NAME_LENGTH
from news.text.keys import fold_key, split_names

MAX_TAGS = 30
JOINER = "，"
MUST_QUOTE = frozenset(',，、;；\n"')


class ExactDateTimeWidget(AdminSplitDateTime):
    """Shows seconds: Chinese shows minutes only, and each save would round the time a little more."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        widgets = [BaseAdminDateWidget(format="%Y-%m-%d"), BaseAdminTimeWidget(format="%H:%M:%S")]
        forms.MultiWidget.__init__(self, widgets, attrs)


class OrderedAutocomplete(AutocompleteSelectMultiple):
    """Keeps the order: options are written, shown and sent in the order of the value (static/news-admin/ordered.js)."""

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        """Without select2's «clear all», which it writes into the list as something that is no list item."""
        attrs = super().build_attrs(base_attrs, extra_attrs)
        return {**attrs, "data-ordered": "true", "data-allow-clear": "false"}

    def optgroups(self, name: str, value: Any, attr: dict[str, Any] | None = None) -> list[Any]:
        groups: list[Any] = super().optgroups(name, value, attr)
        place = {str(pk): index for index, pk in enumerate(value)}
        groups[0][1].sort(key=lambda option: place.get(str(option["value"]), len(place)))
        return groups

    @property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=["news-admin/ordered.js"])


class OrderedChoiceField(forms.ModelMultipleChoiceField):
    """Rows in the order they were chosen."""

    def clean(self, value: Any) -> list[Model]:  # type: ignore[override]
        rows = {str(row.pk): row for row in super().clean(value)}
        return [rows[pk] for pk in dict.fromkeys(str(key) for key in value or []) if pk in rows]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return [str(pk) for pk in initial or []] != [str(pk) for pk in data or []]


class CategoryListField(OrderedChoiceField):
    """Shows each category with its path."""

    def label_from_instance(self, obj: Any) -> str:
        return type(obj).objects.path_labels()[obj.path]


class NameListField(forms.CharField):
    """Names in one line, separated by `，` `、` `,` `;`; a name that holds one of these stands in double quotes."""

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) or value is None else JOINER.join(map(_quote, value))

    def clean(self, value: Any) -> list[str]:
        names = split_names(super().clean(value) or "")
        if len(names) > MAX_TAGS:
            raise ValidationError(_("At most %(count)d tags."), params={"count": MAX_TAGS}, code="too_many")
        for name in names:
            if len(name) > NAME_LENGTH:
                raise ValidationError(_("“%(name)s” is too long."), params={"name": name}, code="too_long")
        return names

    def has_changed(self, initial: Any, data: Any) -> bool:
        return {fold_key(name) for name in initial or []} != {fold_key(name) for name in split_names(data or "")}


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"' if MUST_QUOTE & set(name) else name
