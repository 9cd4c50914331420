"""Chooses who renders an error: the admin in its own design, the readers' pages everything else."""

from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

ADMIN_PATH = "/admin/"
SITE_ERRORS = "news.public.views.errors"


def server_error(request: HttpRequest) -> HttpResponse:
    answer: HttpResponse = import_string(f"{_door(request, 'news.admin.frame.errors')}.server_error")(request)
    return answer


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    answer: HttpResponse = import_string(f"{_door(request, 'news.admin.signing_in.again')}.csrf_failure")(
        request, reason
    )
    return answer


def _door(request: HttpRequest, admin: str) -> str:
    return admin if request.path_info.startswith(ADMIN_PATH) else SITE_ERRORS
