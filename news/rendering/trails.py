"""The way from the home page to where one is, for pages that do not stand in the tree of categories."""

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

from django.urls import reverse
from django.utils.translation import gettext as _

from news.models import Tag
from news.rendering.dates import format_day_number, format_month_name, format_year


class Named(Protocol):
    """A step of a breadcrumb: a category, or a `Step`."""

    @property
    def name(self) -> str: ...

    def get_absolute_url(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    path: str

    def get_absolute_url(self) -> str:
        return self.path


def tag_trail(tag: Tag) -> list[Step]:
    return [Step(_("Tags"), reverse("tag_index")), Step(f"#{tag.name}", tag.get_absolute_url())]


def year_trail(year: int) -> list[Step]:
    return [Step(_("Archive"), reverse("archive")), Step(format_year(year), reverse("year", args=[year]))]


def month_trail(day: dt.date) -> list[Step]:
    return [*year_trail(day.year), Step(format_month_name(day), reverse("month", args=[day.year, day.month]))]


def day_trail(day: dt.date) -> list[Step]:
    return [*month_trail(day), Step(format_day_number(day), reverse("day", args=[day.year, day.month, day.day]))]
