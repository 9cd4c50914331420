"""Answers with pages: cache headers and no cookie. Templates get no request, so that none can depend on it."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.core.paginator import EmptyPage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse

from news.models import PostQuerySet
from news.public.conditional import answer_once
from news.rendering.frame import PageFrame, frame_context, make_frame
from news.rendering.languages import current_language
from news.rendering.list_counts import ListCounts, count_list
from news.rendering.list_pages import ListPage, list_context
from news.rendering.paging import page_of
from news.rendering.site import PagePlace

PAGE_CACHE = "public, max-age=60, stale-while-revalidate=300"
ERROR_CACHE = "public, max-age=5"  # a post may appear at this address any second
MAX_PAGE_DIGITS = 6


def place_of(request: HttpRequest, page_number: int = 1) -> PagePlace:
    return PagePlace(f"{request.scheme}://{request.get_host()}/", current_language(), request.path, page_number)


def frame_of(request: HttpRequest, page_number: int = 1) -> PageFrame:
    return make_frame(place_of(request, page_number))


def page_number(request: HttpRequest) -> int:
    """Read `?page=`. Raises: Http404 if it is not a page number."""
    text = request.GET.get("page", "1")
    if not (text.isascii() and text.isdigit() and len(text) <= MAX_PAGE_DIGITS):
        raise Http404
    return int(text)


def render_list(
    request: HttpRequest,
    template: str,
    listing: ListPage,
    posts: PostQuerySet,
    facts: ListCounts | None = None,
    **extra: Any,
) -> HttpResponseBase:
    """Answer one page of a list; `facts` are counted if not given. Raises: Http404 for a page that does not exist."""
    number = page_number(request)
    facts = facts or count_list(posts)
    if not (facts.total or listing.is_open_when_empty):
        raise Http404
    try:
        page = page_of(posts, number, settings.NEWS_POSTS_PER_PAGE, facts.total)
    except EmptyPage:
        raise Http404 from None
    frame = frame_of(request, number)
    context = list_context(listing, page, facts, frame.site, frame.place)
    return render_page(request, template, frame, {**context, "breadcrumb": listing.breadcrumb, **extra})


def render_page(request: HttpRequest, template: str, frame: PageFrame, context: dict[str, Any]) -> HttpResponseBase:
    """Answer a public page, or 304 if the reader already has it."""
    response = HttpResponse(render_to_string(template, frame_context(frame) | context))
    response.headers["Cache-Control"] = PAGE_CACHE
    return answer_once(request, response, context["meta"].modified_at)


def render_error(request: HttpRequest, status: int, heading: str, explanation: str, **extra: Any) -> HttpResponse:
    frame = frame_of(request)
    at_home = replace(frame, place=replace(frame.place, path=reverse("home")))
    context = frame_context(at_home) | {"heading": heading, "explanation": explanation} | extra
    html = render_to_string("public/error.html", context)
    return HttpResponse(html, status=status, headers={"Cache-Control": ERROR_CACHE})
