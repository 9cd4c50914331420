"""Pages for what went wrong. Old addresses are answered here, because they end here."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseServerError
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from news.models import Post
from news.public.missing import is_gone, new_path
from news.public.pages import ERROR_CACHE, render_error
from news.rendering.languages import current_language
from news.rendering.lists import language_first

LATEST_COUNT = 5


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """301 for what moved, 410 for what readers once saw, otherwise 404."""
    path = new_path(request.path)
    if path:
        query = request.META.get("QUERY_STRING", "")
        headers = {"Cache-Control": ERROR_CACHE}
        return HttpResponsePermanentRedirect(f"{path}?{query}" if query else path, headers=headers)
    latest = language_first(Post.objects.published().for_cards(), current_language(), LATEST_COUNT)
    if is_gone(request.path):
        words = _("This page has been withdrawn"), _("It was here once and is not public any more.")
        return render_error(request, HTTPStatus.GONE, *words, latest=latest)
    words = _("Page not found"), _("There is nothing at this address. It may have been mistyped.")
    return render_error(request, HTTPStatus.NOT_FOUND, *words, latest=latest)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    words = _("No access"), _("You may not see this page.")
    return _never_stored(render_error(request, HTTPStatus.FORBIDDEN, *words))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    words = _("The form was not accepted"), _("It has expired. Go back, load the page anew and send the form again.")
    return _never_stored(render_error(request, HTTPStatus.FORBIDDEN, *words))


def server_error(request: HttpRequest) -> HttpResponse:
    """In both languages and without the database, which may be what failed."""
    html = render_to_string("public/500.html")
    return HttpResponseServerError(html, headers={"Cache-Control": "no-store"})


def _never_stored(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    return response
