"""The admin of sources, the outlets that posts come from."""

from collections.abc import Iterable

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from news.admin.names.lists import UseFilter
from news.admin.names.named import NamedAdmin, NamedForm
from news.models import Source
from news.models.source import source_key


class HostsField(forms.CharField):
    """Host names, one per line; stored as a list."""

    widget = forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})

    def prepare_value(self, value: object) -> object:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: object) -> list[str]:
        hosts = [host.strip().lower() for host in (super().clean(value) or "").split()]
        for host in hosts:
            if "/" in host or ":" in host or "." not in host:
                raise ValidationError(_("“%(host)s” is not a host name."), params={"host": host}, code="host")
        return list(dict.fromkeys(hosts))

    def has_changed(self, initial: Iterable[str] | None, data: str | None) -> bool:
        return list(initial or []) != (data or "").split()


class SourceForm(NamedForm):
    key_of = staticmethod(source_key)
    hosts = HostsField(
        label=_("hosts"), required=False, help_text=_("Host names of its pages and pictures, one per line.")
    )


@admin.register(Source)
class SourceAdmin(NamedAdmin):
    form = SourceForm
    fields = ("name", "slug", "homepage", "hosts", "policy", "description")
    list_display = ("name", "slug", "homepage", "policy", "post_count")
    list_filter = ("policy", UseFilter)
    search_fields = ("name", "key", "slug", "homepage")
