"""The admin of categories: shown as a tree; moving one takes its subcategories along and keeps the old addresses."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from news.admin.names.category_order import make_tree, take_order
from news.admin.names.lists import UseFilter
from news.admin.names.merge_messages import describe_merge_error
from news.admin.names.merging import ThingField
from news.admin.names.named import NamedAdmin, NamedForm
from news.admin.requests import acting_user, page_context
from news.models import Category
from news.publishing.names.categories import check_place, save_category
from news.publishing.names.merging import MergeError, count_posts, posts_without_other_category
from news.publishing.names.removing import delete_category


class CategoryForm(NamedForm):
    parent = ThingField(
        label=_("parent"), queryset=Category.objects.in_tree_order(), required=False, empty_label=_("none: top level")
    )

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # part of every ModelForm, absent from the stubs
        if not self.errors:
            try:
                check_place(self.instance)
            except forms.ValidationError as error:
                self.add_error(None, error)


class DeletionForm(forms.Form):
    """Asks where a category's posts and children go."""

    def __init__(self, category: Category, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.fields["posts_to"] = ThingField(
            Category.objects.in_tree_order().exclude(pk=category.pk),
            label=_("Move its posts to"),
            required=False,
            empty_label=_("none: they keep their other categories"),
        )
        below = Category.objects.within(category).values("pk")
        self.fields["children_to"] = ThingField(
            Category.objects.in_tree_order().exclude(pk__in=below),
            label=_("Move its subcategories to"),
            required=False,
            empty_label=_("none: top level"),
            initial=category.parent,
        )


@admin.register(Category)
class CategoryAdmin(NamedAdmin):
    form = CategoryForm
    fields = ("name", "slug", "parent", "position", "description")
    list_display = ("tree_name", "path", "position", "post_count")
    list_filter = ("depth", UseFilter)
    search_fields = ("name", "path")
    ordering = ("path",)
    list_per_page = 200

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [path("order/", view(self.order_view), name="news_category_order"), *super().get_urls()]

    @admin.display(description=_("name"), ordering="path")
    def tree_name(self, category: Category) -> str:
        return "— " * category.depth + category.name

    def save_thing(self, thing: Any) -> None:
        save_category(thing)

    def is_in_use(self, thing: Any) -> bool:
        return super().is_in_use(thing) or Category.objects.filter(parent=thing).exists()

    def order_view(self, request: HttpRequest) -> HttpResponse:
        """Show the tree with buttons; POST takes all «ids» in order, or a «pk» to move «by» -1 or 1 among siblings."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            return take_order(request)
        context = {**page_context(request, _("Order of categories"), self.model), "roots": make_tree()}
        return TemplateResponse(request, "admin/news/category/order.html", context)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """Delete an unused category as Django does; for one in use, first ask where its posts and children go."""
        category = self.get_object(request, object_id)
        if category is None or not self.is_in_use(category) or not self.has_delete_permission(request, category):
            return super().delete_view(request, object_id, extra_context)
        form = DeletionForm(category, request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid() and self._delete(request, category, form):
            return HttpResponseRedirect(reverse("admin:news_category_changelist"))
        return self._ask_before_deleting(request, category, form)

    def _delete(self, request: HttpRequest, category: Category, form: DeletionForm) -> bool:
        try:
            count = delete_category(category, acting_user(request), **form.cleaned_data)
        except MergeError as error:
            form.add_error(None, describe_merge_error(error))
            return False
        text = ngettext(
            "“%(name)s” is deleted; it had %(count)d post.",
            "“%(name)s” is deleted; it had %(count)d posts.",
            count,
        )
        self.message_user(request, text % {"name": category, "count": count}, messages.SUCCESS)
        return True

    def _ask_before_deleting(self, request: HttpRequest, category: Category, form: DeletionForm) -> HttpResponse:
        context = {
            **page_context(request, _("Delete a category"), self.model),
            "object": category,
            "form": form,
            "post_count": count_posts(category),
            "bare_count": posts_without_other_category(category).count(),
            "children": Category.objects.filter(parent=category).order_by("position", "path"),
        }
        return TemplateResponse(request, "admin/news/category/delete_used.html", context)
