"""How a post is laid out in the admin: the form's sections, and what a read-only form shows."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from django.contrib import admin
from django.contrib.admin.helpers import Fieldset
from django.contrib.admin.utils import flatten_fieldsets
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from news.models import Category, Post, User
from news.publishing.posts.access import may_change
from news.publishing.versions.fields import FORM_FIELDS
from news.rendering.safe_html import clean_markup
from news.text.sentences import Label
from news.traffic.numbers import view_numbers

if TYPE_CHECKING:
    from django.contrib.admin.options import _FieldOpts


class FieldRights(NamedTuple):
    """Which fields of this post the user may set. A read-only form shows everything."""

    is_writable: bool
    may_time: bool
    may_feature: bool
    may_embargo: bool

    @classmethod
    def of(cls, user: User, post: Post | None) -> "FieldRights":
        if post is not None and not may_change(user, post):
            return cls(False, True, True, True)
        names = ("publish_post", "feature_post", "embargo_post")
        return cls(True, *(user.has_perm(f"news.{name}") for name in names))


Section = tuple[Label | None, "_FieldOpts"]  # an entry of Django's `fieldsets`


def make_fieldsets(rights: FieldRights) -> list[Section]:
    """Return the form's sections without the fields the user may not set, so that values sent for them are ignored.

    The first two are the text and its publication; a section's class tells templates what to add to it. Text fields
    that no section lists go into the last one, so that a new field is on the form at once.
    """
    body = "body" if rights.is_writable else "body_text"
    time = ["published_at"] if rights.may_time else []
    header: list[str | tuple[str, ...]] = (
        ["header_alt", "header_is_decorative", ("header_focal_x", "header_focal_y")] if rights.is_writable else []
    )
    front = ["is_featured", "pinned_until"] if rights.may_feature else []
    embargo = [_section(_("Embargo"), ["embargo_until"], "embargo")] if rights.may_embargo else []
    sections = [
        _section(None, ["title", "slug", "subtitle", "summary", body], "text"),
        _section(_("Publication"), [*time, "views_so_far"], "publication"),
        _section(_("Header image"), ["header_image", *header], "header"),
        _section(_("Categories and tags"), ["category_list", "tag_list"], "topics"),
        _section(_("Byline and source"), ["author_list", "origin", "source", "source_url", "rights_note"], "byline"),
        _section(_("Language and translation"), ["language", "translation_of"], "language"),
        _section(_("Display"), [*front, "has_comments", "paragraph_style"], "display"),
        *embargo,
        _section(_("Search and sharing"), ["seo_title", "seo_description", "canonical_url"], "seo", "collapse"),
    ]
    named = {"body", "notes", *flatten_fieldsets(sections)}
    others = [name for name, field in FORM_FIELDS.items() if field.role == "text" and name not in named]
    return [*sections, _section(_("Internal notes"), ["notes", *others], "notes")]


def _section(name: Label | None, fields: list[str | list[str] | tuple[str, ...]], *classes: str) -> Section:
    return (name, {"fields": fields, "classes": [f"post-{classes[0]}", *classes[1:]]})


def divide_fieldsets(fieldsets: Iterable[Fieldset]) -> dict[str, list[Fieldset]]:
    """Divide the sections among the places of the form: the text, its publication, and everything else at the side."""
    every = list(fieldsets)
    return {"main_fieldsets": every[:1], "publication_fieldsets": every[1:2], "side_fieldsets": every[2:]}


class PostReadOnlyText:
    """What read-only fields show; mixed into the admin of posts."""

    @admin.display(description=_("views"))
    def views_so_far(self, post: Post) -> str:
        if post.pk is None or not post.was_public():
            return "–"
        numbers = view_numbers(post.pk)
        counts = {"week": f"{numbers.week:,}", "total": f"{numbers.total:,}"}
        return gettext("%(week)s in 7 days / %(total)s in total") % counts

    @admin.display(description=_("body"))
    def body_text(self, post: Post) -> str:
        return format_html('<div class="body-text" lang="{}">{}</div>', post.language, clean_markup(post.body))

    @admin.display(description=_("categories"))
    def category_list(self, post: Post) -> str:
        labels = Category.objects.path_labels()
        return "；".join(labels[category.path] for category in post.ordered_categories())

    @admin.display(description=_("authors"))
    def author_list(self, post: Post) -> str:
        return "，".join(author.name for author in post.ordered_authors())

    @admin.display(description=_("tags"))
    def tag_list(self, post: Post) -> str:
        return "，".join(tag.name for tag in post.tags.all())
