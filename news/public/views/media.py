"""Pictures at their stable address, and media files for sites without a web server in front."""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotFound,
    HttpResponseRedirect,
)
from django.utils._os import safe_join
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.views.decorators.http import require_safe

from news.models import Image
from news.rendering.pictures import is_animated

TYPES = {
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
}
BEST_RENDITION = "w1600"
# Whatever a file claims to be, it must not run anything; feeds on other sites may show it.
MEDIA_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
}
FILE_CACHE = "public, max-age=31536000, immutable"  # file names are digests of their content
REDIRECT_CACHE = "public, max-age=300"
MISSING_CACHE = "public, max-age=5"


@require_safe
def image(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Redirect the address that stored bodies use to the file; 404 for pictures that are not ready."""
    found = Image.objects.ready().filter(pk=pk).first()
    if found is None:
        return _not_here()
    best = "" if is_animated(found) else BEST_RENDITION
    return HttpResponseRedirect(found.rendition_url(best), headers={"Cache-Control": REDIRECT_CACHE})


@require_safe
def media_file(request: HttpRequest, path: str) -> HttpResponseBase:
    file = find_file(path)
    return _not_here() if file is None else _answer_file(request, file)


def find_file(path: str) -> Path | None:
    """Find a picture inside the media folder; None for hidden files and for symlinks that lead outside."""
    try:
        file = Path(safe_join(settings.MEDIA_ROOT, path))
        is_picture = file.suffix in TYPES and file.is_file()
        is_inside = file.resolve().is_relative_to(Path(settings.MEDIA_ROOT).resolve())
    except (SuspiciousFileOperation, ValueError, OSError):  # outside the folder, a NUL, a name too long
        return None
    is_hidden = any(part.startswith(".") for part in Path(path).parts)
    return file if is_picture and is_inside and not is_hidden else None


def _answer_file(request: HttpRequest, file: Path) -> HttpResponseBase:
    facts = file.stat()
    etag = quote_etag(f"{file.stem}-{facts.st_size:x}-{facts.st_mtime_ns:x}")
    modified = int(facts.st_mtime)
    headers = {**MEDIA_HEADERS, "Cache-Control": FILE_CACHE, "ETag": etag, "Last-Modified": http_date(modified)}
    unchanged = get_conditional_response(request, etag=etag, last_modified=modified)
    response = unchanged or FileResponse(file.open("rb"), content_type=TYPES[file.suffix])
    for name, value in headers.items():
        response.headers[name] = value
    return response


def _not_here() -> HttpResponse:
    headers = {**MEDIA_HEADERS, "Cache-Control": MISSING_CACHE}
    return HttpResponseNotFound("Not found\n", content_type="text/plain; charset=utf-8", headers=headers)
