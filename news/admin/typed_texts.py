"""Finds the texts that a person typed among all the values of a form, so that a page that refuses it can show them."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from news.models import Author, Category, Image, Page, SiteProfile, Source, Tag
from news.models.fields import CleanHTMLField, PlainLinesField, PlainTextField, WebURLField
from news.publishing.versions.fields import TYPED_FIELDS
from news.text.sentences import Label

# Texts in a post's form that are not the post's own: those of its header image and of a workflow step.
BESIDE_POST: dict[str, Label] = {
    "header_alt": gettext_lazy("Alternative text"),
    "return_note": gettext_lazy("What needs to be done?"),
}
CORRECTION = re.compile(r"corrections-\d{1,3}-text\Z")
OTHER_MODELS = (Category, Tag, Author, Source, Image, Page, SiteProfile)
OTHER_TEXTS: dict[str, Label] = {
    field.name: field.verbose_name
    for model in OTHER_MODELS
    for field in model._meta.fields
    if isinstance(field, PlainTextField | PlainLinesField | CleanHTMLField | WebURLField) and field.editable
}


class TypedText(NamedTuple):
    """`name` is the form field's name; `is_long` asks for a tall box."""

    name: str
    label: str
    text: str
    is_long: bool


def find_typed_texts(pairs: Iterable[tuple[str, str]]) -> list[TypedText]:
    """Find the typed texts among a form's names and values, in the order sent; empty ones are left out."""
    return [
        TypedText(name, str(label), text, is_long=name == "body")
        for name, text in pairs
        if text.strip() and (label := _label_of(name))
    ]


def _label_of(name: str) -> Label:
    if name in TYPED_FIELDS:
        return TYPED_FIELDS[name].label
    if name in BESIDE_POST:
        return BESIDE_POST[name]
    if CORRECTION.match(name):
        return _("correction")
    return OTHER_TEXTS.get(name, "")
