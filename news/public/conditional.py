"""Conditional responses: ETag, Last-Modified, 304 (RFC 9110 §13)."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.http import http_date


def answer_once(
    request: HttpRequest, response: HttpResponse, modified_at: dt.datetime | None = None
) -> HttpResponseBase:
    """Return the response with its ETag, or 304. `modified_at` (aware) is sent but does not decide: what surrounds a
    text changes without it, and withdrawing a post makes the newest date older."""
    set_response_etag(response)
    if modified_at:
        response.headers["Last-Modified"] = http_date(modified_at.timestamp())
    return get_conditional_response(request, etag=response.headers["ETag"], response=response) or response
