"""Shows readers our own 404 page on a trial site too."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound

from news.public.views.errors import not_found

PLAIN_PREFIXES = ("/admin/", "/api/", "/static/", "/media/", "/i/")


class MissingPageMiddleware:
    """With DEBUG on, Django answers 404 with a page for programmers; readers and old links need ours there too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.DEBUG:
            raise MiddlewareNotUsed  # handler404 does it
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_ours = isinstance(response, HttpResponseNotFound) and not request.path_info.startswith(PLAIN_PREFIXES)
        return not_found(request) if is_ours else response
