"""JSON out: caching, CORS, conditional requests, methods. The only code of the API that makes responses."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.http import http_date
from django.views.decorators.csrf import csrf_exempt

from news.api.parameters import read_parameters
from news.api.problems import CONTENT_TYPE, PROBLEM, ProblemError
from news.rendering.site import PagePlace

if TYPE_CHECKING:
    from news.api.endpoints import Endpoint

CACHE = "public, max-age=60, stale-while-revalidate=300"
PROBLEM_CACHE = "public, max-age=5"  # a post may appear at this address any second
METHODS = ("GET", "HEAD", "OPTIONS")
ALLOW = ", ".join(METHODS)
# The same data for everybody, without a cookie: any page of any site may read it.
CORS = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag"}
PREFLIGHT = {
    "Access-Control-Allow-Methods": ALLOW,
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "86400",
}


@dataclass(frozen=True, slots=True)
class APIRequest:
    """A request understood: `values` are what the parameters mean, `texts` what was written."""

    place: PagePlace
    values: dict[str, Any]
    texts: dict[str, str]


@dataclass(frozen=True, slots=True)
class APIResult:
    """`modified` is a POSIX time, None when nobody knows. It informs; only the digest decides on a 304."""

    data: dict[str, Any]
    modified: float | None = None


def view_of(endpoint: Endpoint) -> Callable[..., HttpResponseBase]:
    @csrf_exempt  # nothing is written here: a POST is told 405, not that its form expired
    def view(request: HttpRequest, **place_in_path: Any) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"Allow": ALLOW, **CORS, **PREFLIGHT})
        try:
            if request.method not in METHODS:
                raise ProblemError(HTTPStatus.METHOD_NOT_ALLOWED, "This API can only be read.", allowed=list(METHODS))
            values = read_parameters(request, endpoint.parameters)
            base_url = f"{request.scheme}://{request.get_host()}/"
            asked = APIRequest(PagePlace(base_url, settings.LANGUAGE_CODE, request.path), values, request.GET.dict())
            return answer_json(request, endpoint.answer(asked, **place_in_path))
        except ProblemError as problem:
            return answer_problem(problem)
        except TooManyFieldsSent:
            return answer_problem(ProblemError(HTTPStatus.BAD_REQUEST, "There are too many parameters."))

    return view


def answer_json(request: HttpRequest, answer: APIResult) -> HttpResponseBase:
    headers = {"Content-Type": "application/json", "Cache-Control": CACHE, "X-Robots-Tag": "noindex", **CORS}
    response = HttpResponse(_dump(answer.data), headers=headers)
    if answer.modified is not None:
        response.headers["Last-Modified"] = http_date(answer.modified)
    set_response_etag(response)
    found = get_conditional_response(request, etag=response.headers["ETag"], response=response) or response
    for name, value in CORS.items():
        found.headers[name] = value
    return found


def answer_problem(problem: ProblemError) -> HttpResponse:
    data = PROBLEM.write(problem, PagePlace("", "", "")) | problem.facts
    headers = {"Content-Type": CONTENT_TYPE, "Cache-Control": PROBLEM_CACHE, **CORS}
    if problem.status == HTTPStatus.METHOD_NOT_ALLOWED:
        headers |= {"Cache-Control": "no-store", "Allow": ALLOW}
    return HttpResponse(_dump(data), status=problem.status, headers=headers)


def _dump(data: dict[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
