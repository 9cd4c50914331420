"""Render pages before readers see them: the real templates, as if the post were published or the slots saved.

Nothing is written.
"""

import copy
from dataclasses import replace

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from news.models import Post, Slot
from news.rendering.frame import frame_context, make_frame
from news.rendering.home_page import home_context
from news.rendering.meta import post_path
from news.rendering.post_page import post_context
from news.rendering.site import PagePlace
from news.text.slugs import slugify_or_hash


def render_preview(post: Post, base_url: str, template: str = "public/post.html", **extra: object) -> str:
    """Render a post from `for_page` or `post_from_snapshot` under the chrome of its own language.

    The markup is that of the public page, but search engines must not index it and no visit is counted.
    """
    shown = as_if_published(post)
    with translation.override(shown.language):
        place = PagePlace(base_url, shown.language, post_path(shown))
        frame = make_frame(place)
        context = post_context(shown, frame.site, place)
        meta = replace(context["meta"], is_indexed=False)
        return render_to_string(template, frame_context(frame) | context | {"meta": meta} | extra)


def render_home_preview(language: str, slots: list[Slot], base_url: str) -> str:
    """Render a language's home page with the given slots instead of the stored ones."""
    with translation.override(language):
        place = PagePlace(base_url, language, reverse("home"))
        frame = make_frame(place)
        context = home_context(frame.categories, frame.site, place, slots)
        meta = replace(context["meta"], is_indexed=False)
        return render_to_string("public/home.html", frame_context(frame) | context | {"meta": meta})


def as_if_published(post: Post) -> Post:
    """Return a copy with the time, day and slug that publishing now would fill in. It must not be saved."""
    shown = copy.copy(post)
    shown.published_at = post.published_at or timezone.now()
    shown.slug = post.slug or slugify_or_hash(post.title, prefix="post")
    if not post.was_public():
        shown.path_on = None
    shown.freeze_address_day()
    return shown
