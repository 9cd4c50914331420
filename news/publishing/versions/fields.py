"""The one table of a post's fields, read by all code that compares, restores, merges, logs, shows or stores them.

A new column of `Post` needs a row here or an entry in `COMPUTED`; a new field of the post's form needs a row that
mentions it, or an entry in `ABOUT_FORM` or `ABOUT_PICTURE`. Otherwise `tests/publishing/versions/test_fields.py` fails.
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
    """The facts about one field, under its name in snapshots.

    `role`: restored versions and scheduled changes write only the «text» of a post. Separate acts change its «state»
    (whether, when and where readers see it) and its «placement» (on the front page). `form`: its name on the post's
    form, "" when it has no field there. `is_typed`: it holds words that a person wrote, and every page that refuses a
    form shows them again. `is_copied`: a new translation starts with its value. `is_told`: comparisons and the log
    mention it. `refers_to`: the model whose ids it holds.
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
        """Tells whether it is a column of the post; otherwise it is a list of links in another table."""
        return self.kind != "list"

    @property
    def is_long(self) -> bool:
        """Tells whether the log keeps only the lengths of its values."""
        return self.kind in ("lines", "html")

    @property
    def attribute(self) -> str:
        """Returns the model's name for it: «source» for «source_id»."""
        return self.name.removesuffix("_id")

    @property
    def label(self) -> str:
        """Returns its label on the form, in the active language."""
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
    PostField("updated_at", "moment", role="state", is_told=False),  # it changes whenever the text does
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

# Columns of `Post` that no snapshot keeps: identity, owner, version, and what is computed from the body.
COMPUTED = frozenset({"id", "created_at", "owner", "version", "excerpt", "han_count", "word_count", "image_count"})
# Form fields that record what the form was opened with, and those that are written to the header image.
ABOUT_FORM = frozenset({"version", "header_seen"})
ABOUT_PICTURE = frozenset({"header_alt", "header_is_decorative", "header_focal_x", "header_focal_y"})


def is_same(name: str, one: Any, other: Any) -> bool:
    """Tells whether two snapshot values of a field are equal. All comparisons use this rule.

    None, "" and [] are all empty. Moments are compared to the second, because a form has no smaller unit. Tags are
    unordered, and two spellings with the same key are one tag.
    """
    if name == "tags":
        return {fold_key(tag) for tag in one or ()} == {fold_key(tag) for tag in other or ()}
    if FIELDS[name].kind == "moment":
        return read_second(one) == read_second(other)
    return _or_nothing(one) == _or_nothing(other)


def read_second(value: Any) -> dt.datetime | None:
    """Reads a moment as a snapshot writes it, without its microseconds."""
    moment = parse_datetime(value) if value else None
    return moment.replace(microsecond=0) if moment else None


def _or_nothing(value: Any) -> Any:
    return None if value in ("", []) else value
