"""A user's own name, e-mail address, language and desk preferences. Nobody can change their own rights here."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from news.admin.requests import acting_user
from news.models import User
from news.publishing.log.activity import record_activity

PERSON = ("first_name", "last_name", "email")
DESK = ("interface_language", "theme", "has_shortcuts", "is_compact")


class PreferencesForm(forms.ModelForm):
    """Lists its fields explicitly, so anything else that is posted is ignored."""

    class Meta:
        model = User
        fields = (*PERSON, *DESK)
        widgets = {"theme": forms.RadioSelect}
        help_texts = {"interface_language": gettext_lazy("Leave empty for the site's language.")}

    def sections(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [(_("You"), [self[name] for name in PERSON]), (_("Desk"), [self[name] for name in DESK])]


def show_preferences(request: HttpRequest, context: dict[str, object]) -> HttpResponse:
    """Let any signed-in user edit their own preferences, and nobody else's."""
    user = User.objects.get(pk=acting_user(request).pk)
    form = PreferencesForm(request.POST if request.method == "POST" else None, instance=user)
    if request.method == "POST" and form.is_valid():
        return _save(request, form, user)
    page = {"title": _("Preferences"), "form": form, "stored": User.objects.get(pk=user.pk)}
    return TemplateResponse(request, "admin/preferences.html", {**context, **page})


def _save(request: HttpRequest, form: PreferencesForm, user: User) -> HttpResponse:
    """Save only the changed columns, so that a role granted in the meantime is kept."""
    if form.changed_data:
        user.save(update_fields=form.changed_data)
        record_activity(user, "changed", user, {"fields": [str(form.fields[name].label) for name in form.changed_data]})
    with translation.override(user.interface_language or translation.get_language()):
        messages.success(request, _("Your preferences are saved."))
    return HttpResponseRedirect(reverse("admin:preferences"))
