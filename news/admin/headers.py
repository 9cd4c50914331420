"""Response headers of the admin: stricter caching everywhere, a laxer content policy on pages that hold the editor.

CKEditor 4 writes inline scripts and styles into its own frame. It needs no `unsafe-eval`.
"""

from csp.constants import SELF, UNSAFE_INLINE
from django.http import HttpResponseBase

# On every admin page: `blob:` lets a chosen picture be shown before it is uploaded.
PAGE_SOURCES = {"img-src": ["blob:"]}
EDITOR_SOURCES = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "frame-src": [SELF],
}


def set_admin_headers(response: HttpResponseBase) -> None:
    """For every response of the admin, whatever it is."""
    response["Cache-Control"] = "private, no-store"
    response._csp_update = PAGE_SOURCES  # type: ignore[attr-defined]  # what django-csp's `csp_update` sets


def allow_editor(response: HttpResponseBase) -> None:
    """For a page that holds the editor."""
    response._csp_replace = EDITOR_SOURCES  # type: ignore[attr-defined]  # what django-csp's `csp_replace` sets
