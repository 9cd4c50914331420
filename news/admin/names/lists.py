"""The lists of categories, tags, authors and sources: post counts, a filter for unused ones, search by initials."""

import re
from typing import Any

from django.contrib import admin
from django.db.models import Count, Exists, IntegerField, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from news.models import Post, Source
from news.publishing.names.merging import LINKS
from news.text.sentences import Label

_INITIALS = re.compile(r"[a-z]{2,12}")


def _links_of(model: type[Model]) -> tuple[QuerySet[Any], str]:
    """Return the rows that link posts to a table, and the name of the linking column."""
    if model is Source:
        return Post.objects.order_by(), "source"
    table, column, _post, _order = LINKS[model]
    return table._default_manager.order_by(), column


def with_post_counts(rows: QuerySet[Model]) -> QuerySet[Model]:
    """Annotate each row with `linked_count`; only the rows shown are counted, not the whole table."""
    links, column = _links_of(rows.model)
    counted = links.filter(**{column: OuterRef("pk")}).values(column).annotate(count=Count("pk")).values("count")
    return rows.annotate(linked_count=Coalesce(Subquery(counted, output_field=IntegerField()), 0))


class UseFilter(admin.SimpleListFilter):
    title = _("posts")
    parameter_name = "used"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Label]]:
        return [("yes", _("with posts")), ("no", _("unused"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Model]) -> QuerySet[Model]:
        links, column = _links_of(queryset.model)
        has_posts = Exists(links.filter(**{column: OuterRef("pk")}))
        return {"yes": queryset.filter(has_posts), "no": queryset.filter(~has_posts)}.get(self.value() or "", queryset)


def find_by_initials(rows: QuerySet[Model], term: str) -> Q:
    """Match slugs whose words begin with these letters: «gkj» finds 高科技, whose slug is gao-ke-ji."""
    letters = term.strip().lower()
    if not _INITIALS.fullmatch(letters):
        return Q()
    return Q(slug__regex=r"(^|-)" + r"[^-]*-".join(letters))
