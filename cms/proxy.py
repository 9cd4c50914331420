"""Finds the client's address when the site runs behind a proxy."""

from django.http import HttpRequest


def client_ip(request: HttpRequest) -> str:
    """Return the last entry of X-Forwarded-For, written by the nearest proxy; earlier entries may be forged.

    Only for sites with CMS_BEHIND_PROXY=1: without a proxy the visitor may forge the whole header.
    """
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    return forwarded or request.META.get("REMOTE_ADDR", "")
