"""Model fields that clean their values, so that no writer can forget to."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.core.validators import URLValidator
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Case, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from news.text.cleaning import clean_html
from news.text.plain import clean_lines, clean_plain

WEB_SCHEMES = ["http", "https"]

if TYPE_CHECKING:  # Django's fields take no type arguments at run time
    CharField = models.CharField[str, str]
    TextField = models.TextField[str, str]
    URLField = models.URLField[str, str]
else:
    CharField, TextField, URLField = models.CharField, models.TextField, models.URLField


class CleanHTML(str):
    """HTML that has been through the cleaner. Joining or cutting it gives a plain `str` again."""

    __slots__ = ()


class CleanHTMLField(TextField):
    """HTML that is cleaned however it is written.

    `pre_save` covers `save` and `bulk_create` and sets the clean text on the instance too; `get_db_prep_save` covers
    `update` and `bulk_update`. An expression would bypass both: `pre_save` and `refuse_expressions` refuse it.
    """

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = super().pre_save(model_instance, add)
        if hasattr(value, "resolve_expression"):
            raise TypeError(f"{self.name} takes text, not a database expression: it could not be cleaned.")
        if isinstance(value, str):
            value = _clean(value)
            setattr(model_instance, self.attname, value)
        return value

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        if isinstance(value, str):
            value = str(_clean(value))
        return super().get_db_prep_save(value, connection)


def _clean(value: str) -> CleanHTML:
    return value if isinstance(value, CleanHTML) else CleanHTML(clean_html(value).html)


def refuse_expressions(model: type[models.Model], values: Mapping[str, Any]) -> None:
    """Raises: TypeError when an expression in a queryset's `update` would reach a CleanHTMLField uncleaned.

    `bulk_update` passes, because its CASE contains only values bound to the field, which cleans them.
    """
    for name, value in values.items():
        field = model._meta.get_field(name)
        if isinstance(field, CleanHTMLField) and hasattr(value, "resolve_expression") and not _is_bound(value, field):
            raise TypeError(f"{name} takes text, not a database expression: it could not be cleaned.")


def _is_bound(expression: Any, field: "models.Field[Any, Any]") -> bool:
    if isinstance(expression, Cast):  # PostgreSQL's bulk_update
        (expression,) = expression.get_source_expressions()
    if isinstance(expression, Case):
        results = [case.result for case in expression.cases]
        return all(isinstance(result, Value) and result.output_field is field for result in results)
    return isinstance(expression, Value) and expression.output_field is field


class PlainTextField(CharField):
    """One line of plain text without control characters, bidi overrides or NUL (which PostgreSQL refuses)."""

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return clean_plain(value) if isinstance(value, str) else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = clean_plain(value)
            setattr(model_instance, self.attname, value)
        return value


class PlainLinesField(TextField):
    """Plain text of several lines: each line is cleaned as by `PlainTextField`; blank lines are kept."""

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return clean_lines(value) if isinstance(value, str) else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = clean_lines(value)
            setattr(model_instance, self.attname, value)
        return value


class WebURLField(URLField):
    """An http(s) address or "". Pair it with `web_url_check`, which also binds writers that bypass validation."""

    default_validators = [URLValidator(schemes=WEB_SCHEMES)]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 2000)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"assume_scheme": "https", **kwargs})


def web_url_check(model: str, field: str) -> models.CheckConstraint:
    """Allows only http(s) or "": a `javascript:` address from an import would be clickable (Django CVE-2026-15920)."""
    empty = models.Q(**{field: ""})
    http = models.Q(**{f"{field}__startswith": "http://"})
    https = models.Q(**{f"{field}__startswith": "https://"})
    return models.CheckConstraint(
        condition=empty | http | https,
        name=f"{model}_{field}_is_http",
        violation_error_message=_("Enter an address that begins with http:// or https://."),
    )
