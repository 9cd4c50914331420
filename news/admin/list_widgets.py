"""Widgets for ordered choices: a category tree, a byline, tags.

Each works without scripts as plain HTML (checkboxes, one line of names); static/news-admin/ enhances them.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.files.uploadedfile import UploadedFile
from django.forms.renderers import BaseRenderer
from django.template.loader import get_template
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from news.models import Author, Category
from news.models.category import NAME_SEPARATOR, SEPARATOR
from news.text.initials import spelt_parts

DEEPEST = 6  # the deepest level that the style sheet indents
FOLDER = "admin/news/post/widgets"


class TreeRow(NamedTuple):
    """`label` is the full path of names; `spelt` is its pinyin and initials, for finding it by typing."""

    pk: int
    name: str
    label: str
    level: int
    spelt: str


def read_tree() -> list[TreeRow]:
    """Return all categories, children after their parent, siblings in the newsroom's order. One query."""
    rows = Category.objects.order_by("path").values_list("pk", "path", "name", "position", "slug")
    places: dict[str, tuple[tuple[int, str], ...]] = {}
    labels: dict[str, str] = {}
    for _pk, path, name, position, slug in rows:  # a parent's path sorts before those of its children
        above = path.rpartition(SEPARATOR)[0]
        places[path] = (*places.get(above, ()), (position, slug))
        labels[path] = NAME_SEPARATOR.join(filter(None, (labels.get(above), name)))
    ordered = sorted(rows, key=lambda row: places[row[1]])
    return [
        TreeRow(pk, name, labels[path], min(len(places[path]) - 1, DEEPEST), " ".join(spelt_parts(slug)))
        for pk, path, name, _position, slug in ordered
    ]


class ListWidget(forms.Widget):
    """A widget whose value is a list of row numbers, submitted one by one in order."""

    template_name = ""
    allow_multiple_selected = True

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, UploadedFile], name: str
    ) -> list[str]:
        given = data.getlist(name) if hasattr(data, "getlist") else data.get(name) or []
        return [given] if isinstance(given, str) else list(given)

    def value_omitted_from_data(
        self, data: Mapping[str, object], files: MultiValueDict[str, UploadedFile], name: str
    ) -> bool:
        return False  # unticked boxes are not sent

    def get_context(
        self, name: str, value: Iterable[object] | None, attrs: dict[str, object] | None
    ) -> dict[str, object]:
        context = super().get_context(name, None, attrs)
        context["widget"]["describedby"] = context["widget"]["attrs"].get("aria-describedby", "")
        return context

    def _render(self, template_name: str, context: dict[str, Any], renderer: BaseRenderer | None = None) -> str:
        return get_template(template_name).render(context)


class CategoryTree(ListWidget):
    """Shows the chosen categories in order, with the whole tree below."""

    template_name = f"{FOLDER}/category_tree.html"

    def get_context(
        self, name: str, value: Iterable[object] | None, attrs: dict[str, object] | None
    ) -> dict[str, object]:
        context: dict[str, Any] = super().get_context(name, None, attrs)
        rows = read_tree()
        labels = {str(row.pk): row.label for row in rows}
        keys = [str(key) for key in dict.fromkeys(value or [])]
        chosen = [{"key": key, "label": labels[key]} for key in keys if key in labels]
        context["widget"] |= {"rows": rows, "chosen": chosen, "keys": {int(each["key"]) for each in chosen}}
        return context


class BylineWidget(ListWidget):
    """Shows the authors in order, with a line for typing more names. The form's admin sets `may_add`."""

    template_name = f"{FOLDER}/byline.html"
    may_add = False

    def get_context(
        self, name: str, value: Iterable[object] | None, attrs: dict[str, object] | None
    ) -> dict[str, object]:
        context: dict[str, Any] = super().get_context(name, None, attrs)
        given = [str(key) for key in dict.fromkeys(value or [])]
        rows = {str(row.pk): row for row in Author.objects.filter(pk__in=filter(str.isdecimal, given))}
        context["widget"] |= {
            "chosen": [{"key": key, "label": rows[key].name, "role": rows[key].role} for key in given if key in rows],
            "typed": "，".join(key for key in given if not key.isdecimal()),
            "suggest_url": reverse("admin:news_post_suggest_authors"),
            "add_url": reverse("admin:news_post_add_author") if self.may_add else "",
        }
        return context

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, UploadedFile], name: str
    ) -> list[str]:
        """Return the row numbers, then any names that were typed but not chosen, for the field to look up."""
        typed = data.get(f"{name}_new", "")
        return [*super().value_from_datadict(data, files, name), *([typed] if typed.strip() else [])]


class TagLine(AdminTextInputWidget):
    """One line of names, which static/news-admin/tag-field.js displays as tokens."""

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        super().__init__({"class": "vTextField", "autocomplete": "off", **(attrs or {})})

    def build_attrs(
        self, base_attrs: dict[str, object], extra_attrs: dict[str, object] | None = None
    ) -> dict[str, object]:
        attrs = super().build_attrs(base_attrs, extra_attrs)
        return {**attrs, "data-suggest": reverse("admin:news_post_suggest_tags")}
