"""Records that someone is reading a page, as static/public/reader.js reports it. Reveals nothing about the post."""

from axes.helpers import get_client_ip_address
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from news.traffic.counting import count_view
from news.traffic.visits import Visit

MAX_BODY_BYTES = 64
MAX_DIGITS = 18  # an id of this length fits in every database
MAX_AGENT_CHARS = 500
NO_STORE = {"Cache-Control": "no-store"}


@csrf_exempt  # pages carry no token, because they set no cookie; `is_from_own_page` refuses other sites
@require_POST
def views(request: HttpRequest) -> HttpResponse:
    """Answer 204 for any id, whether or not the post exists, 403 for other sites, 400 for what is not a number."""
    if not is_from_own_page(request):
        return HttpResponse(status=403, headers=NO_STORE)
    number = read_number(request)
    if number is None:
        return HttpResponse(status=400, headers=NO_STORE)
    count_view(number, visit_of(request))
    return HttpResponse(status=204, headers=NO_STORE)


def is_from_own_page(request: HttpRequest) -> bool:
    """Decide by Sec-Fetch-Site and Origin (Fetch standard). Browsers send at least one of them with every POST."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    host = request.get_host()
    is_own_origin = origin in {f"https://{host}", f"http://{host}"}
    return is_own_origin if site is None else site == "same-origin" and (origin is None or is_own_origin)


def read_number(request: HttpRequest) -> int | None:
    """Read the body, the post's id in digits. One whose declared length is too large is not read; None if invalid."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdigit() and len(length) < MAX_DIGITS and int(length) <= MAX_BODY_BYTES):
        return None
    text = request.read(MAX_BODY_BYTES)
    return int(text) if text.isdigit() and len(text) <= MAX_DIGITS else None


def visit_of(request: HttpRequest) -> Visit:
    agent = request.headers.get("User-Agent", "")[:MAX_AGENT_CHARS]
    return Visit(get_client_ip_address(request) or "", agent, request.headers.get("Sec-Purpose", ""))
