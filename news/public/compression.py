"""Compresses public text. Not the admin's: its pages combine secrets with text that an attacker may choose (BREACH)."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from news.public.language import ADMIN_PREFIX

TEXT_TYPES = ("text/", "application/json", "application/xml")
TEXT_ENDINGS = ("+xml", "+json")


class CompressionMiddleware(GZipMiddleware):
    """For sites without a compressing proxy. Pictures are already compressed."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path_info.startswith(ADMIN_PREFIX) or not is_text(response):
            return response
        return super().process_response(request, response)


def is_text(response: HttpResponseBase) -> bool:
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return kind.startswith(TEXT_TYPES) or kind.endswith(TEXT_ENDINGS)
