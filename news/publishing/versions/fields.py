"""The one table of a post's fields. Whatever compares, restores, merges, logs, shows or keeps them reads it here.

A new column of `Post` gets a row, or a name in `COMPUTED`; a new field of the post's form has a row that names it, or
stands in `ABOUT_FORM` or `ABOUT_PICTURE`. `tests/publishing/versions/test_fields.py` fails until it has.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal

from django.db import models
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from news.models import Author, Category, Image, Post, Source
from news.text.keys import fold_key

FieldKind = Literal["line", "lines", "html", "choice", "flag", "day", "moment", "reference", "image", "list"]
FieldRole = Literal["text", "state", "placement"]


@dataclass(frozen=True, slots=True)
class PostField:
    """What is known of one field, under the name that snapshots give it.

    `role`: a restored version and a planned change write the «text» of a post. Its «state» (whether, when and where
    readers see it) and its «placement» (on the front page) are changed by acts of their own.
    `form`: its name on the post's form, "" when it has no field there. `is_typed`: it holds words that a person wrote,
    which every page that refuses a form shows again. `is_copied`: the draft of a translation begins with it.
    `is_told`: comparisons and the log mention it. `refers_to`: what the numbers it holds are of.
    """

    name: str
    kind: FieldKind
    role: FieldRole = "text"
    form: str = ""
    is_typed: bool = False
    is_copied: bool = False
    is_told: bool = True
    refers_to: type[models.Model] | None = None

    @property
    def is_column(self) -> bool:
        """Otherwise it is a list of links in tables of their own."""
        return self.kind != "list"

    @property
    def is_long(self) -> bool:
        """The log keeps lengths instead of texts."""
        return self.kind in ("lines", "html")

    @property
    def attribute(self) -> str:
        """The model's name for it: «source» of «source_id»."""
        return self.name.removesuffix("_id")

    @property
    def label(self) -> str:
        """What the form calls it, in the language of the reader."""
        if not self.is_column:
            return str(LIST_LABELS[self.name])
        return str(Post._meta.get_field(self.attribute).verbose_name)  # type: ignore[union-attr]  # a column has one


LIST_LABELS = {
    "categories": _("categories"),
    "authors": _("authors"),
    "tags": _("tags"),
    "corrections": _("corrections"),
}

POST_FIELDS = (
    PostField("title", "line", form="title", is_typed=True, is_copied=True),
    PostField("subtitle", "line", form="subtitle", is_typed=True, is_copied=True),
    PostField("slug", "line", form="slug"),
    PostField("path_on", "day", role="state"),
    PostField("summary", "lines", form="summary", is_typed=True, is_copied=True),
    PostField("body", "html", form="body", is_typed=True, is_copied=True),
    PostField("header_image_id", "image", form="header_image", is_copied=True, refers_to=Image),
    PostField("paragraph_style", "choice", form="paragraph_style", is_copied=True),
    PostField("language", "choice", form="language"),
    PostField("translation_of_id", "reference", form="translation_of", refers_to=Post),
    PostField("status", "choice", role="state"),
    PostField("published_at", "moment", role="state", form="published_at"),
    PostField("first_published_at", "moment", role="state"),
    PostField("updated_at", "moment", role="state", is_told=False),  # it moves with every change of the text
    PostField("trashed_at", "moment", role="state"),
    PostField("submitted_at", "moment", role="state"),
    PostField("embargo_until", "moment", role="state", form="embargo_until"),
    PostField("pinned_until", "moment", role="placement", form="pinned_until"),
    PostField("has_comments", "flag", form="has_comments", is_copied=True),
    PostField("is_featured", "flag", role="placement", form="is_featured"),
    PostField("source_id", "reference", form="source", is_copied=True, refers_to=Source),
    PostField("source_url", "line", form="source_url", is_typed=True, is_copied=True),
    PostField("origin", "choice", form="origin", is_copied=True),
    PostField("rights_note", "line", form="rights_note", is_typed=True, is_copied=True),
    PostField("seo_title", "line", form="seo_title", is_typed=True),
    PostField("seo_description", "line", form="seo_description", is_typed=True),
    PostField("canonical_url", "line", form="canonical_url", is_typed=True),
    PostField("review_note", "lines", role="state"),
    PostField("notes", "lines", form="notes", is_typed=True),
    PostField("categories", "list", form="category_list", is_copied=True, refers_to=Category),
    PostField("authors", "list", form="author_list", is_copied=True, refers_to=Author),
    PostField("tags", "list", form="tag_list", is_typed=True, is_copied=True),
    PostField("corrections", "list", role="state"),
)
FIELDS = {field.name: field for field in POST_FIELDS}
FORM_FIELDS = {field.form: field for field in POST_FIELDS if field.form}
TYPED_FIELDS = {field.form: field for field in POST_FIELDS if field.form and field.is_typed}
COLUMNS = tuple(field for field in POST_FIELDS if field.is_column)
TEXT_FIELDS = tuple(field for field in POST_FIELDS if field.role == "text")
REFERENCES = {field.name: field.refers_to for field in POST_FIELDS if field.refers_to}

# Columns of `Post` that no version keeps: whose it is, which version it has, and what follows from the body.
COMPUTED = frozenset({"id", "created_at", "owner", "version", "excerpt", "han_count", "word_count", "image_count"})
# Fields of the form that say what it was opened with, and those that are written to the header image.
ABOUT_FORM = frozenset({"version", "header_seen"})
ABOUT_PICTURE = frozenset({"header_alt", "header_is_decorative", "header_focal_x", "header_focal_y"})


def is_same(name: str, one: Any, other: Any) -> bool:
    """Whether two values of a field, as snapshots hold them, say the same. The one rule for all comparisons.

    None, "" and [] all say nothing. Moments are compared to the second, because a form has no smaller part of it. Tags
    have no order, and two spellings with one key are one tag.
    """
    if name == "tags":
        return {fold_key(tag) for tag in one or ()} == {fold_key(tag) for tag in other or ()}
    if FIELDS[name].kind == "moment":
        return read_second(one) == read_second(other)
    return _or_nothing(one) == _or_nothing(other)


def read_second(value: Any) -> dt.datetime | None:
    """The whole second of a moment as a snapshot writes it."""
    moment = parse_datetime(value) if value else None
    return moment.replace(microsecond=0) if moment else None


def _or_nothing(value: Any) -> Any:
    return None if value in ("", []) else value
