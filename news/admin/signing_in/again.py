"""Signing in again without leaving a page with unsaved text. The sign-in page's throttle and rules apply."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.middleware.csrf import get_token
from django.template.response import TemplateResponse
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from news.admin.frame.headers import set_admin_headers
from news.admin.requests import page_context
from news.admin.typed_texts import find_typed_texts

TYPING_PAGES = ("_add", "_change")
NOT_TYPED = frozenset({"csrfmiddlewaretoken", "draft_user"})
View = Callable[..., HttpResponseBase]
Pairs = list[tuple[str, str]]


def in_language_asked_for(view: View) -> View:
    """Run a view in the language that the request asks for, since there is no signed-in user to take it from."""

    @wraps(view)
    def shown(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        asked = request.POST.get("language") or request.GET.get("language", "")
        known = asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(known):
            response = view(request, *args, **kwargs)
            if hasattr(response, "render"):
                response = response.render()
        set_admin_headers(response)
        return response

    return shown


@in_language_asked_for
@sensitive_post_parameters("password")
@csrf_protect
def sign_in_again_view(request: HttpRequest) -> HttpResponseBase:
    """GET returns a CSRF token and who is signed in. POST signs in the person whose page it is."""
    if request.method == "POST":
        form = _authenticate(request, request.POST.get("expected", ""))
        if not form.is_valid():
            return JsonResponse({"error": _words_of(form)}, status=400)
        login(request, form.get_user())
    is_staff = request.user.is_active and request.user.is_staff
    username = request.user.get_username() if is_staff else ""
    return JsonResponse({"csrf": get_token(request), "username": username})


class SameUserForm(AdminAuthenticationForm):
    """Refuses anyone but the expected user, because one person's text is not for another."""

    expected = ""

    def clean(self) -> dict[str, Any]:
        if self.expected and self.cleaned_data.get("username") != self.expected:
            text = _("This text belongs to %(who)s. Sign in with that name.") % {"who": self.expected}
            raise self.get_invalid_login_error().__class__(text, code="other_user")
        return super().clean()


def _authenticate(request: HttpRequest, expected: str) -> SameUserForm:
    form = SameUserForm(request, data=request.POST)
    form.expected = expected
    return form


def _words_of(form: SameUserForm) -> str:
    return " ".join(str(message) for messages in form.errors.values() for message in messages)


def keep_what_was_sent(site: AdminSite, view: View) -> View:
    """Answer a form sent after the session has ended with a sign-in page that keeps what was typed.

    The CSRF token has been checked by then: that check precedes the view.
    """

    @wraps(view)
    def kept(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.method == "POST" and not site.has_permission(request) and _is_typed(request):
            return _ask_to_sign_in(
                request, _pairs(request), request.get_full_path(), request.POST.get("draft_user", "")
            )
        return view(request, *args, **kwargs)

    return kept


def _is_typed(request: HttpRequest) -> bool:
    match = request.resolver_match
    name = (match.url_name if match else "") or ""
    return name.endswith(TYPING_PAGES) and "application/json" not in request.headers.get("Accept", "")


def _pairs(request: HttpRequest) -> Pairs:
    return [(name, text) for name, texts in request.POST.lists() if name not in NOT_TYPED for text in texts]


@in_language_asked_for
@sensitive_post_parameters("password")
@require_POST
@csrf_protect
def go_on_view(request: HttpRequest) -> HttpResponseBase:
    """Sign in from that page, then show what was typed with a button that sends it."""
    pairs, back = _read_kept(request.POST.get("kept", "")), request.POST.get("back", "")
    if not _is_typing_page(back):
        raise PermissionDenied
    expected = request.POST.get("expected", "")
    form = _authenticate(request, expected)
    if not form.is_valid():
        return _ask_to_sign_in(request, pairs, back, expected, _words_of(form))
    login(request, form.get_user())
    context = {**page_context(request, _("You are signed in again")), "pairs": pairs, "back": back}
    return TemplateResponse(request, "admin/go_on.html", context)


def _ask_to_sign_in(request: HttpRequest, pairs: Pairs, back: str, expected: str, fault: str = "") -> HttpResponse:
    context = {
        **page_context(request, _("Sign in again")),
        "kept": json.dumps(pairs, ensure_ascii=False),
        "back": back,
        "expected": expected,
        "fault": fault,
        "typed": find_typed_texts(pairs),
        "language": translation.get_language(),
    }
    return TemplateResponse(request, "admin/signed_out.html", context, status=403)


def _read_kept(text: str) -> Pairs:
    try:
        rows = json.loads(text)
        return [(str(name), str(value)) for name, value in rows]
    except (ValueError, TypeError, RecursionError):
        return []


def _is_typing_page(back: str) -> bool:
    try:
        match = resolve(back.partition("?")[0])
    except Resolver404:
        return False
    return match.app_name == "admin" and (match.url_name or "").endswith(TYPING_PAGES)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """Handle a token of another session. Shows what was typed, but without a button to send it: the form may come from
    a malicious page."""
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"reason": "csrf"}, status=403)
    return _show_refused(request)


@in_language_asked_for
def _show_refused(request: HttpRequest) -> HttpResponseBase:
    context = {**page_context(request, _("The form was not accepted")), "typed": find_typed_texts(_pairs(request))}
    return TemplateResponse(request, "admin/not_accepted.html", context, status=403)
