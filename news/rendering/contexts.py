"""What the public pages' templates get: one function per page, no HTTP."""

from typing import Any

from django.conf import settings
from django.core.paginator import Page
from django.urls import reverse
from django.utils.translation import gettext as _

from news.models import Author, Category, Post, Source, Tag
from news.rendering import jsonld
from news.rendering.body import render_body
from news.rendering.bylines import source_line
from news.rendering.dates import years_since
from news.rendering.heroes import make_hero
from news.rendering.languages import language_tag, site_languages
from news.rendering.lists import arrange_home
from news.rendering.meta import (
    PageMeta,
    canonical_url,
    post_share_image,
    public_translations,
    share_image,
    translation_links,
)
from news.rendering.rights import shown_parts
from news.rendering.site import Place, Site

MIN_TAG_POSTS = 2  # a tag page with fewer only repeats a post: kept out of search engines
MORE_COUNT = 4
Context = dict[str, Any]


def home_context(categories: list[Category], site: Site, place: Place) -> Context:
    alternates = [(language_tag(code), place.url_in(code)) for code in site_languages()]
    meta = PageMeta(
        title=site.name,
        canonical=place.url,
        description=site.description,
        image=share_image(site.share_image, place),
        alternates=[*alternates, ("x-default", place.url_in(settings.LANGUAGE_CODE))],
        jsonld=jsonld.graph(jsonld.website(site, place)),
    )
    return {"meta": meta, "lists": arrange_home(place.language, categories)}


def post_context(post: Post, site: Site, place: Place) -> Context:
    """`post` must be public; read it with `for_page`."""
    parts, body, tags = shown_parts(post), render_body(post), list(post.tags.all())
    category = post.primary_category
    path = list(Category.objects.ancestors_of(category)) if category else []
    translations = public_translations(post)
    section = f"{category.name} - " if category else ""
    meta = PageMeta(
        title=f"{post.seo_title or post.title} - {section}{site.name}",
        canonical=canonical_url(post, place),
        description=parts.description,
        kind="article",
        image=post_share_image(post, site, place),
        alternates=translation_links(post, translations, place),
        jsonld=jsonld.graph(
            jsonld.news_article(post, tags, site, place), jsonld.breadcrumbs(site, reverse("home"), path, place)
        ),
    )
    return {
        "meta": meta,
        "post": post,
        "parts": parts,
        "body": body,
        "hero": make_hero(post, parts, body),
        "tags": tags,
        "breadcrumb": path,
        "category": category,
        "source_line": source_line(post),
        "translations": translations,
        "age_years": years_since(post.published_at) if post.published_at else 0,
        "is_updated": is_updated(post),
        "is_indented": is_indented(post, site),
        "more": list(more_in_category(post, category)),
    }


def is_updated(post: Post) -> bool:
    """Whether readers should know that the text changed after it appeared: more than an hour later."""
    return post.published_at is not None and (post.updated_at - post.published_at).total_seconds() > UPDATE_NOTICE_S


UPDATE_NOTICE_S = 3600


def is_indented(post: Post, site: Site) -> bool:
    style = post.paragraph_style
    return (site.profile.paragraph_style if style == Post.ParagraphStyle.INHERIT else style) == "indent"


def more_in_category(post: Post, category: Category | None) -> list[Post]:
    """The newest other posts of its primary category, in one query."""
    if category is None:
        return []
    posts = Post.objects.published().in_category(category).exclude(pk=post.pk)
    return list(posts.select_related("header_image", "source").defer("body").newest_first()[:MORE_COUNT])


def list_context(heading: str, description: str, page: Page, site: Site, place: Place, **extra: Any) -> Context:
    """For any page that is a list of posts. Titles are unique page by page."""
    number = _("Page %(number)s") % {"number": page.number} if page.number > 1 else ""
    is_indexed = extra.pop("is_indexed", page.paginator.count > 0)
    nodes = extra.pop("nodes", [])
    meta = PageMeta(
        title=" - ".join(part for part in (heading, number, site.name) if part),
        canonical=place.url,
        description=description or site.description,
        is_indexed=is_indexed,
        feeds=extra.pop("feeds", []),
        image=share_image(site.share_image, place),
        previous_url=page_url(place, page.number - 1) if page.has_previous() else "",
        next_url=page_url(place, page.number + 1) if page.has_next() else "",
        jsonld=jsonld.graph(jsonld.collection(heading, description, list(page.object_list), place), *nodes),
    )
    return {"meta": meta, "heading": heading, "page": page, "total": page.paginator.count, **extra}
