"""Answers for machines that monitor or crawl the site."""

import datetime as dt
import os
import shutil

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from news.models import SiteProfile
from news.models.site import is_security_contact
from news.public.crawlers import AI_CRAWLERS
from news.public.pages import place_of
from news.rendering.feeds import DEFAULT_ICON
from news.rendering.languages import current_language, path_in, site_languages
from news.rendering.site import read_site

MIN_FREE_SHARE = 0.05
SECURITY_DAYS = 180  # RFC 9116 §2.5.5 advises less than a year
ROBOTS_CACHE = "public, max-age=3600"
TEXT = "text/plain; charset=utf-8"


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Tell that the process answers. Checks nothing else, so that a slow database does not cause a restart."""
    return HttpResponse("ok\n", content_type=TEXT)


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 200 if the site can work, else 503. The reason is for the operator, so it is not in the answer."""
    is_ready = _has_database() and _has_space()
    return HttpResponse("ready\n" if is_ready else "not ready\n", content_type=TEXT, status=200 if is_ready else 503)


def _has_database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM django_migrations")
    except DatabaseError:
        return False
    return True


def _has_space() -> bool:
    """Tell whether the data folder is writable and its disk is not almost full."""
    usage = shutil.disk_usage(settings.DATA_DIR)
    return os.access(settings.DATA_DIR, os.W_OK) and usage.free >= MIN_FREE_SHARE * usage.total


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Answer robots.txt (RFC 9309). A crawler that has its own group ignores all others."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _closed_paths()), "Allow: /", ""]
    if not SiteProfile.load().allows_ai_crawlers:
        lines += [*(f"User-agent: {name}" for name in AI_CRAWLERS), "Disallow: /", ""]
    place = place_of(request)
    lines += [f"Sitemap: {place.absolute(reverse(name))}" for name in ("sitemap", "news_sitemap")]
    return _text(lines)


def _closed_paths() -> list[str]:
    search = [path_in(code, "/search/") for code in site_languages()]
    return ["/admin/", *search]


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Answer security.txt (RFC 9116). Raises: Http404 while no contact is set."""
    contact = SiteProfile.load().security_contact
    if not is_security_contact(contact):
        raise Http404
    until = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0) + dt.timedelta(days=SECURITY_DAYS)
    return _text(
        [
            f"Contact: {contact}",
            f"Expires: {until.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}",
            f"Preferred-Languages: {', '.join(code.partition('-')[0] for code in site_languages())}",
            f"Canonical: {place_of(request).absolute(request.path)}",
        ]
    )


@require_safe
def site_icon(request: HttpRequest) -> HttpResponseBase:
    """Redirect the default icon paths of browsers and phones to the profile's icon, else to Masthead's."""
    icon = read_site(current_language()).icon
    url = icon.rendition_url("square") if icon else static(DEFAULT_ICON)
    return HttpResponseRedirect(url, headers={"Cache-Control": ROBOTS_CACHE})


@require_safe
def indexnow_key(request: HttpRequest, key: str) -> HttpResponse:
    """Prove to IndexNow that a push comes from this site. Raises: Http404 for anything but the configured key."""
    if not settings.NEWS_INDEXNOW_KEY or key != settings.NEWS_INDEXNOW_KEY:
        raise Http404
    return _text([key])


def _text(lines: list[str]) -> HttpResponse:
    content = "\n".join([*lines, ""])
    return HttpResponse(content, content_type=TEXT, headers={"Cache-Control": ROBOTS_CACHE})
