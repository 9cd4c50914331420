"""The filters of the list of posts, as one form. An invalid choice is reported, not ignored silently."""

import datetime as dt
from collections.abc import Callable, Container, Iterable, Iterator
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.admin import ListFilter, ModelAdmin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import NegatedExpression
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from news.admin.post_list.tabs import PARAMETER as STATE
from news.admin.post_list.tabs import choose_posts
from news.admin.requests import acting_user, read_id
from news.models import Author, Byline, Category, ImportItem, Post, PostCategory, PostQuerySet, PostTag, Source, Tag
from news.text.sentences import Label
from news.traffic.visits import site_day

DATES: dict[str, Label] = {"today": _("today"), "week": _("last 7 days"), "month": _("this month")}
Condition = Q | Exists | NegatedExpression
_OF_POST = {"post": OuterRef("pk")}
MISSING: dict[str, tuple[Label, Condition]] = {
    "header": (_("header image"), Q(header_image=None)),
    "summary": (_("summary"), Q(summary="")),
    "alt": (
        _("alternative text"),
        Q(header_image__alt="", header_image__is_decorative=False) | Q(image_count__gt=0, body__contains=' alt=""'),
    ),
    "tags": (_("tags"), ~Exists(PostTag.objects.filter(content_object=OuterRef("pk")))),
    "category": (_("category"), ~Exists(PostCategory.objects.filter(**_OF_POST))),
    "author": (_("author"), ~Exists(Byline.objects.filter(**_OF_POST))),
}


class Search(NamedTuple):
    """A choice among thousands, found by typing. `names` returns the objects that a row of the list has loaded."""

    label: Label
    model: type[Author | Tag | Source]
    field: tuple[str, str]
    condition: Callable[[int], Condition]
    names: Callable[[Post], Iterable[Author | Tag | Source]]


SEARCHES = {
    "author": Search(
        _("author"),
        Author,
        ("post", "authors"),
        lambda pk: Exists(Byline.objects.filter(author=pk, **_OF_POST)),
        lambda post: post.ordered_authors(),
    ),
    "tag": Search(
        _("tag"),
        Tag,
        ("posttag", "tag"),
        lambda pk: Exists(PostTag.objects.filter(tag=pk, content_object=OuterRef("pk"))),
        lambda post: post.tags.all(),
    ),
    "source": Search(
        _("source"),
        Source,
        ("post", "source"),
        lambda pk: Q(source=pk),
        lambda post: [post.source] if post.source else [],
    ),
}
NAMES = (STATE, "category", *SEARCHES, "date", "from", "to", "language", "batch", "missing", "owner")


class PostFilters(ListFilter):
    """All filters in one. `values` are the valid choices, `faults` are sentences about the invalid ones."""

    title = _("posts")
    template = "admin/news/post/filters.html"

    def __init__(
        self, request: HttpRequest, params: dict[str, Any], model: type[Post], model_admin: ModelAdmin
    ) -> None:
        super().__init__(request, params, model, model_admin)
        given = {name: params.pop(name)[-1].replace("\0", "").strip() for name in NAMES if name in params}
        self.user = acting_user(request)
        self.labels = Category.objects.path_labels()
        self.state = given.pop(STATE, "")
        self.values = {name: text for name, text in given.items() if text}
        self.faults: list[str] = []
        self.days = self._read_days()

    def has_output(self) -> bool:
        return True

    def choices(self, changelist: ChangeList) -> Iterator[dict[str, object]]:
        return iter(())

    def expected_parameters(self) -> list[str | None]:
        return list(NAMES)

    def queryset(self, request: HttpRequest, queryset: Any) -> PostQuerySet:
        posts = choose_posts(queryset, self.state, self.user)
        for condition in self._conditions():
            posts = posts.filter(condition)
        path = self.values.get("category")
        return posts.in_category(Category(path=path)) if path else posts

    @property
    def is_narrowed(self) -> bool:
        return bool(self.values)

    def _conditions(self) -> Iterator[Condition]:
        self._holds("category", self.labels)
        for name, search in SEARCHES.items():
            if name in self.values and (pk := self._read_number(name)):
                yield search.condition(pk)
        if "batch" in self.values and (batch := self._read_number("batch")):
            yield Q(pk__in=ImportItem.objects.filter(batch=batch).values("post"))
        if self._holds("language", dict(settings.LANGUAGES)):
            yield Q(language=self.values["language"])
        if self._holds("missing", MISSING):
            yield MISSING[self.values["missing"]][1]
        if "owner" in self.values:
            yield Q(owner__username__iexact=self.values["owner"])
        if self.days[0]:
            yield Q(published_at__gte=day_begins(self.days[0]))
        if self.days[1]:
            yield Q(published_at__lt=day_begins(self.days[1] + dt.timedelta(days=1)))

    def _read_number(self, name: str) -> int:
        number = read_id(self.values[name].lstrip("#"))
        if not number:
            self._refuse(name, gettext("“%(value)s” is not a number."))
        return number

    def _holds(self, name: str, known: Container[str]) -> bool:
        if name in self.values and self.values[name] not in known:
            self._refuse(name, gettext("“%(value)s” cannot be chosen here."))
        return name in self.values

    def _read_days(self) -> tuple[dt.date | None, dt.date | None]:
        """Return the first and last day of publication, in the site's zone. A named span wins over typed days."""
        today = site_day(timezone.now())
        if self._holds("date", DATES):
            first = {"today": today, "week": today - dt.timedelta(days=6), "month": today.replace(day=1)}
            return first[self.values["date"]], today
        return self._read_day("from"), self._read_day("to")

    def _read_day(self, name: str) -> dt.date | None:
        text = self.values.get(name, "")
        try:
            day = parse_date(text)
        except ValueError:
            day = None
        if text and (day is None or not dt.date.min < day < dt.date.max):
            self._refuse(name, gettext("“%(value)s” is not a date. Write it as 2026-11-26."))
            return None
        return day

    def _refuse(self, name: str, sentence: str) -> None:
        self.faults.append(sentence % {"value": self.values.pop(name)})


def day_begins(day: dt.date) -> dt.datetime:
    """Return the day's midnight in the site's zone."""
    return dt.datetime.combine(day, dt.time(), timezone.get_default_timezone())


def name_chosen(filters: PostFilters, rows: Iterable[Post]) -> dict[str, str]:
    """Return the names of what the `SEARCHES` filters chose, taken from the rows if they have them, else queried."""
    found = {}
    for name, search in SEARCHES.items():
        if name in filters.values:
            pk = read_id(filters.values[name])
            things = (thing for post in rows for thing in search.names(post) if thing.pk == pk)
            thing = next(things, None) or search.model._default_manager.filter(pk=pk).first()
            found[name] = str(thing or f"#{pk}")
    return found
