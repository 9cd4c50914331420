"""The admin of categories: shown as a tree, moved with everything below and with the old addresses kept."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from news.admin.named import NamedAdmin, NamedForm
from news.models import Category
from news.publishing.tree import check_place, save_category


class ParentField(forms.ModelChoiceField):
    """Shows every category with its path, in one query more."""

    def label_from_instance(self, obj: Any) -> str:
        if not hasattr(self, "_labels"):
            self._labels = Category.objects.path_labels()
        return self._labels[obj.path]


class CategoryForm(NamedForm):
    parent = ParentField(
        label=_("parent"), queryset=Category.objects.in_tree_order(), required=False, empty_label=_("none: at the top")
    )

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # part of every ModelForm, absent from the stubs
        if not self.errors:
            try:
                check_place(self.instance)
            except forms.ValidationError as error:
                self.add_error(None, error)


@admin.register(Category)
class CategoryAdmin(NamedAdmin):
    form = CategoryForm
    fields = ("name", "slug", "parent", "position", "description")
    list_display = ("tree_name", "path", "post_count")
    list_filter = ("depth",)
    search_fields = ("name", "path")
    ordering = ("path",)
    list_per_page = 200

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).annotate(linked_count=Count("post_links"))

    @admin.display(description=_("name"), ordering="path")
    def tree_name(self, category: Category) -> str:
        return "— " * category.depth + category.name

    @admin.display(description=_("posts"))
    def post_count(self, category: Any) -> int:
        return category.linked_count

    def save_thing(self, thing: Any) -> None:
        save_category(thing)
