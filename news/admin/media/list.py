"""The library's list: as tiles or rows, with what needs attention and how often each picture is used."""

import datetime as dt

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from news.admin.requests import acting_user
from news.images.uses import count_uses, unused_images
from news.models import Image
from news.text.sentences import Label

VIEW = "view"
VIEWS = ("grid", "list")
SESSION_KEY = "image_view"
LARGE_BYTES = 2 << 20
LARGE_PX = 4000
LICENCE_SPAN = dt.timedelta(days=30)
NO_ALT = Q(alt="", is_decorative=False)
LARGE = Q(size_bytes__gt=LARGE_BYTES) | Q(width_px__gt=LARGE_PX) | Q(height_px__gt=LARGE_PX)


def choose_view(request: HttpRequest) -> str:
    """Return "grid" or "list", and remember the choice for the session."""
    wanted = request.GET.get(VIEW, "")
    if wanted in VIEWS:
        request.session[SESSION_KEY] = wanted
    chosen: str = request.session.get(SESSION_KEY, VIEWS[0])
    return chosen


def licence_ends_soon() -> Q:
    return Q(licence_ends_on__lte=timezone.localdate() + LICENCE_SPAN)


def find_needy(need: str) -> Q:
    """Return a filter for pictures with a need from the list; for an unknown one, it matches all."""
    if need == "unused":
        return Q(pk__in=unused_images())
    states = {"waiting": [Image.State.PENDING], "failed": [Image.State.FAILED, Image.State.REFUSED]}
    if need in states:
        return Q(state__in=states[need])
    return {"no-alt": NO_ALT, "large": LARGE, "remote": Q(file="")}.get(need) or (
        licence_ends_soon() if need == "licence" else Q()
    )


class NeedFilter(admin.SimpleListFilter):
    title = _("to do")
    parameter_name = "need"
    template = "admin/news/image/chips.html"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Label]]:
        return [
            ("unused", _("unused")),
            ("no-alt", _("no alternative text")),
            ("large", _("too large")),
            ("licence", _("licence ends")),
            ("remote", _("on another site")),
            ("waiting", _("waiting")),
            ("failed", _("failed")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Model]) -> QuerySet[Model]:
        return queryset.filter(find_needy(self.value() or ""))


class OwnFilter(admin.SimpleListFilter):
    title = _("added by")
    parameter_name = "by"
    template = "admin/news/image/chips.html"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Label]]:
        return [("me", _("me"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Model]) -> QuerySet[Model]:
        return queryset.filter(uploaded_by=acting_user(request)) if self.value() == "me" else queryset


class ImageChangeList(ChangeList):
    """Gives each picture on the page its `use_count` and its warnings."""

    def get_filters_params(self, params: dict[str, object] | None = None) -> dict[str, object]:
        return {name: value for name, value in super().get_filters_params(params).items() if name != VIEW}

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        counts = count_uses()
        today = timezone.localdate()
        for image in self.result_list:
            image.use_count = counts[image.pk]
            image.lacks_alt = not image.alt and not image.is_decorative
            ends = image.licence_ends_on
            image.licence_is_over = bool(ends and ends < today)
            image.licence_ends_soon = bool(ends and today <= ends <= today + LICENCE_SPAN)
            image.is_large = image.size_bytes > LARGE_BYTES or max(image.width_px, image.height_px) > LARGE_PX
            image.thumb_url = image.rendition_url("w400")

    @property
    def views(self) -> list[dict[str, object]]:
        labels = {"grid": _("Tiles"), "list": _("List")}
        return [{"name": name, "label": labels[name], "query": self.get_query_string({VIEW: name})} for name in VIEWS]
