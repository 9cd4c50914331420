"""Find the rows of the log that a user asks for and may see, page by page, without counting them all."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.db.models import Model, Q
from django.http import HttpRequest
from django.utils.dateparse import parse_date
from django.utils.timezone import get_default_timezone, make_aware
from django.utils.translation import gettext as _

from news.admin.log.messages import FILTERED_ACTS, act_words, tell, with_links
from news.admin.requests import acting_user, read_id
from news.models import Activity, ActivityQuerySet, Post, User
from news.text.plain import clean_plain

PAGE_SIZE = 50
MAX_PEOPLE = 500
MAX_QUERY = 200
ADDRESS_RIGHT = "news.view_user"


@dataclass(frozen=True, slots=True)
class LogQuery:
    """The filters of a request; "", 0 and None mean no filter. `problems` are sentences about unreadable values."""

    user: int = 0
    action: str = ""
    model: str = ""
    number: int = 0
    since: dt.date | None = None
    until: dt.date | None = None
    words: str = ""
    problems: tuple[str, ...] = ()

    def conditions(self) -> Q:
        found = Q(title__icontains=self.words) if self.words else Q()
        pairs = (("user", self.user), ("action", self.action), ("model", self.model), ("object_id", self.number))
        for name, value in pairs:
            found &= Q((name, value)) if value else Q()
        if self.since:
            found &= Q(at__gte=_start_of(self.since))
        return found & Q(at__lt=_start_of(self.until + dt.timedelta(days=1))) if self.until else found


def read_log_query(values: Any) -> LogQuery:
    """Read a query string; a date that cannot be read is reported in `problems` and not used as a filter."""
    since, until = _read_day(values.get("since", "")), _read_day(values.get("until", ""))
    wrong = [each for each in (since, until) if isinstance(each, str)]
    return LogQuery(
        user=read_id(values.get("user", "")),
        action=values.get("action", "")[:40].replace("\0", ""),
        model=values.get("model", "")[:40].replace("\0", ""),
        number=read_id(values.get("object", "")),
        since=since if isinstance(since, dt.date) else None,
        until=until if isinstance(until, dt.date) else None,
        words=clean_plain(values.get("q", ""), MAX_QUERY),
        problems=tuple(_("“%(text)s” is not a date. Write it like 2026-11-26.") % {"text": text} for text in wrong),
    )


def visible_rows(user: User) -> ActivityQuerySet:
    """Return all rows, or, for a user who may not edit others' posts, those about the user's own posts."""
    if user.has_perm("news.edit_others_post"):
        return Activity.objects.all()
    return Activity.objects.filter(model="post", object_id__in=Post.objects.filter(owner=user).values("pk"))


def activity_page(request: HttpRequest, thing: Model | None = None) -> dict[str, Any]:
    """Return the list's context: the rows about `thing`, whose page the user may see, or those the request asks for."""
    user, asked = acting_user(request), read_log_query(request.GET)
    rows = Activity.objects.about(thing) if thing is not None else visible_rows(user).filter(asked.conditions())
    found = list(_after(rows, request.GET.get("before", "")).select_related("user")[: PAGE_SIZE + 1])
    return {
        "rows": with_links(tell(found[:PAGE_SIZE])),
        "asked": asked,
        "older": _link(request, found[PAGE_SIZE - 1].pk) if len(found) > PAGE_SIZE else "",
        "newest": _link(request) if request.GET.get("before") else "",
        "shows_addresses": user.has_perm(ADDRESS_RIGHT),
    }


def filter_choices(user: User) -> dict[str, Any]:
    """Return the choices of the filters. One query."""
    sees_all = user.has_perm("news.edit_others_post")
    people = User.objects.filter(is_staff=True).order_by("username")[:MAX_PEOPLE] if sees_all else [user]
    kinds = [(model._meta.model_name, str(model._meta.verbose_name)) for model in _logged_models()] if sees_all else []
    return {
        "people": [(each.pk, each.get_full_name() or each.username) for each in people],
        "acts": [(code, act_words(code).rstrip(",，")) for code in FILTERED_ACTS],
        "kinds": kinds,
    }


def _logged_models() -> list[Any]:
    """Return our models that have an admin, so that someone can change them."""
    from django.contrib import admin

    return [model for model in admin.site._registry if model in set(apps.get_app_config("news").get_models())]


def _after(rows: ActivityQuerySet, before: str) -> ActivityQuerySet:
    """Return the rows older than the row with id `before`: a position instead of a page number needs no count."""
    at = Activity.objects.filter(pk=read_id(before)).values_list("at", "pk").first() if before else None
    return rows.filter(Q(at__lt=at[0]) | Q(at=at[0], pk__lt=at[1])) if at else rows


def _link(request: HttpRequest, before: int = 0) -> str:
    values = {name: value for name, value in request.GET.items() if value and name != "before"}
    return "?" + urlencode({**values, "before": before} if before else values)


def _read_day(text: str) -> dt.date | str | None:
    """Return the day, None for an empty text, or the text itself when it is not a date."""
    text = clean_plain(text, 40)
    if not text:
        return None
    try:
        return parse_date(text) or text
    except ValueError:
        return text


def _start_of(day: dt.date) -> dt.datetime:
    return make_aware(dt.datetime.combine(day, dt.time()), get_default_timezone())
