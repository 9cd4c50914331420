"""Sets the language from the path alone, so that public pages need neither a cookie nor `Vary: Accept-Language`."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from news.rendering.languages import language_tag

ADMIN_PREFIX = "/admin/"


class LanguageFromPathMiddleware:
    """Uses the site's language at `/` and another under its prefix. The admin follows the editor's browser instead."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_admin = request.path_info.startswith(ADMIN_PREFIX)
        language = translation.get_language_from_request(request) if is_admin else language_of_path(request.path_info)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language_tag(translation.get_language() or language))
        if is_admin:
            patch_vary_headers(response, ("Accept-Language",))
        return response


def language_of_path(path: str) -> str:
    return translation.get_language_from_path(path) or settings.LANGUAGE_CODE
