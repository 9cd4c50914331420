"""Answers that a reader may have already: digest, date, 304 (RFC 9110 §13)."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.http import http_date


def answer_once(
    request: HttpRequest, response: HttpResponse, modified_at: dt.datetime | None = None
) -> HttpResponseBase:
    """The response with its digest, or 304. `modified_at` (aware) is told and decides nothing: what stands around a
    text changes without it, and a post taken back makes the newest date older.
    """
    set_response_etag(response)
    if modified_at:
        response.headers["Last-Modified"] = http_date(modified_at.timestamp())
    return get_conditional_response(request, etag=response.headers["ETag"], response=response) or response
