"""Answers for machines that watch or crawl the site."""

import os
import shutil

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

MIN_FREE_SHARE = 0.05
ROBOTS = "User-agent: *\nDisallow: /admin/\nAllow: /\n"
TEXT = "text/plain; charset=utf-8"


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks nothing else, so that a slow database does not get it restarted."""
    return HttpResponse("ok\n", content_type=TEXT)


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when the site can do its work, else 503. What is wrong is for the operator, not for strangers."""
    is_ready = _has_database() and _has_space()
    return HttpResponse("ready\n" if is_ready else "not ready\n", content_type=TEXT, status=200 if is_ready else 503)


def _has_database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM django_migrations")
    except DatabaseError:
        return False
    return True


def _has_space() -> bool:
    """The data folder can be written to and its disk is not about to be full."""
    usage = shutil.disk_usage(settings.DATA_DIR)
    return os.access(settings.DATA_DIR, os.W_OK) and usage.free >= MIN_FREE_SHARE * usage.total


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse(ROBOTS, content_type=TEXT, headers={"Cache-Control": "public, max-age=3600"})
