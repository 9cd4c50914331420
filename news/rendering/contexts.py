"""What the templates of the home page and of a post's page get. No HTTP."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from news.models import Category, Post
from news.rendering import jsonld
from news.rendering.body import render_body
from news.rendering.bylines import source_line
from news.rendering.dates import years_since
from news.rendering.heroes import make_hero
from news.rendering.languages import language_tag, site_languages
from news.rendering.lists import arrange_home, language_first
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

MORE_COUNT = 4
UPDATE_NOTICE_S = 3600  # a post whose text changed later than this after it appeared says so
Context = dict[str, Any]


def home_context(categories: list[Category], site: Site, place: Place) -> Context:
    chromes = [(language_tag(code), place.url_in(code)) for code in site_languages()]
    meta = PageMeta(
        title=site.name,
        canonical=place.url,
        description=site.description,
        image=share_image(site.share_image, place),
        alternates=[*chromes, ("x-default", place.url_in(settings.LANGUAGE_CODE))],
        jsonld=jsonld.graph(jsonld.website(site, place)),
    )
    return {"is_home": True, "meta": meta, "lists": arrange_home(place.language, categories)}


def post_context(post: Post, site: Site, place: Place) -> Context:
    """`post` comes from `for_page`."""
    parts, body = shown_parts(post), render_body(post)
    category, translations = post.primary_category, public_translations(post)
    path = list(Category.objects.ancestors_of(category)) if category else []
    return {
        "meta": _post_meta(post, translations, path, site, place),
        "post": post,
        "parts": parts,
        "body": body,
        "hero": make_hero(post, parts, body),
        "breadcrumb": path,
        "category": category,
        "source_line": source_line(post),
        "translations": translations,
        "age_years": years_since(post.published_at) if post.published_at else 0,
        "is_updated": is_updated(post),
        "is_indented": is_indented(post, site),
        "more": more_in_category(post, category, translations),
    }


def _post_meta(post: Post, translations: list[Post], path: list[Category], site: Site, place: Place) -> PageMeta:
    article = jsonld.news_article(post, list(post.tags.all()), site, place)
    section = [path[-1].name] if path else []
    return PageMeta(
        title=" - ".join([post.seo_title or post.title, *section, site.name]),
        canonical=canonical_url(post, place),
        description=shown_parts(post).description,
        kind="article",
        image=post_share_image(post, site, place),
        alternates=translation_links(post, translations, place),
        jsonld=jsonld.graph(article, jsonld.breadcrumbs(site, reverse("home"), path, place)),
    )


def is_updated(post: Post) -> bool:
    """Whether readers should know that the text changed after it appeared."""
    return post.published_at is not None and (post.updated_at - post.published_at).total_seconds() > UPDATE_NOTICE_S


def is_indented(post: Post, site: Site) -> bool:
    style = post.paragraph_style
    return (site.profile.paragraph_style if style == Post.ParagraphStyle.INHERIT else style) == "indent"


def more_in_category(post: Post, category: Category | None, translations: list[Post]) -> list[Post]:
    """The newest other posts of its primary category, those in its language first. At most two queries."""
    if category is None:
        return []
    shown = [post.pk, *(each.pk for each in translations)]
    posts = Post.objects.published().in_category(category).exclude(pk__in=shown)
    return language_first(posts.select_related("header_image", "source").defer("body"), post.language, MORE_COUNT)
