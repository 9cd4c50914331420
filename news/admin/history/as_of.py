"""Show the public page of a post as it was at a past moment, rendered with the readers' own template."""

import datetime as dt
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils import timezone, translation
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from news.admin.post_list.list import format_moment
from news.admin.posts.rights import find_post
from news.admin.requests import page_context
from news.models import Post
from news.publishing.versions.as_of import PublicVersion, seen_at
from news.rendering.frame import frame_context, make_frame
from news.rendering.meta import post_path
from news.rendering.post_page import post_context
from news.rendering.site import PagePlace

YEARS = range(1970, 9000)  # years that every time zone and database can represent


@require_safe
def asof_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the page as of `at`, a moment like 2026-11-26T08:00, in the site's zone unless it has an offset."""
    find_post(request, pk)
    post = Post.objects.filter(pk=pk).for_page().get()
    text = request.GET.get("at", "")
    at = read_moment(text)
    if at is None:
        said = _("“%(text)s” is not a time. Write it like 2026-11-26T08:00.") % {"text": text} if text else ""
        return _show_sentence(request, post, None, said, 400 if text else 200)
    seen = seen_at(post, at)
    if seen.post is None:
        return _show_sentence(request, post, at, _nothing(seen, at))
    return _show_page(request, seen, at)


def read_moment(text: str) -> dt.datetime | None:
    """Return an aware moment; a date alone means its first moment, and None that the text is not a moment."""
    try:
        moment = parse_datetime(text) or None
        day = parse_date(text) if moment is None else None
        moment = dt.datetime.combine(day, dt.time()) if day else moment
        if moment is None or moment.year not in YEARS:
            return None
        return moment if timezone.is_aware(moment) else timezone.make_aware(moment, timezone.get_default_timezone())
    except (ValueError, OverflowError):
        return None


def _nothing(seen: PublicVersion, at: dt.datetime) -> str:
    if seen.state is None:
        return _("Readers saw nothing at %(when)s: the post did not exist yet.") % {"when": format_moment(at)}
    facts = {"when": format_moment(at), "state": seen.state.label}
    return _("Readers saw nothing at %(when)s: the state of the post was %(state)s.") % facts


def _show_page(request: HttpRequest, seen: PublicVersion, at: dt.datetime) -> HttpResponse:
    post, revision = seen.post, seen.revision
    assert post is not None and revision is not None  # noqa: S101, PT018 (the caller has asked)
    facts = {"when": format_moment(at), "number": revision.version, "saved": format_moment(revision.created_at)}
    said = _("As readers saw it at %(when)s: version %(number)s, saved %(saved)s.") % facts
    note = {
        "moment": said,
        "limits": _("Pictures, names and everything around the text are as they are today."),
        "language": translation.get_language(),
    }
    with translation.override(post.language):
        html = _render(request, post, note)
    response = HttpResponse(html, headers={"X-Robots-Tag": "noindex, nofollow"})
    own = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["script-src"]
    response._csp_replace = {"script-src": own}  # type: ignore[attr-defined]  # the readers' page has a theme script
    return response


def _render(request: HttpRequest, post: Post, note: dict[str, Any]) -> str:
    root = f"{request.scheme}://{request.get_host()}/"
    frame = make_frame(PagePlace(root, post.language, post_path(post)))
    context = frame_context(frame) | post_context(post, frame.site, frame.place)
    context["meta"] = replace(context["meta"], is_indexed=False)
    return render_to_string("admin/news/post/asof.html", {**context, "is_preview": True, "note": note})


def _show_sentence(
    request: HttpRequest, post: Post, at: dt.datetime | None, said: str, status: int = 200
) -> HttpResponse:
    context = {
        **page_context(request, _("What readers saw: %(name)s") % {"name": post}, Post),
        "post": post,
        "said": said,
        "at": timezone.localtime(at, timezone.get_default_timezone()) if at else None,
    }
    response = TemplateResponse(request, "admin/news/post/asof_nothing.html", context, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
