"""How a post is laid out in the admin: the form's sections, and what stands there when it may only be read."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from news.models import Category, Post
from news.text.plain import visible_text


def make_fieldsets(is_writable: bool, may_time: bool, may_feature: bool) -> Any:
    """Fields that the user may not set are left out, so that nothing they send for them is looked at."""
    body = "body" if is_writable else "body_text"
    time = ["published_at"] if may_time else []
    header = ["header_alt", ("header_focal_x", "header_focal_y")] if is_writable else []
    front = ["is_featured", "pinned_until"] if may_feature else []
    return [
        (None, {"fields": ["title", "subtitle", "slug", "summary", body]}),
        (_("Publication"), {"fields": ["state_pill", *time]}),
        (_("Categories and tags"), {"fields": ["category_list", "tag_list"]}),
        (_("Byline and source"), {"fields": ["author_list", "source", "source_url", "rights_note"]}),
        (_("Header image"), {"fields": ["header_image", *header]}),
        (_("Language"), {"fields": ["language", "translation_of"]}),
        (_("Display"), {"fields": ["paragraph_style", "has_comments", *front]}),
        (
            _("Search engines"),
            {"fields": ["seo_title", "seo_description", "canonical_url"], "classes": ["collapse"]},
        ),
    ]


class PostReadOnlyText:
    """What a form field shows where it may not be changed; mixed into the admin of posts."""

    @admin.display(description=_("body"))
    def body_text(self, post: Post) -> str:
        return visible_text(post.body)

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
