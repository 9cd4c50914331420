"""Response headers of the admin: stricter caching everywhere, a laxer content policy on pages with the editor.

CKEditor 4 writes inline scripts and styles into its own frame. It does not need `unsafe-eval`. The second engine
(`news.admin.editors.prose`) needs nothing beyond what other pages allow.
"""

from typing import TypeVar

from csp.constants import SELF, UNSAFE_INLINE
from django.conf import settings
from django.http import HttpResponseBase

Response = TypeVar("Response", bound=HttpResponseBase)

# The admin has no inline script at all, not even the one on readers' pages. It frames its own previews.
OWN_SOURCES = {"script-src": [SELF], "frame-src": [SELF]}
# Added on every admin page: `blob:` lets a chosen picture be shown before it is uploaded.
PAGE_SOURCES = {"img-src": ["blob:"]}
EDITOR_SOURCES = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "frame-src": [SELF],
}


def set_admin_headers(response: HttpResponseBase) -> None:
    """Set the headers that every response of the admin needs, errors included."""
    response["Cache-Control"] = "private, no-store"
    response._csp_update = PAGE_SOURCES  # type: ignore[attr-defined]  # what django-csp's `csp_update` sets
    replaced = getattr(response, "_csp_replace", {})
    response._csp_replace = OWN_SOURCES | replaced  # type: ignore[attr-defined]


def allow_editor(response: HttpResponseBase) -> None:
    """Relax the policy of a page with the editor; only CKEditor needs this."""
    if settings.NEWS_EDITOR == "ckeditor":
        response._csp_replace = EDITOR_SOURCES  # type: ignore[attr-defined]  # what django-csp's `csp_replace` sets


def mark_as_preview(response: Response) -> Response:
    """Mark a reader's page that is previewed: our own pages may frame it, and search engines may not index it."""
    public_scripts = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["script-src"]
    sources = {"script-src": public_scripts, "frame-ancestors": [SELF]}
    response._csp_replace = sources  # type: ignore[attr-defined]  # what django-csp's `csp_replace` sets
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
