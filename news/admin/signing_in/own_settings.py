"""Personal settings changed with a single click: language, theme, keyboard shortcuts, compact lists."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from news.models import User

ADMIN_PATH = "/admin/"
COOKIE_AGE_S = 365 * 24 * 3600


def _read_theme(text: str) -> str | None:
    return text if text in User.Theme.values else None


def _read_switch(text: str) -> bool | None:
    return {"on": True, "off": False}.get(text)


SETTINGS: dict[str, Callable[[str], str | bool | None]] = {
    "theme": _read_theme,
    "has_shortcuts": _read_switch,
    "is_compact": _read_switch,
}


def set_own(request: HttpRequest) -> HttpResponse:
    """Save one setting of the user; the script has already applied it on the page. May be repeated."""
    for name, read in SETTINGS.items():
        if name in request.POST:
            value = read(request.POST[name])
            if value is not None:
                User.objects.filter(username=request.user.get_username()).update(**{name: value})
                return JsonResponse({name: value})
    return JsonResponse({"error": _("There is no such setting, or it does not accept this value.")}, status=400)


def switch_language(request: HttpRequest) -> HttpResponse:
    """Save the chosen language with the login, and in an admin cookie for pages that are shown without one."""
    code, back = request.POST.get("language", ""), request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    response = HttpResponseRedirect(back if is_ours else reverse("admin:index"))
    if code in dict(settings.LANGUAGES):
        if request.user.is_authenticated:
            User.objects.filter(username=request.user.get_username()).update(interface_language=code)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            max_age=COOKIE_AGE_S,
            path=ADMIN_PATH,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response
