"""Takes the word of a page that somebody is reading it (static/public/reader.js). Tells nothing about the post."""

from axes.helpers import get_client_ip_address
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from news.traffic.counting import count_view
from news.traffic.visits import Visit

MAX_BODY_BYTES = 64
MAX_DIGITS = 18  # what every database takes for an id
MAX_AGENT_CHARS = 500
NO_STORE = {"Cache-Control": "no-store"}


@csrf_exempt  # pages carry no token, because they set no cookie; other sites are refused by what browsers say of them
@require_POST
def views(request: HttpRequest) -> HttpResponse:
    """204 for any number of a post, whether there is one or not. 403 for other sites, 400 for what is no number."""
    if not is_from_own_page(request):
        return HttpResponse(status=403, headers=NO_STORE)
    number = read_number(request)
    if number is None:
        return HttpResponse(status=400, headers=NO_STORE)
    count_view(number, visit_of(request))
    return HttpResponse(status=204, headers=NO_STORE)


def is_from_own_page(request: HttpRequest) -> bool:
    """By Sec-Fetch-Site and Origin (Fetch standard). A browser sends at least one of them with every POST."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    host = request.get_host()
    is_own_origin = origin in {f"https://{host}", f"http://{host}"}
    return is_own_origin if site is None else site == "same-origin" and (origin is None or is_own_origin)


def read_number(request: HttpRequest) -> int | None:
    """The body: the post's id in digits. What announces more than fits is not read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdigit() and len(length) < MAX_DIGITS and int(length) <= MAX_BODY_BYTES):
        return None
    text = request.read(MAX_BODY_BYTES)
    return int(text) if text.isdigit() and len(text) <= MAX_DIGITS else None


def visit_of(request: HttpRequest) -> Visit:
    agent = request.headers.get("User-Agent", "")[:MAX_AGENT_CHARS]
    return Visit(get_client_ip_address(request) or "", agent, request.headers.get("Sec-Purpose", ""))
