"""Render bodies for feed readers: absolute URLs, plain pictures, nothing that needs our stylesheet."""

import re
from collections.abc import Iterable
from html import escape
from urllib.parse import urljoin

from django.utils.html import format_html
from django.utils.translation import gettext

from news.models import Image, Post
from news.rendering.body import BodyComposer, find_imported, find_pictures
from news.rendering.pictures import is_animated
from news.rendering.rights import shown_parts
from news.rendering.safe_html import clean_markup

_CLASS = re.compile(r'(<[a-z0-9]+(?: [a-z]+="[^"]*")*?) class="[^"]*"')


def render_for_feed(posts: Iterable[Post], base_url: str) -> dict[int, str]:
    """Return HTML by post id; restricted posts give their teaser and a link to the original.

    One query for all, and one more when posts lack the `has_file` annotation that tells imported ones.
    """
    posts = list(posts)
    bodies = {post.pk: clean_markup(shown_parts(post).body) for post in posts}
    pictures, imported = find_pictures(bodies.values()), _imported(posts)
    return {
        post.pk: _compose(post, bodies[post.pk], FeedComposer(pictures, base_url, is_imported=post.pk in imported))
        for post in posts
    }


def _imported(posts: list[Post]) -> set[int]:
    if all(hasattr(post, "has_file") for post in posts):
        return {post.pk for post in posts if post.source_id or getattr(post, "has_file", False)}
    return find_imported(posts)


def _compose(post: Post, body: str, composer: "FeedComposer") -> str:
    parts = shown_parts(post)
    if not parts.is_full:
        teaser = format_html("<p>{}</p>", parts.teaser) if parts.teaser else ""
        if not parts.original_url:
            return teaser
        link = format_html('<p><a href="{}">{}</a></p>', parts.original_url, gettext("Read the original"))
        return teaser + link
    image = post.header_image
    lead = ""
    if image and image.is_ready and f' src="/i/{image.pk}/"' not in body:
        lead = f"<p>{composer.picture(image, image.alt)}</p>"
    return lead + composer.compose(_CLASS.sub(r"\1", body))


class FeedComposer(BodyComposer):
    """The page's composer without what only pages have: scrolling regions, several picture widths, anchors."""

    has_anchors = False

    def __init__(self, pictures: dict[int, Image], base_url: str, *, is_imported: bool) -> None:
        super().__init__(pictures, is_imported=is_imported)
        self.base_url = base_url

    def show_picture(self, attributes: dict[str, str]) -> str:
        image = self.pictures.get(int(attributes["src"].strip("/i")))
        alt = attributes.get("alt", "") or (image.alt if image else "")
        return self.picture(image, alt) if image and image.is_ready else self.missing(image, alt)

    def picture(self, image: Image, alt: str) -> str:
        name = "" if is_animated(image) else "w1200"
        url = urljoin(self.base_url, image.rendition_url(name))
        facts = image.renditions.get(name, {})
        width, height = facts.get("width", image.width_px), facts.get("height", image.height_px)
        return f'<img src="{escape(url)}" width="{width}" height="{height}" alt="{escape(alt)}">'

    def missing(self, image: Image | None, alt: str) -> str:
        words = gettext("The picture is not here yet")
        text = escape(f"[{words}: {alt}]" if alt else f"[{words}]")
        url = image.original_url if image and not self.is_in_link else ""
        return f'<a href="{escape(url)}">{text}</a>' if url else text

    def start_link(self, attributes: dict[str, str]) -> str:
        if not attributes.get("href", "").startswith("#"):
            attributes["href"] = urljoin(self.base_url, attributes.get("href", ""))
        return super().start_link(attributes)

    def start_table(self, match: re.Match[str]) -> str:
        return match[0]

    def end_table(self) -> str:
        return "</table>"

    def start_code(self, match: re.Match[str]) -> str:
        return match[0]
