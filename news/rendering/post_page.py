"""Build the template context of a post's page. Knows nothing of HTTP."""

from dataclasses import replace
from typing import Any

from news.models import Category, Correction, Post
from news.rendering import jsonld
from news.rendering.anchors import Heading
from news.rendering.body import RenderedBody, render_body
from news.rendering.bylines import source_line
from news.rendering.dates import age_of
from news.rendering.header_image import make_header_image
from news.rendering.meta import PageMeta, canonical_url, post_share_image, translation_links
from news.rendering.paging import last_change
from news.rendering.related import RelatedPosts, find_related
from news.rendering.rights import shown_parts
from news.rendering.sharing import share_post
from news.rendering.site import PagePlace, Site

UPDATE_NOTICE_S = 3600  # a change this long after publication is shown as an update
HAN_PER_WORD = 25
CONTENTS_FROM = 3  # headings; a shorter table of contents is only in the way


def post_context(post: Post, site: Site, place: PagePlace) -> dict[str, Any]:
    """Build the context of a post read by `for_page`."""
    parts, body, related = shown_parts(post), render_body(post), find_related(post)
    category, corrections = post.primary_category, read_corrections(post)
    path = category.lineage() if category else []
    article = jsonld.news_article(post, list(post.tags.all()), site, place, corrections)
    graph = jsonld.graph(article, jsonld.breadcrumbs(site, path, place))
    return {
        "meta": replace(_post_meta(post, path, related, site, place), jsonld=graph),
        "post": post,
        "parts": parts,
        "body": body,
        "contents": list_contents(body),
        "header_image": make_header_image(post, parts, body),
        "breadcrumb": path,
        "category": category,
        "source_line": source_line(post),
        "corrections": corrections,
        "related": related,
        "sharing": share_post(post, canonical_url(post, place), place),
        "age": age_of(post.published_at, site.profile.age_note_days) if post.published_at else None,
        "is_updated": is_updated(post),
        "is_indented": is_indented(post, site),
        "is_mixed": is_mixed(post),
    }


def _post_meta(post: Post, path: list[Category], related: RelatedPosts, site: Site, place: PagePlace) -> PageMeta:
    section = [path[-1].name] if path else []
    return PageMeta(
        title=" - ".join([post.seo_title or post.title, *section, site.name]),
        canonical=canonical_url(post, place),
        description=shown_parts(post).description,
        kind="article",
        image=post_share_image(post, site, place),
        alternates=translation_links(post, related.translations, place),
        locales=[post.language, *(each.language for each in related.translations)],
        modified_at=last_change([post]),
    )


def read_corrections(post: Post) -> list[Correction]:
    """Return corrections, oldest first; none if the text is not shown. No query if `for_page` found none."""
    if not shown_parts(post).is_full or not getattr(post, "has_corrections", True):
        return []
    return list(post.corrections.all())


def list_contents(body: RenderedBody) -> list[Heading]:
    return body.contents if len(body.contents) >= CONTENTS_FROM else []


def is_updated(post: Post) -> bool:
    """Tell whether readers should know that the text changed after it appeared."""
    return post.published_at is not None and (post.updated_at - post.published_at).total_seconds() > UPDATE_NOTICE_S


def is_mixed(post: Post) -> bool:
    """Tell whether the Chinese has so many Latin words that justifying short lines would leave wide gaps."""
    return post.word_count * HAN_PER_WORD > post.han_count


def is_indented(post: Post, site: Site) -> bool:
    style = post.paragraph_style
    return (site.profile.paragraph_style if style == Post.ParagraphStyle.INHERIT else style) == "indent"
