"""Error pages. Old addresses are redirected here, because requests for them end up here."""

import logging
import secrets
import sys
from http import HTTPStatus
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.encoding import escape_uri_path
from django.utils.translation import gettext as _

from news.public.missing import find_fate
from news.public.pages import ERROR_CACHE, render_error
from news.rendering.languages import current_language, path_in
from news.rendering.missing import words_of_path
from news.rendering.paging import latest_posts
from news.rendering.search import suggest_posts

MAX_QUERY_CHARS = 2000  # Django refuses to redirect to much longer addresses
SUGGESTED_COUNT = 3
REQUEST_ID_BYTES = 4
RETRY_AFTER_S = 30  # a restarting database is back by then
NO_DATABASE = (OperationalError, InterfaceError)
logger = logging.getLogger("news.public")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 301 for what moved, 410 for what readers once saw, otherwise 404."""
    fate = find_fate(request.path)
    if fate.new_path:
        query = request.META.get("QUERY_STRING", "")[:MAX_QUERY_CHARS]
        headers = {"Cache-Control": ERROR_CACHE}
        return HttpResponsePermanentRedirect(f"{fate.new_path}?{query}" if query else fate.new_path, headers=headers)
    if fate.is_gone:
        words = _("This page has been withdrawn"), _("It used to be here but is no longer public.")
        return render_error(request, HTTPStatus.GONE, *words, **_ways_on(request.path))
    words = _("Page not found"), _("There is nothing at this address. It may have been mistyped.")
    return render_error(request, HTTPStatus.NOT_FOUND, *words, **_ways_on(request.path))


def _ways_on(path: str) -> dict[str, Any]:
    """Suggest posts. Only the address and public posts are used, so a hidden post looks like one that never existed."""
    words, language = words_of_path(path), current_language()
    matches = suggest_posts(words, language, SUGGESTED_COUNT)
    return {"words": words, "matches": matches, "latest": latest_posts(language, without=matches)}


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    words = _("No access"), _("You may not see this page.")
    return _never_stored(render_error(request, HTTPStatus.FORBIDDEN, *words))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    words = _("The form was not accepted"), _("It has expired. Go back, reload the page and send the form again.")
    return _never_stored(render_error(request, HTTPStatus.FORBIDDEN, *words))


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer in both languages without the database; if the database failed, with 503 and Retry-After.

    The page and the log show the same request id; we generate it, because one from the request could be any text.
    """
    is_database = isinstance(sys.exception(), NO_DATABASE)
    status = HTTPStatus.SERVICE_UNAVAILABLE if is_database else HTTPStatus.INTERNAL_SERVER_ERROR
    request_id = secrets.token_hex(REQUEST_ID_BYTES)
    logger.error("%d request_id=%s %s %s", status, request_id, request.method, escape_uri_path(request.path))
    homes = {"home_zh": path_in("zh-hans", "/"), "home_en": path_in("en", "/")}
    context = {"status": status.value, "request_id": request_id, "stylesheet": _stylesheet()} | homes
    headers = {"X-Request-ID": request_id} | ({"Retry-After": str(RETRY_AFTER_S)} if is_database else {})
    html = render_to_string("public/500.html", context)
    return _never_stored(HttpResponse(html, status=status, headers=headers))


def _stylesheet() -> str:
    """Return the style sheet's address, or "" if static files were never collected: the page is readable without it."""
    try:
        return static("public/site.css")
    except ValueError:
        return ""


def _never_stored(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    return response
