"""What the admins of categories, tags, authors and sources share: slugs from names; old addresses keep working."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Model, Prefetch, QuerySet, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from news.admin.desk import DeskAdmin, join_names
from news.admin.names.lists import UseFilter, find_by_initials, with_post_counts
from news.admin.names.merging import Merging
from news.models import MergedName
from news.publishing.names.categories import delete_named, fill_slug, save_named
from news.publishing.names.merged_names import Mergeable, take_back
from news.publishing.names.merging import count_posts

if TYPE_CHECKING:
    from django.contrib.admin.options import _FieldGroups, _ListFilterT

SLUG_HELP = _("Part of the address. Leave empty to make it from the name. The old address still leads here.")


class NamedForm(forms.ModelForm):
    """`key_of` folds spellings of the same name into one key; None where names may repeat."""

    key_of: Callable[[str], str] | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = SLUG_HELP

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        key_of = type(self).key_of
        if key_of is None:
            return name
        key = key_of(name)
        others = self._meta.model._default_manager.exclude(pk=self.instance.pk)
        if not key or others.filter(key=key).exists():
            raise ValidationError(_("There is already one with this name, perhaps in another spelling."), code="unique")
        return name

    def clean(self) -> dict[str, object]:
        """Fill an empty slug before slugs are checked for uniqueness."""
        values = super().clean() or self.cleaned_data
        if values.get("name") and "slug" in values and not values["slug"]:
            thing = self._meta.model(name=values["name"])
            fill_slug(thing)
            values["slug"] = thing.slug
        return values


class NamedAdmin(Merging, DeskAdmin):
    """`is_protected`: posts must not lose it, so one in use has to be merged instead of deleted."""

    form = NamedForm
    list_filter: "ClassVar[tuple[_ListFilterT, ...]]" = (UseFilter,)
    readonly_fields = ("merged_names",)
    delete_confirmation_template = "admin/news/named/delete_confirmation.html"
    delete_selected_confirmation_template = "admin/news/named/delete_selected_confirmation.html"
    is_protected = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        return with_post_counts(super().get_queryset(request))

    def get_fields(self, request: HttpRequest, obj: Mergeable | None = None) -> "_FieldGroups":
        fields = super().get_fields(request, obj)
        return [*fields, "merged_names"] if obj and _read_merged_names(obj) else fields

    @admin.display(description=_("merged names"))
    def merged_names(self, thing: Mergeable) -> str:
        return join_names(map(str, _read_merged_names(thing)))

    @admin.display(description=_("posts"), ordering="linked_count")
    def post_count(self, thing: Any) -> int:
        return thing.linked_count

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Model], search_term: str
    ) -> tuple[QuerySet[Model], bool]:
        found, is_doubled = super().get_search_results(request, queryset, search_term)
        by_initials = find_by_initials(queryset, search_term)
        return (found | queryset.filter(by_initials) if by_initials else found), is_doubled

    def view_on_site(self, obj: Mergeable) -> str | None:
        """Return no link without a slug: a form redisplayed with errors may hold an object whose slug was emptied."""
        return obj.get_absolute_url() if obj.slug else None

    def save_thing(self, thing: Any) -> None:
        save_named(thing)

    def save_model(self, request: HttpRequest, obj: Mergeable, form: forms.ModelForm, change: bool) -> None:
        self.save_thing(obj)
        take_back(obj)

    def delete_model(self, request: HttpRequest, obj: Mergeable) -> None:
        delete_named(obj)

    def delete_queryset(self, request: HttpRequest, queryset: Iterable[Mergeable]) -> None:
        for thing in queryset:
            delete_named(thing)

    def get_deleted_objects(
        self, objs: Iterable[Mergeable], request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        """Return each name with its post count, where Django would list every link of every post."""
        named = [(_name_with_posts(obj), self.is_in_use(obj)) for obj in objs]
        protected = [name for name, is_used in named if is_used]
        return [name for name, _is_used in named], {}, set(), protected

    def is_in_use(self, thing: Mergeable) -> bool:
        return self.is_protected and count_posts(thing) > 0

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["merge_url"] = self.merge_url() if self.has_merge_permission(request) else ""
        return super().render_change_form(request, context, *args, **kwargs)

    def render_delete_form(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
        merge_url = self.merge_url() if self.has_merge_permission(request) else ""
        more = {"post_count": count_posts(context["object"]), "merge_url": merge_url}
        return super().render_delete_form(request, {**context, **more})


def _read_merged_names(thing: Mergeable) -> list[MergedName]:
    """Return the merged names, fetched once per object."""
    prefetch_related_objects([thing], Prefetch("merged_names", MergedName.objects.select_related("parent")))
    return list(thing.merged_names.all())


def _name_with_posts(thing: Mergeable) -> str:
    count = count_posts(thing)
    text = ngettext("%(name)s (%(count)d post)", "%(name)s (%(count)d posts)", count)
    return text % {"name": thing, "count": count}
