"""What the admins of categories, tags, authors and sources share: slugs made from names, old addresses kept."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from news.publishing.tree import delete_named, fill_slug, save_named

SLUG_HELP = _("Part of the address. Empty: made from the name. The old address keeps leading here.")


class NamedForm(forms.ModelForm):
    """`key_of` tells when two spellings are one name; None where names may repeat."""

    key_of: Any = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = SLUG_HELP

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if type(self).key_of is None:
            return name
        key = type(self).key_of(name)
        others = self._meta.model._default_manager.exclude(pk=self.instance.pk)
        if not key or others.filter(key=key).exists():
            raise ValidationError(_("There is one of this name, perhaps in another spelling."), code="unique")
        return name

    def clean(self) -> dict[str, Any]:
        """Fills the slug before the uniqueness of slugs is looked at."""
        values = super().clean() or self.cleaned_data
        if values.get("name") and "slug" in values and not values["slug"]:
            thing = self._meta.model(name=values["name"])
            fill_slug(thing)
            values["slug"] = thing.slug
        return values


class NamedAdmin(admin.ModelAdmin):
    form = NamedForm
    list_per_page = 50
    show_full_result_count = False

    def view_on_site(self, obj: Any) -> str:
        return obj.get_absolute_url()

    def save_thing(self, thing: Any) -> None:
        save_named(thing)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        self.save_thing(obj)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        delete_named(obj)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        for thing in queryset:
            delete_named(thing)
