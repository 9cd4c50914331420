"""What the log records of a form: the changed fields with their old and new values, but never a secret."""

from typing import Any

from django import forms
from django.db.models import Model, QuerySet

from news.publishing.log.log_changes import LoggedChanges, tell_values

SECRET_WORDS = ("password", "secret", "token")
NAMES_SHOWN = 20


def tell_form(form: Any) -> LoggedChanges:
    """Describe the changes of a valid form, before or after saving. Costs one query for each changed relation."""
    values = getattr(form, "cleaned_data", {})
    names = [name for name in form.changed_data if name in values]
    return {name: _tell_field(form, name, values[name]) for name in names}


def _tell_field(form: Any, name: str, new: Any) -> dict[str, Any]:
    field = form.fields[name]
    if _is_secret(name, field):
        return {}
    old = form.get_initial_for_field(field, name)
    if isinstance(field, forms.ModelChoiceField):
        return tell_values(_names(field, old), _names(field, new))
    return tell_values(_plain(old), _plain(new), is_long=isinstance(field.widget, forms.Textarea))


def _is_secret(name: str, field: forms.Field) -> bool:
    return isinstance(field.widget, forms.PasswordInput) or any(word in name.lower() for word in SECRET_WORDS)


def _names(field: Any, value: Any) -> Any:
    """Return the names of one or several rows, which may be given as keys."""
    if value is None or value == "":
        return ""
    if isinstance(value, Model):
        return str(value)
    if isinstance(value, list | tuple | set | QuerySet):
        return [_names(field, each) for each in list(value)[:NAMES_SHOWN]]
    found = field.queryset.model._default_manager.filter(**{field.to_field_name or "pk": value}).first()
    return str(found) if found else str(value)


def _plain(value: Any) -> Any:
    """Convert a value to what JSON can hold."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list | tuple | set):
        return [_plain(each) for each in value]
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
