"""Merging in the admin: choose what to keep, preview what will move, then merge (`news.publishing.names.merging`)."""

from collections.abc import Sequence

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import AdminSite
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from news.admin.names.merge_messages import describe_merge_error
from news.admin.requests import acting_user, page_context, read_id
from news.models import Byline, Category, Post, PostCategory, PostTag, Source
from news.publishing.names.merged_names import Mergeable
from news.publishing.names.merging import MAX_AT_ONCE, MergeError, merge, plan_merge

# A foreign key to each table, through which Django's autocomplete queries its rows.
KEYS = {
    "category": PostCategory._meta.get_field("category"),
    "tag": PostTag._meta.get_field("tag"),
    "author": Byline._meta.get_field("author"),
    "source": Post._meta.get_field("source"),
}


class ThingField(forms.ModelChoiceField):
    """Shows categories with their path, because «News» may exist under several parents."""

    def label_from_instance(self, obj: Model) -> str:
        if not isinstance(obj, Category):
            return str(obj)
        if not hasattr(self, "_labels"):
            self._labels = Category.objects.path_labels()
        return self._labels[obj.path]


class MergeForm(forms.Form):
    """Asks which of several rows to keep, or which row to merge a single one into."""

    def __init__(self, things: Sequence[Mergeable], site: AdminSite, data: QueryDict | None) -> None:
        super().__init__(data)
        model = type(things[0])
        rows = model._default_manager.all()
        widget: forms.Widget
        if len(things) > 1:
            rows = rows.filter(pk__in=[thing.pk for thing in things])
            label, widget = _("Which one stays?"), forms.RadioSelect()
        else:
            rows = rows.exclude(pk=things[0].pk)
            label, widget = _("Merge into"), AutocompleteSelect(KEYS[str(model._meta.model_name)], site)
        self.fields["into"] = ThingField(rows, label=label, widget=widget, empty_label=None)


class Merging(admin.ModelAdmin):
    """A mixin for admins of things that can be merged: a list action, a page and a button."""

    actions = ("merge_selected",)

    def get_urls(self) -> list[URLPattern]:
        name = f"news_{self.opts.model_name}_merge"
        return [path("merge/", self.admin_site.admin_view(self.merge_view), name=name), *super().get_urls()]

    def has_merge_permission(self, request: HttpRequest) -> bool:
        """Require the rights to change and delete: merging deletes the others and changes posts."""
        return self.has_change_permission(request) and self.has_delete_permission(request)

    @admin.action(permissions=["merge"], description=gettext_lazy("Merge…"))
    def merge_selected(self, request: HttpRequest, queryset: QuerySet[Model]) -> HttpResponse | None:
        ids = list(queryset.values_list("pk", flat=True)[: MAX_AT_ONCE + 2])
        if len(ids) > MAX_AT_ONCE:
            self.message_user(
                request, describe_merge_error(MergeError("too-many", max_count=MAX_AT_ONCE)), messages.ERROR
            )
            return None
        query = QueryDict(mutable=True)
        query.setlist("ids", [str(pk) for pk in ids])
        return HttpResponseRedirect(f"{self.merge_url()}?{query.urlencode()}")

    def merge_url(self) -> str:
        return reverse(f"admin:news_{self.opts.model_name}_merge")

    def merge_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_merge_permission(request):
            raise PermissionDenied
        values = request.POST if request.method == "POST" else request.GET
        ids = [read_id(text) for text in values.getlist("ids")][: MAX_AT_ONCE + 1]
        things = list(self.model._default_manager.filter(pk__in=ids))
        if not things:
            self.message_user(request, _("Select what to merge in the list."), messages.WARNING)
            return HttpResponseRedirect(reverse(f"admin:news_{self.opts.model_name}_changelist"))
        form = MergeForm(things, self.admin_site, values if "into" in values else None)
        if not form.is_valid():
            return self._show(request, things, form)
        kept = form.cleaned_data["into"]
        others = [thing for thing in things if thing != kept]
        if request.method == "POST":
            return self._merge(request, kept, others)
        plan, is_opened_up = plan_merge(kept, others), _opens_up(kept, others)
        return self._show(request, things, form, kept=kept, others=others, plan=plan, is_opened_up=is_opened_up)

    def _show(self, request: HttpRequest, things: list[Mergeable], form: MergeForm, **chosen: object) -> HttpResponse:
        context = {
            **page_context(request, _("Merge %(names)s") % {"names": self.opts.verbose_name_plural}, self.model),
            "things": things,
            "form": form,
            "media": self.media + form.media,
            **chosen,
        }
        return TemplateResponse(request, "admin/news/named/merge.html", context)

    def _merge(self, request: HttpRequest, kept: Mergeable, others: list[Mergeable]) -> HttpResponse:
        try:
            count = merge(kept, others, acting_user(request))
        except MergeError as error:
            self.message_user(request, describe_merge_error(error), messages.ERROR)
            return HttpResponseRedirect(reverse(f"admin:news_{self.opts.model_name}_changelist"))
        text = ngettext(
            "Merged into “%(name)s”: %(count)d post moved.", "Merged into “%(name)s”: %(count)d posts moved.", count
        )
        self.message_user(request, text % {"name": kept, "count": count}, messages.SUCCESS)
        return HttpResponseRedirect(reverse(f"admin:news_{self.opts.model_name}_change", args=[kept.pk]))


def _opens_up(kept: Mergeable, others: Sequence[Mergeable]) -> bool:
    """Tell whether posts of a source that shows less would be shown in full."""
    rank = [str(policy) for policy in (Source.Policy.LINK, Source.Policy.EXCERPT, Source.Policy.FULL)].index
    sources = [other for other in others if isinstance(other, Source)]
    return isinstance(kept, Source) and any(rank(other.policy) < rank(kept.policy) for other in sources)
