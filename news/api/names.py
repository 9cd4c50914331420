"""Categories, tags, authors and sources: abbreviated inside a post, complete as resources of their own."""

from typing import Any

from news.api.pictures import PICTURE, write_picture
from news.api.shapes import INTEGER, STRING, URL, Field, Shape, one_of, optional
from news.models import Author, Source
from news.rendering.site import PagePlace


def _url(row: Any, place: PagePlace) -> str:
    return place.absolute(row.get_absolute_url())


NAME = Field("name", STRING, lambda row, _: row.name)
SLUG = Field("slug", STRING, lambda row, _: row.slug)
PATH = Field("path", STRING, lambda row, _: row.path, "Its slugs from the root down, with “/” between them.")
PAGE = Field("url", URL, _url, "Its page on the site.")
KIND = Field("kind", one_of(*Author.Kind.values), lambda row, _: row.kind)
POLICY = Field(
    "policy", one_of(*Source.Policy.values), lambda row, _: row.policy, "How much of its posts is shown, also here."
)
DESCRIPTION = Field("description", STRING, lambda row, _: row.description, "Plain text.")
POST_COUNT = Field("post_count", INTEGER, lambda row, _: row.post_count, "Public posts.")

CATEGORY_NAME = Shape("CategoryName", (PATH, NAME, PAGE))
TAG_NAME = Shape("TagName", (SLUG, NAME, PAGE))
AUTHOR_NAME = Shape("AuthorName", (SLUG, NAME, KIND, PAGE))
SOURCE_NAME = Shape("SourceName", (SLUG, NAME, POLICY, PAGE))

CATEGORY = Shape(
    "Category",
    (
        PATH,
        Field(
            "parent",
            optional(STRING),
            lambda row, _: row.path.rpartition("/")[0] or None,
            "The path of the category above it.",
        ),
        NAME,
        DESCRIPTION,
        Field("post_count", INTEGER, lambda row, _: row.post_count, "Public posts in it and below it, each once."),
        PAGE,
    ),
)
TAG = Shape("Tag", (SLUG, NAME, DESCRIPTION, POST_COUNT, PAGE))
AUTHOR = Shape(
    "Author",
    (
        SLUG,
        NAME,
        KIND,
        Field("role", STRING, lambda row, _: row.role),
        Field("bio", STRING, lambda row, _: row.bio, "Plain text."),
        Field("website", optional(URL), lambda row, _: row.url or None),
        Field("picture", optional(PICTURE.ref()), lambda row, place: write_picture(row.picture, place)),
        POST_COUNT,
        PAGE,
    ),
)
SOURCE = Shape(
    "Source",
    (
        SLUG,
        NAME,
        Field("homepage", optional(URL), lambda row, _: row.homepage or None),
        POLICY,
        DESCRIPTION,
        POST_COUNT,
        PAGE,
    ),
)
