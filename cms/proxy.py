"""Who is asking, when a proxy stands in front."""

from django.http import HttpRequest


def client_ip(request: HttpRequest) -> str:
    """The last entry of X-Forwarded-For, which the proxy next to us wrote; earlier ones are the visitor's own claim.

    For sites with CMS_BEHIND_PROXY=1 only: without a proxy the whole header is a claim.
    """
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    return forwarded or request.META.get("REMOTE_ADDR", "")
