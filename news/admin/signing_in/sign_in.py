"""Signing in: the message when it fails, and the wait after too many attempts; password changes are logged."""

import math
from http import HTTPStatus

from axes.helpers import get_cool_off
from django.contrib.admin.forms import AdminAuthenticationForm, AdminPasswordChangeForm
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from news.admin.frame.headers import set_admin_headers
from news.admin.requests import acting_user, page_context
from news.publishing.log.activity import record_activity

PASSWORD_CHANGED = "password_changed"  # noqa: S105 (a code of the log)


class SignInForm(AdminAuthenticationForm):
    """Gives one message for a wrong name, a wrong password and a disabled login, so that it reveals nothing."""

    error_messages = {
        **AdminAuthenticationForm.error_messages,
        "invalid_login": _(
            "This name and password do not match, or the login is disabled. Upper and lower case matter. The "
            "site administrator can set a new password."
        ),
    }


class LoggedPasswordChangeView(PasswordChangeView):
    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        response = super().form_valid(form)
        user = acting_user(self.request)
        record_activity(user, PASSWORD_CHANGED, user)
        return response


def change_password(request: HttpRequest, context: dict[str, object], success_url: str) -> HttpResponseBase:
    view = LoggedPasswordChangeView.as_view(
        form_class=AdminPasswordChangeForm,
        success_url=success_url,
        template_name="registration/password_change_form.html",
        extra_context=context,
    )
    request.current_app = "admin"
    return view(request)


def locked_out(
    request: HttpRequest, original_response: HttpResponse | None = None, credentials: object = None
) -> HttpResponse:
    """Answer after too many wrong passwords. Each further attempt restarts the wait, so the time shown is correct."""

    wait = get_cool_off(request)
    context = {
        **page_context(request, _("Too many tries")),
        "minutes": math.ceil(wait.total_seconds() / 60) if wait else None,
        "next": request.POST.get("next", ""),
    }
    response = TemplateResponse(request, "admin/locked_out.html", context, status=HTTPStatus.TOO_MANY_REQUESTS)
    if wait:
        response["Retry-After"] = str(math.ceil(wait.total_seconds()))
    set_admin_headers(response)
    return response.render()
