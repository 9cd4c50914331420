"""Answers with a page: the frame around it, cache headers, no cookie. Templates get no request, so none can ask it."""

from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.core.paginator import EmptyPage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import get_conditional_response, set_response_etag

from news.models import Category, PostQuerySet
from news.rendering.languages import bare_path, current_language, language_tag, path_in
from news.rendering.listings import Listing, list_context
from news.rendering.lists import page_of
from news.rendering.site import Place, Site, main_categories, other_languages, read_site

PAGE_CACHE = "public, max-age=60, stale-while-revalidate=300"
ERROR_CACHE = "public, max-age=5"  # a post may appear at this address any second
MAX_PAGE_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page has around it. Two queries."""

    place: Place
    site: Site
    categories: list[Category]


def frame_of(request: HttpRequest, page_number: int = 1) -> Frame:
    base_url = f"{request.scheme}://{request.get_host()}/"
    place = Place(base_url, current_language(), request.path, page_number)
    return Frame(place, read_site(place.language), main_categories())


def page_number(request: HttpRequest) -> int:
    """Of `?page=`. Raises: Http404 when it is not the number of a page."""
    text = request.GET.get("page", "1")
    if not (text.isascii() and text.isdigit() and len(text) <= MAX_PAGE_DIGITS):
        raise Http404
    return int(text)


def render_list(
    request: HttpRequest, template: str, listing: Listing, posts: PostQuerySet, **extra: Any
) -> HttpResponseBase:
    """One page of a list. Raises: Http404 for a page that the list does not have."""
    frame = frame_of(request, page_number(request))
    try:
        page = page_of(posts, frame.place.page_number, settings.NEWS_POSTS_PER_PAGE)
    except EmptyPage:
        raise Http404 from None
    if not (page.paginator.count or listing.is_open_when_empty):
        raise Http404
    context = list_context(listing, page, frame.site, frame.place)
    return render_page(request, template, frame, {**context, "breadcrumb": listing.breadcrumb, **extra})


def render_page(request: HttpRequest, template: str, frame: Frame, context: dict[str, Any]) -> HttpResponseBase:
    """A public page, or 304 when the reader has it already."""
    response = HttpResponse(render_to_string(template, frame_context(frame) | context))
    response.headers["Cache-Control"] = PAGE_CACHE
    set_response_etag(response)
    return get_conditional_response(request, etag=response.headers["ETag"], response=response) or response


def render_error(request: HttpRequest, status: int, heading: str, explanation: str, **extra: Any) -> HttpResponse:
    frame = frame_of(request)
    at_home = Frame(replace(frame.place, path=reverse("home")), frame.site, frame.categories)
    context = frame_context(at_home) | {"heading": heading, "explanation": explanation} | extra
    html = render_to_string("public/error.html", context)
    return HttpResponse(html, status=status, headers={"Cache-Control": ERROR_CACHE})


def frame_context(frame: Frame) -> dict[str, Any]:
    return {
        "place": frame.place,
        "site": frame.site,
        "categories": frame.categories,
        "html_lang": language_tag(frame.place.language),
        "switches": _switches(frame.place),
    }


def _switches(place: Place) -> list[tuple[str, str]]:
    """Pairs of language and the path of the same page under its chrome."""
    query = f"?page={place.page_number}" if place.page_number > 1 else ""
    codes = other_languages(place.language)
    return [(code, path_in(code, bare_path(place.path)) + query) for code in codes]
