"""Form fields that the admin needs besides Django's: ordered choices, and names typed in one line."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms.renderers import BaseRenderer
from django.forms.utils import to_current_timezone
from django.template.loader import get_template
from django.utils.timezone import get_default_timezone_name
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from news.admin.list_widgets import BylineWidget, CategoryTree
from news.models import Author, MergedName, Tag
from news.models.tag import NAME_LENGTH
from news.text.keys import fold_key, split_names

MAX_TAGS = 30
JOINER = "，"
BEIJING_TIME = frozenset({"Asia/Shanghai", "Asia/Chongqing", "Asia/Harbin", "PRC"})
MUST_QUOTE = frozenset(',，、;；\n"')


class ExactDateTimeWidget(forms.MultiWidget):
    """The browser's own date and time inputs, with the time zone they are in. Seconds are kept: Chinese formats show
    minutes only, so each save would round the time."""

    template_name = "admin/news/post/widgets/moment.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        date = forms.DateInput({"type": "date", "aria-label": _("Date")}, format="%Y-%m-%d")
        time = forms.TimeInput({"type": "time", "aria-label": _("Time")}, format="%H:%M:%S")
        super().__init__([date, time], attrs)

    def decompress(self, value: dt.datetime | None) -> list[dt.date | dt.time | None]:
        if not value:
            return [None, None]
        local = to_current_timezone(value)
        return [local.date(), local.time().replace(microsecond=0)]

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0"

    def get_context(self, name: str, value: object, attrs: dict[str, object] | None) -> dict[str, object]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["widget"] |= {"zone": get_default_timezone_name(), "zone_name": zone_name()}
        return context

    def _render(self, template_name: str, context: dict[str, Any], renderer: BaseRenderer | None = None) -> str:
        return get_template(template_name).render(context)


def zone_name() -> str:
    """Return the everyday name of the desk's time zone, or its identifier where we have no name for it."""
    name = get_default_timezone_name()
    return gettext("Beijing time") if name in BEIJING_TIME else name


class OrderedChoiceField(forms.ModelMultipleChoiceField):
    """A choice of rows that keeps the order in which they were chosen."""

    def clean(self, value: Iterable[object] | None) -> list[Model]:  # type: ignore[override]
        rows = {str(row.pk): row for row in super().clean(value)}
        return [rows[pk] for pk in dict.fromkeys(str(key) for key in value or []) if pk in rows]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return [str(pk) for pk in initial or []] != [str(pk) for pk in data or []]


class CategoryListField(OrderedChoiceField):
    widget = CategoryTree


class AuthorListField(OrderedChoiceField):
    """Accepts names besides row numbers: a name that was typed but not chosen is looked up, not lost."""

    widget = BylineWidget

    def clean(self, value: Iterable[object] | None) -> list[Model]:  # type: ignore[override]
        given = [str(key) for key in value or []]
        names = [name for text in given if not text.isdecimal() for name in split_names(text)]
        return super().clean([*filter(str.isdecimal, given), *map(_find_author_key, names)])


def _find_author_key(name: str) -> str:
    author = find_author(name)
    if author is None:
        text = _("There is no author “%(name)s”. Choose one from the list, or add the author first.")
        raise ValidationError(text, params={"name": name}, code="unknown_author")
    return str(author.pk)


def find_author(name: str) -> Author | None:
    """Find an author by any spelling of the name: the oldest of several, else the one that a merged name leads to."""
    key = fold_key(name)
    rows = Author.objects.order_by("pk").values_list("pk", "name")
    pk = next((pk for pk, other in rows if fold_key(other) == key), None)
    if pk is not None:
        return Author.objects.get(pk=pk)
    merged = MergedName.objects.of(Author).select_related("author")
    return next((row.author for row in merged if fold_key(row.name) == key), None)


class NameListField(forms.CharField):
    """Names in one line, separated by `，` `、` `,` `;`; a name that contains one of these is put in double quotes."""

    def prepare_value(self, value: Iterable[str] | None) -> str | None:
        return value if isinstance(value, str) or value is None else JOINER.join(map(_quote, value))

    def clean(self, value: object) -> list[str]:
        names = split_names(super().clean(value) or "")
        if len(names) > MAX_TAGS:
            raise ValidationError(_("At most %(count)d tags."), params={"count": MAX_TAGS}, code="too_many")
        for name in names:
            if len(name) > NAME_LENGTH:
                raise ValidationError(_("“%(name)s” is too long."), params={"name": name}, code="too_long")
        return names

    def has_changed(self, initial: Iterable[str] | None, data: str | None) -> bool:
        return {fold_key(name) for name in initial or []} != {fold_key(name) for name in split_names(data or "")}


class TagListField(NameListField):
    """Replaces the name of a merged tag with the name of the tag it was merged into."""

    def clean(self, value: object) -> list[str]:
        return Tag.objects.follow(super().clean(value))


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"' if MUST_QUOTE & set(name) else name
