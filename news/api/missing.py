"""Answers for unknown API addresses: 404 in JSON, or 301 if only the trailing slash is missing."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import resolve
from django.views.decorators.csrf import csrf_exempt

from news.api.problems import ProblemError
from news.api.responses import CORS, PROBLEM_CACHE, answer_problem

MAX_QUERY_CHARS = 2000
WORDS = "There is nothing at this address. /api/v1/ lists what is available."


@csrf_exempt
def nothing(request: HttpRequest) -> HttpResponse:
    is_short = len(request.META["QUERY_STRING"]) <= MAX_QUERY_CHARS  # Django refuses to redirect to very long addresses
    if is_short and not request.path.endswith("/") and resolve(f"{request.path_info}/").func is not nothing:
        # CommonMiddleware does not add the slash here, because this view already matches the address.
        path = request.get_full_path(force_append_slash=True)
        return HttpResponsePermanentRedirect(path, headers={"Cache-Control": PROBLEM_CACHE, **CORS})
    return answer_problem(ProblemError(HTTPStatus.NOT_FOUND, WORDS))
