"""The list of posts: what a row shows, with a number of queries that does not grow with the rows."""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.templatetags.admin_list import result_headers
from django.contrib.admin.views.main import SEARCH_VAR, ChangeList
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from news.admin.post_list.filters import DATES, MISSING, SEARCHES, PostFilters, name_chosen
from news.admin.post_list.quick_edit import QuickRow
from news.admin.post_list.tabs import PARAMETER, TABS, count_tabs
from news.admin.requests import acting_user, read_id
from news.models import Post, PostQuerySet, Revision
from news.models.states import PostState
from news.publishing.posts.trash import DAYS_KEPT
from news.search.finding import InIndex
from news.search.query import SearchQuery
from news.traffic.numbers import week_views


class KnownCountPaginator(Paginator):
    """A paginator that counts rows in the database only when the count is not known yet."""

    @cached_property
    def count(self) -> int:
        known: int | None = getattr(self.object_list, "known_count", None)
        return super().count if known is None else known


class PostChangeList(ChangeList):
    filters: PostFilters

    def get_queryset(self, request: HttpRequest, exclude_parameters: list[str | None] | None = None) -> QuerySet[Post]:
        posts: Any = super().get_queryset(request, exclude_parameters)
        return posts.for_cards().select_related("check_result", "header_image", "source").prefetch_related("tags")

    def get_results(self, request: HttpRequest) -> None:
        self.user = acting_user(request)
        self.filters = self.filter_specs[0]  # type: ignore[assignment]
        self.counts = count_tabs(self.user)
        if not (self.query or self.filters.is_narrowed) and self.filters.state in self.counts:
            self.queryset.known_count = self.counts[self.filters.state]
        super().get_results(request)
        self.result_list = list(self.result_list)
        self._add_facts(self.result_list)

    def _add_facts(self, posts: list[Any]) -> None:
        ids = [post.pk for post in posts]
        views = {} if self.is_trash else week_views(ids)
        removals = find_removals(ids) if self.is_trash else {}
        for post in posts:
            primary, image = post.primary_category, post.header_image
            post.thumb_url = image.rendition_url("w400") if image else ""
            post.is_foreign = post.language != settings.LANGUAGE_CODE
            post.is_pinned = bool(post.pinned_until and post.pinned_until > timezone.now())
            post.category_label = self.filters.labels[primary.path] if primary else ""
            post.time_text = format_moment(post.published_at)
            post.check = getattr(post, "check_result", None)
            post.views_text = f"{views[post.pk]:,}" if post.pk in views else "–"
            post.removal, post.trashed_text = removals.get(post.pk), format_moment(post.trashed_at)
            post.days_left = days_left(post.trashed_at)
            post.quick = QuickRow(self.user, post, self.filters.labels)

    @property
    def is_trash(self) -> bool:
        return self.filters.state == PostState.TRASHED

    @cached_property
    def headers(self) -> list[dict[str, int | str | None]]:
        return list(result_headers(self))

    def tabs(self) -> list[dict[str, object]]:
        """Return the tabs. Their links keep only the search, because filters belong to the tab they were chosen in."""
        search = {SEARCH_VAR: self.query} if self.query else {}
        return [
            {
                "label": tab.label,
                "count": f"{self.counts.get(str(tab.name), 0):,}",
                "is_here": tab.name == self.filters.state,
                "url": "?" + urlencode({**({PARAMETER: str(tab.name)} if tab.name else {}), **search}),
            }
            for tab in TABS
        ]

    def choices(self) -> dict[str, object]:
        """Return the choices of the filter form."""
        names = name_chosen(self.filters, self.result_list)
        return {
            "dates": DATES,
            "missing": {name: label for name, (label, _condition) in MISSING.items()},
            "categories": self.filters.labels,
            "languages": dict(settings.LANGUAGES),
            "searches": [
                {"name": name, "search": each, "chosen": names.get(name), "value": self.filters.values.get(name)}
                for name, each in SEARCHES.items()
            ],
        }


def find_removals(ids: Iterable[int]) -> dict[int, Revision]:
    """Return, by post id, the revision that moved the post to the trash, which says who did it. One query."""
    rows = Revision.objects.filter(post__in=ids, reason="trashed").select_related("user").defer("snapshot")
    return {row.post_id: row for row in rows.order_by("version")}


def days_left(trashed_at: dt.datetime | None) -> int | None:
    """Return the whole days until `purge_trash` may delete the post for good; 0 means at its next run."""
    if trashed_at is None:
        return None
    return max(0, DAYS_KEPT - (timezone.now() - trashed_at).days)


def order_of_tab(name: str) -> tuple[str, ...]:
    """Return the order of a tab: scheduled posts by time, the trash by last deletion, others by last change."""
    orders = {PostState.SCHEDULED: ("published_at", "pk"), PostState.TRASHED: ("-trashed_at", "-pk")}
    return orders.get(name, ("-updated_at", "-pk"))  # type: ignore[call-overload]


class PostColumns:
    """A mixin for the admin of posts: names and orders of the columns. Cells are in admin/news/post/list/row.html."""

    @admin.display(description=_("image"))
    def thumb(self, post: Post) -> str:
        return ""

    @admin.display(description=_("state"), ordering="status")
    def state_pill(self, post: Post) -> SafeString:
        return format_html('<span class="state state-{}">{}</span>', post.state.value, post.state.label)

    @admin.display(description=_("category"))
    def category_path(self, post: Post) -> str:
        return ""

    @admin.display(description=_("authors"))
    def author_names(self, post: Post) -> str:
        return ""

    @admin.display(description=_("publication time"), ordering="published_at")
    def publication_time(self, post: Post) -> str:
        return format_moment(post.published_at)

    @admin.display(description=_("checks"), ordering="check_result__error_count")
    def check_badge(self, post: Post) -> str:
        return ""

    @admin.display(description=_("views in 7 days"))
    def views_of_week(self, post: Post) -> str:
        return ""


def search_in_list(posts: PostQuerySet, text: str) -> PostQuerySet:
    """Return what the readers' search would find, in any state, and posts by slug, original address or id."""
    text = text.replace("\0", "").strip()
    if not text:
        return posts
    found = Q(slug__icontains=text) | Q(source_url__icontains=text)
    if pk := read_id(text):
        found |= Q(pk=pk)
    query = SearchQuery.parse(text)
    return posts.filter(found | Q(InIndex(query)) if query else found)


def format_moment(moment: dt.datetime | None) -> str:
    """Format a moment in the site's zone, the same in both languages and short enough for a column; "–" for None."""
    return f"{localtime(moment):%Y-%m-%d %H:%M}" if moment else "–"
