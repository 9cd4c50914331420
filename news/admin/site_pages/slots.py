"""The admin of the home page's slots."""

from django import forms
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from news.admin.desk import DeskAdmin
from news.models import Slot
from news.rendering.home import SECONDARY_COUNT

POSITIONS = [(place, str(place + 1)) for place in range(SECONDARY_COUNT)]


class SlotForm(forms.ModelForm):
    """Shows positions as editors count them, from 1, and offers only those that the page has."""

    position = forms.TypedChoiceField(
        label=_("position"),
        choices=POSITIONS,
        coerce=int,
        initial=0,
        help_text=_("Beside the lead, from top to bottom. If there are several leads, the first active one is shown."),
    )

    class Meta:
        model = Slot
        fields = ("language", "place", "position", "post", "starts_at", "expires_at")


@admin.register(Slot)
class SlotAdmin(DeskAdmin):
    form = SlotForm
    fields = SlotForm.Meta.fields
    list_display = ("__str__", "language", "post", "starts_at", "expires_at")
    list_filter = ("language", "place")
    list_select_related = ("post",)
    autocomplete_fields = ("post",)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, str | list[str]]:
        return {"language": settings.LANGUAGE_CODE, **super().get_changeform_initial_data(request)}
