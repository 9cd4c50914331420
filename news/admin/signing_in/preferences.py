"""One's own name, address, language and ways of working at the desk. Rights are nobody's own to change."""

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
    """Names its fields one by one: whatever else is posted is not looked at."""

    class Meta:
        model = User
        fields = (*PERSON, *DESK)
        widgets = {"theme": forms.RadioSelect}
        help_texts = {"interface_language": gettext_lazy("Leave empty for the site's language.")}

    def sections(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [(_("You"), [self[name] for name in PERSON]), (_("Desk"), [self[name] for name in DESK])]


def show_preferences(request: HttpRequest, context: dict[str, object]) -> HttpResponse:
    """For everybody who is signed in, about themselves alone."""
    user = User.objects.get(pk=acting_user(request).pk)
    form = PreferencesForm(request.POST if request.method == "POST" else None, instance=user)
    if request.method == "POST" and form.is_valid():
        return _save(request, form, user)
    page = {"title": _("Preferences"), "form": form, "stored": User.objects.get(pk=user.pk)}
    return TemplateResponse(request, "admin/preferences.html", {**context, **page})


def _save(request: HttpRequest, form: PreferencesForm, user: User) -> HttpResponse:
    """Only what was changed, so that a role given meanwhile stays."""
    if form.changed_data:
        user.save(update_fields=form.changed_data)
        record_activity(user, "changed", user, {"fields": [str(form.fields[name].label) for name in form.changed_data]})
    with translation.override(user.interface_language or translation.get_language()):
        messages.success(request, _("Your preferences are saved."))
    return HttpResponseRedirect(reverse("admin:preferences"))
