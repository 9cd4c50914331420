"""The admin of old addresses, for fixing a link from outside by hand."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from news.admin.desk import DeskAdmin
from news.models import Address
from news.models.address import TARGETS


class AddressForm(forms.ModelForm):
    def clean_path(self) -> str:
        path: str = self.cleaned_data["path"]
        if not path.startswith("/") or path.startswith("//"):
            raise ValidationError(_("A path begins with a single slash."), code="path")
        return path

    def clean(self) -> dict[str, object]:
        values = super().clean() or self.cleaned_data
        if sum(values.get(name) is not None for name in TARGETS) > 1:
            raise ValidationError(_("An address leads to one thing only."), code="targets")
        return values


@admin.register(Address)
class AddressAdmin(DeskAdmin):
    form = AddressForm
    fields = ("path", *TARGETS)
    list_display = ("path", "leads_to", "created_at")
    search_fields = ("path",)
    autocomplete_fields = TARGETS
    list_select_related = TARGETS

    @admin.display(description=_("leads to"))
    def leads_to(self, address: Address) -> str:
        return str(address.target or _("gone"))
