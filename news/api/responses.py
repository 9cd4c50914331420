"""JSON responses: caching, CORS, conditional requests, methods. The only code of the API that builds responses."""

import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.http import http_date
from django.views.decorators.csrf import csrf_exempt

from news.api.contract import APIRequest, APIResult, Endpoint
from news.api.parameters import read_parameters
from news.api.problems import CONTENT_TYPE, PROBLEM, ProblemError
from news.rendering.site import PagePlace

CACHE = "public, max-age=60, stale-while-revalidate=300"
PROBLEM_CACHE = "public, max-age=5"  # a post may appear at this address any second
METHODS = ("GET", "HEAD", "OPTIONS")
ALLOW = ", ".join(METHODS)
# The data is the same for everyone and uses no cookie, so any page of any site may read it.
CORS = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag"}
PREFLIGHT = {
    "Access-Control-Allow-Methods": ALLOW,
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "86400",
}


def view_of(endpoint: Endpoint) -> Callable[..., HttpResponseBase]:
    @csrf_exempt  # nothing is written here: a POST should get 405, not an expired-form error
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
