"""A post as JSON, field by field, limited to what `rendering.rights` lets readers see."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from news.api.names import AUTHOR_NAME, CATEGORY_NAME, SOURCE_NAME, TAG_NAME
from news.api.pictures import PICTURE, write_picture
from news.api.shapes import INTEGER, MOMENT, STRING, URL, Field, Shape, one_of, optional
from news.models import Correction, Post
from news.rendering.dates import format_iso
from news.rendering.languages import language_tag, site_languages
from news.rendering.meta import canonical_url, post_path, public_translations
from news.rendering.rights import ShownParts, shown_parts
from news.rendering.site import PagePlace

LANGUAGE = one_of(*(language_tag(code) for code in site_languages()))


@dataclass(frozen=True, slots=True)
class ShownPost:
    """`bodies` maps post ids to HTML; empty when no bodies were requested."""

    post: Post
    bodies: Mapping[int, str]

    @property
    def parts(self) -> ShownParts:
        return shown_parts(self.post)


def touched_at(post: Post) -> dt.datetime:
    """Return when a published post last changed for readers; the appearance of a scheduled post counts as a change."""
    assert post.published_at is not None  # noqa: S101  (a constraint of approved posts)
    return max(post.updated_at, post.published_at)


def _counted(name: str, about: str) -> Field:
    """Make a field that counts something in the text; null where the text is not shown."""

    def read(row: ShownPost, _: PagePlace) -> int | None:
        return getattr(row.post, name) if row.parts.is_full else None

    return Field(name, optional(INTEGER), read, about)


def _header_image(row: ShownPost, place: PagePlace) -> dict[str, Any] | None:
    return write_picture(row.post.header_image, place) if row.parts.has_pictures else None


TRANSLATION = Shape(
    "Translation",
    (
        Field("id", INTEGER, lambda row, _: row.pk),
        Field("language", LANGUAGE, lambda row, _: language_tag(row.language)),
        Field("title", STRING, lambda row, _: row.title),
        Field("url", URL, lambda row, place: place.absolute(post_path(row))),
    ),
)
CORRECTION = Shape(
    "Correction",
    (
        Field("text", STRING, lambda row, _: row.text, "Plain text."),
        Field("corrected_at", MOMENT, lambda row, _: format_iso(row.corrected_at)),
    ),
)


def _translations(row: ShownPost, place: PagePlace) -> list[dict[str, Any]]:
    return [TRANSLATION.write(each, place) for each in public_translations(row.post)]


def _corrections(row: ShownPost, place: PagePlace) -> list[dict[str, Any]]:
    return [CORRECTION.write(each, place) for each in Correction.objects.filter(post=row.post)]


def _source(row: ShownPost, place: PagePlace) -> dict[str, Any] | None:
    return SOURCE_NAME.write(row.post.source, place) if row.post.source else None


POST = Shape(
    "Post",
    (
        Field("id", INTEGER, lambda row, _: row.post.pk, "Never changes, even when the title or address does."),
        Field("title", STRING, lambda row, _: row.post.title),
        Field("subtitle", STRING, lambda row, _: row.post.subtitle),
        Field("language", LANGUAGE, lambda row, _: language_tag(row.post.language), "RFC 5646."),
        Field("url", URL, lambda row, place: place.absolute(post_path(row.post)), "Its page on the site."),
        Field(
            "canonical_url",
            URL,
            lambda row, place: canonical_url(row.post, place),
            "The address to quote; another site's when an editor has set it.",
        ),
        Field("published_at", MOMENT, lambda row, _: format_iso(row.post.published_at)),
        Field(
            "updated_at",
            MOMENT,
            lambda row, _: format_iso(touched_at(row.post)),
            "When it last changed for readers; never earlier than published_at.",
        ),
        Field("excerpt", STRING, lambda row, _: row.parts.teaser, "One line of plain text; empty when not allowed."),
        Field(
            "body_html",
            optional(STRING),
            lambda row, _: row.bodies.get(row.post.pk),
            "Clean HTML with absolute addresses. null when the source's policy does not allow the text: "
            "then original_url is where to read it.",
            is_heavy=True,
        ),
        Field("header_image", optional(PICTURE.ref()), _header_image),
        Field(
            "categories",
            CATEGORY_NAME.many(),
            lambda row, place: [CATEGORY_NAME.write(each, place) for each in row.post.ordered_categories()],
            "The first is the primary one.",
        ),
        Field(
            "tags", TAG_NAME.many(), lambda row, place: [TAG_NAME.write(each, place) for each in row.post.tags.all()]
        ),
        Field(
            "authors",
            AUTHOR_NAME.many(),
            lambda row, place: [AUTHOR_NAME.write(each, place) for each in row.post.ordered_authors()],
            "In byline order.",
        ),
        Field("source", optional(SOURCE_NAME.ref()), _source, "The outlet it came from; null for the site's own."),
        Field("original_url", optional(URL), lambda row, _: row.parts.original_url or None),
        Field("rights_note", STRING, lambda row, _: row.post.rights_note),
        _counted("reading_minutes", "null when the text is not shown."),
        _counted("han_count", "Chinese characters in the text."),
        _counted("word_count", "Words of other scripts in the text."),
        _counted("image_count", "Pictures in the text."),
        Field(
            "translations",
            TRANSLATION.many(),
            _translations,
            "The same text in other languages.",
            is_in_lists=False,
        ),
        Field("corrections", CORRECTION.many(), _corrections, "Oldest first.", is_in_lists=False),
    ),
)
