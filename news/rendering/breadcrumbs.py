"""Breadcrumbs for pages outside the category tree: tags and archives."""

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

from django.urls import reverse
from django.utils.translation import gettext as _

from news.models import Tag
from news.rendering.dates import format_day_number, format_month_name, format_year


class BreadcrumbTarget(Protocol):
    """One step of a breadcrumb trail: a category or a `Breadcrumb`."""

    @property
    def name(self) -> str: ...

    def get_absolute_url(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Breadcrumb:
    name: str
    path: str

    def get_absolute_url(self) -> str:
        return self.path


def tag_breadcrumbs(tag: Tag) -> list[Breadcrumb]:
    return [Breadcrumb(_("Tags"), reverse("tag_index")), Breadcrumb(f"#{tag.name}", tag.get_absolute_url())]


def year_breadcrumbs(year: int) -> list[Breadcrumb]:
    return [Breadcrumb(_("Archive"), reverse("archive")), Breadcrumb(format_year(year), reverse("year", args=[year]))]


def month_breadcrumbs(day: dt.date) -> list[Breadcrumb]:
    return [
        *year_breadcrumbs(day.year),
        Breadcrumb(format_month_name(day), reverse("month", args=[day.year, day.month])),
    ]


def day_breadcrumbs(day: dt.date) -> list[Breadcrumb]:
    return [
        *month_breadcrumbs(day),
        Breadcrumb(format_day_number(day), reverse("day", args=[day.year, day.month, day.day])),
    ]
