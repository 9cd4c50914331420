"""The list of posts: columns, filters, and a number of queries that does not grow with the rows."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from news.models import Category, Post
from news.models.states import State

ROOT = ""


class PostChangeList(ChangeList):
    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Post]:
        posts: Any = super().get_queryset(request, exclude_parameters)
        return posts.for_cards()

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        labels = Category.objects.path_labels()
        for post in self.result_list:
            primary = post.primary_category
            post.category_label = labels[primary.path] if primary else ""


class StateFilter(admin.SimpleListFilter):
    """Without a choice everything but the trash is listed."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return State.choices

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.in_state(self.value()) if self.value() in State.values else queryset.not_trashed()


class CategoryFilter(admin.SimpleListFilter):
    """Walks the tree: the way down to the chosen category, then its children. A choice includes all below it."""

    title = _("category")
    parameter_name = "category"

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        self.chosen = self._find(request.GET.get(self.parameter_name, ROOT))
        below = Category.objects.filter(parent=self.chosen).order_by("position", "path")
        above = list(Category.objects.ancestors_of(self.chosen)) if self.chosen else []
        return [(row.path, "— " * row.depth + row.name) for row in (*above, *below)]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.in_category(self.chosen) if self.chosen else queryset

    def has_output(self) -> bool:
        return bool(self.lookup_choices)

    @staticmethod
    def _find(path: str) -> Category | None:
        return Category.objects.filter(path=path).first() if path else None


class PostColumns:
    """The columns of the list; mixed into the admin of posts."""

    @admin.display(description=_("state"), ordering="status")
    def state_pill(self, post: Post) -> SafeString:
        return format_html('<span class="state state-{}">{}</span>', post.state.value, post.state.label)

    @admin.display(description=_("category"))
    def category_path(self, post: Any) -> str:
        return post.category_label

    @admin.display(description=_("authors"))
    def author_names(self, post: Post) -> str:
        return "，".join(author.name for author in post.ordered_authors())

    @admin.display(description=_("publication time"), ordering="published_at")
    def publication_time(self, post: Post) -> str:
        return format_moment(post.published_at)

    @admin.display(description=_("updated"), ordering="updated_at")
    def update_time(self, post: Post) -> str:
        return format_moment(post.updated_at)


def format_moment(moment: dt.datetime | None) -> str:
    """In the site's zone, the same in both languages and short enough for a column."""
    return f"{localtime(moment):%Y-%m-%d %H:%M}" if moment else "–"
