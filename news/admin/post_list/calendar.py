"""The calendar of publications: show what appears on which day, and move scheduled posts to another one."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime, parse_time
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from news.admin.desk import DeskAdmin
from news.admin.fields import zone_name
from news.admin.post_list.bulk_reasons import explain
from news.admin.post_list.list import format_moment
from news.admin.post_list.month import CalendarMonth, find_gaps, read_month
from news.admin.post_list.way_back import go_back
from news.admin.posts.rights import find_post
from news.admin.posts.versions import read_version, sign_version
from news.admin.requests import acting_user, page_context, read_id
from news.models import Post, User
from news.models.states import PostState
from news.publishing.errors import EditConflictError, EmbargoError, NoFreeSlugError
from news.publishing.posts.access import may_publish
from news.publishing.posts.bulk import schedule
from news.traffic.visits import site_day

FIRST_HOUR = "09:00"  # the time of a post that is created from a day of the calendar


class PostCalendar(DeskAdmin):
    """A mixin for the admin of posts."""

    def calendar_view(self, request: HttpRequest) -> HttpResponse:
        return self._move(request) if request.method == "POST" else self._show(request)

    def _show(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        user, today = acting_user(request), site_day(timezone.now())
        month = CalendarMonth(read_month(request.GET.get("month", "")) or today, Post.objects.visible_to(user))
        mark_movable(user, month)
        may_time = user.has_perm("news.publish_post")
        context = {
            **page_context(request, _("Calendar"), self.model),
            "month": month,
            "today": today,
            "gaps": find_gaps(month.posts, today) if may_time else [],
            "may_add": self.has_add_permission(request),
            "may_time": may_time,
            "first_hour": FIRST_HOUR,
            "zone": zone_name(),
            "back": request.get_full_path(),
        }
        return TemplateResponse(request, "admin/news/post/calendar.html", context)

    def _move(self, request: HttpRequest) -> HttpResponse:
        """Move a scheduled post to another day, and to another time of day when one is given."""
        post = find_post(request, read_id(request.POST.get("post", "")), may_publish)
        reason = _why_not_movable(request, post)
        level, text = (messages.ERROR, reason) if reason else _try_to_move(request, post)
        self.message_user(request, text, level)
        return go_back(request)


def _try_to_move(request: HttpRequest, post: Post) -> tuple[int, str]:
    """Return the level and text of the message about the outcome."""
    moment = _read_moment(request, post)
    facts = {"title": post.title, "time": format_moment(moment)}
    if moment is None:
        return messages.ERROR, _("This is not a date and time. Write them as 2026-11-26 and 09:30.")
    if moment <= timezone.now():
        return messages.ERROR, _("“%(title)s” was not moved: %(time)s has passed.") % facts
    if moment == post.published_at:
        return messages.INFO, _("“%(title)s” is already scheduled for %(time)s.") % facts
    try:
        schedule(post, acting_user(request), moment)
    except (EditConflictError, EmbargoError, NoFreeSlugError) as error:
        return messages.ERROR, _("“%(title)s” was not moved: %(reason)s.") % {**facts, "reason": explain(error)}
    return messages.SUCCESS, _("“%(title)s” will be published at %(time)s.") % facts


def mark_movable(user: User, month: CalendarMonth) -> None:
    """Set `token` on each post shown: its signed version if it is scheduled and this user may move it, else ""."""
    for week in month.weeks:
        for day in week:
            for entry in day.entries:
                post: Any = entry.post
                is_movable = entry.state == PostState.SCHEDULED and may_publish(user, post)
                post.token = sign_version(post) if is_movable else ""


def _why_not_movable(request: HttpRequest, post: Post) -> str:
    facts = {"title": post.title, "time": format_moment(post.published_at)}
    try:
        is_current = read_version(post, request.POST.get("version", "")) == post.version
    except ValueError:
        return _("This page is incomplete. Open the calendar again.")
    if not is_current:
        return _("“%(title)s” was changed by someone in the meantime and stays at %(time)s.") % facts
    return "" if post.state == PostState.SCHEDULED else _("“%(title)s” is no longer scheduled.") % facts


def _read_moment(request: HttpRequest, post: Post) -> dt.datetime | None:
    """Return the chosen moment (aware), None if unreadable. Without a new time of day the post keeps its own."""
    kept = localtime(post.published_at, timezone.get_default_timezone()).time()
    try:
        day, time = parse_date(request.POST.get("date", "")), parse_time(request.POST.get("time", "") or "-")
    except ValueError:
        return None
    if day is None or (time is None and request.POST.get("time")) or not 1 < day.year < dt.MAXYEAR:
        return None
    if time is None or time == kept.replace(second=0, microsecond=0):
        time = kept
    return dt.datetime.combine(day, time, timezone.get_default_timezone())


def read_planned_time(given: Mapping[str, object]) -> dict[str, dt.datetime | None]:
    """Return the time that the calendar passes for a new post, as initial form data (aware; None if it is invalid)."""
    text = given.get("published_at")
    if text is None:
        return {}
    try:
        moment = parse_datetime(str(text))
    except ValueError:
        moment = None
    if moment is None or not 1 < moment.year < dt.MAXYEAR:
        return {"published_at": None}
    return {"published_at": timezone.make_aware(moment) if timezone.is_naive(moment) else moment}
