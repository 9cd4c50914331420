"""The sitemaps: an index, a file per month of posts and per kind of list, and the news of the last two days."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from news.public.conditional import answer_once
from news.public.pages import place_of
from news.public.sitemap_xml import write_index, write_sitemap
from news.public.views.posts import date_or_404
from news.rendering.sitemaps.entries import MAX_PARTS, SitemapEntry
from news.rendering.sitemaps.posts import month_entries, month_parts, news_entries
from news.rendering.sitemaps.sections import section_entries, section_parts

SITEMAP_CACHE = "public, max-age=600, stale-while-revalidate=3600"
NEWS_CACHE = "public, max-age=120, stale-while-revalidate=300"
XML = "application/xml; charset=utf-8"


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponseBase:
    place, root = place_of(request), reverse("sitemap")
    parts = [*section_parts(), *month_parts()]
    named = ((place.absolute(f"{root.removesuffix('.xml')}/{part.name}.xml"), part) for part in parts)
    return _respond(request, write_index(named), SITEMAP_CACHE)


@require_safe
def sitemap_posts(request: HttpRequest, year: int, month: int, part: int) -> HttpResponseBase:
    entries = list(month_entries(date_or_404(year, month), _known_part(part), place_of(request)))
    return _respond_with(request, entries)


@require_safe
def sitemap_section(request: HttpRequest, section: str, part: int) -> HttpResponseBase:
    return _respond_with(request, list(section_entries(section, _known_part(part), place_of(request))))


@require_safe
def news_sitemap(request: HttpRequest) -> HttpResponseBase:
    """List the home page if there is no news, because the sitemap schema does not allow an empty sitemap."""
    place = place_of(request)
    entries = news_entries(place) or [SitemapEntry(place.absolute(reverse("home")))]
    return _respond(request, write_sitemap(entries, is_news=True), NEWS_CACHE)


def _known_part(part: int) -> int:
    if not 1 <= part <= MAX_PARTS:
        raise Http404
    return part


def _respond_with(request: HttpRequest, entries: list[SitemapEntry]) -> HttpResponseBase:
    if not entries:
        raise Http404
    return _respond(request, write_sitemap(entries), SITEMAP_CACHE)


def _respond(request: HttpRequest, content: bytes, cache: str) -> HttpResponseBase:
    return answer_once(request, HttpResponse(content, content_type=XML, headers={"Cache-Control": cache}))
