"""The desk's own pages for what is not found, not allowed or broken."""

import logging
import secrets
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils.encoding import escape_uri_path
from django.utils.translation import gettext as _

from news.admin.frame.headers import set_admin_headers
from news.admin.requests import page_context

REQUEST_ID_BYTES = 4
logger = logging.getLogger("news.admin")


def not_found(request: HttpRequest) -> HttpResponse:
    words = _("Not found"), _("There is nothing at this address, or you may not see it.")
    return _show(request, HTTPStatus.NOT_FOUND, *words)


def forbidden(request: HttpRequest) -> HttpResponse:
    words = _("Not allowed"), _("Your role does not include this. The site administrator can change your role.")
    return _show(request, HTTPStatus.FORBIDDEN, *words)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer without the database or the user, because either may be what failed. The log shows the same request id."""
    request_id = secrets.token_hex(REQUEST_ID_BYTES)
    logger.error("500 request_id=%s %s %s", request_id, request.method, escape_uri_path(request.path))
    context = {"title": _("Something went wrong"), "request_id": request_id, "is_bare": True}
    html = render_to_string("admin/broken.html", context)
    response = HttpResponse(html, status=HTTPStatus.INTERNAL_SERVER_ERROR, headers={"X-Request-ID": request_id})
    set_admin_headers(response)
    return response


def _show(request: HttpRequest, status: HTTPStatus, title: str, sentence: str) -> HttpResponse:
    context = {**page_context(request, title), "sentence": sentence}
    return TemplateResponse(request, "admin/error.html", context, status=status).render()
