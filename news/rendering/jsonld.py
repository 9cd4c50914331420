"""Structured data (schema.org) that search engines read about a page."""

from collections.abc import Iterable
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString

from news.models import Author, Correction, Image, Post, Source, Tag
from news.rendering.breadcrumbs import BreadcrumbTarget
from news.rendering.dates import format_iso
from news.rendering.languages import language_tag
from news.rendering.meta import canonical_url
from news.rendering.rights import shown_parts
from news.rendering.safe_html import json_markup
from news.rendering.site import PagePlace, Site

HEADLINE_CHARS = 110  # Google's guideline for Article
DEFAULT_LOGO = "public/logo.png"
IMAGE_NAMES = ("hero", "square", "share")
TYPES = {Author.Kind.PERSON: "Person", Author.Kind.ORGANISATION: "Organization"}
Node = dict[str, Any]


def graph(*nodes: Node | None) -> SafeString:
    kept = [_without_empty(node) for node in nodes if node]
    return json_markup({"@context": "https://schema.org", "@graph": kept})


def _without_empty(node: Node) -> Node:
    return {key: value for key, value in node.items() if value not in ("", None, [], {})}


def news_article(
    post: Post, tags: list[Tag], site: Site, place: PagePlace, corrections: Iterable[Correction] = ()
) -> Node:
    parts = shown_parts(post)
    url = canonical_url(post, place)
    category = post.primary_category
    return {
        "@type": "NewsArticle",
        "@id": f"{url}#post",
        "mainEntityOfPage": url,
        "headline": post.title[:HEADLINE_CHARS],
        "alternativeHeadline": post.subtitle,
        "description": parts.description,
        "image": image_urls(post.header_image, place) if parts.has_pictures else [],
        "datePublished": format_iso(post.published_at) if post.published_at else "",
        "dateModified": format_iso(max(post.updated_at, post.published_at)) if post.published_at else "",
        "author": [person(author, place) for author in post.ordered_authors()] or [publisher(site, place)],
        "publisher": publisher(site, place),
        "articleSection": category.name if category else "",
        "keywords": [tag.name for tag in tags],
        "inLanguage": language_tag(post.language),
        "wordCount": post.han_count + post.word_count if parts.is_full else None,
        "timeRequired": f"PT{post.reading_minutes}M" if parts.is_full else "",
        "isAccessibleForFree": True,
        "isBasedOn": post.source_url,
        "creditText": post.source.name if post.source else "",
        "correction": [correction_comment(each) for each in corrections],
    }


def correction_comment(correction: Correction) -> Node:
    when = format_iso(correction.corrected_at)
    return {"@type": "CorrectionComment", "text": correction.text, "datePublished": when}


def image_urls(image: Image | None, place: PagePlace) -> list[str]:
    if image is None or not image.is_ready:
        return []
    names = [name for name in IMAGE_NAMES if name in image.renditions] or [""]
    return [place.absolute(image.rendition_url(name)) for name in names]


def person(author: Author, place: PagePlace) -> Node:
    url = place.absolute(author.get_absolute_url())
    return {"@type": TYPES[Author.Kind(author.kind)], "name": author.name, "url": url}


def publisher(site: Site, place: PagePlace) -> Node:
    logo = place.absolute(site.logo.rendition_url("") if site.logo else static(DEFAULT_LOGO))
    node = {"@type": "NewsMediaOrganization", "name": site.name, "url": place.base_url, "logo": logo}
    return _without_empty(node)


def breadcrumbs(site: Site, trail: Iterable[BreadcrumbTarget], place: PagePlace) -> Node:
    """Describe the trail: home, then the categories from the root down, or other steps."""
    steps = [(site.name, reverse("home")), *((each.name, each.get_absolute_url()) for each in trail)]
    items = [
        {"@type": "ListItem", "position": position, "name": name, "item": place.absolute(path)}
        for position, (name, path) in enumerate(steps, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def collection(name: str, description: str, posts: list[Post], place: PagePlace) -> Node:
    items = [
        {"@type": "ListItem", "position": position, "url": canonical_url(post, place), "name": post.title}
        for position, post in enumerate(posts, start=1)
    ]
    return {
        "@type": "CollectionPage",
        "name": name,
        "description": description,
        "url": place.url,
        "inLanguage": language_tag(place.language),
        "mainEntity": {"@type": "ItemList", "itemListElement": items} if items else None,
    }


def website(site: Site, place: PagePlace) -> Node:
    return {
        "@type": "WebSite",
        "name": site.name,
        "description": site.description,
        "url": place.url,
        "inLanguage": language_tag(place.language),
        "publisher": publisher(site, place),
    }


def profile(thing: Author | Source, place: PagePlace) -> Node:
    """Describe the page of a person or an organisation; its URL is always that of the first page of the list."""
    entity = _author_entity(thing, place) if isinstance(thing, Author) else _source_entity(thing, place)
    return {"@type": "ProfilePage", "url": place.at_page(1), "mainEntity": _without_empty(entity)}


def _author_entity(author: Author, place: PagePlace) -> Node:
    return {
        **person(author, place),
        "description": author.bio,
        "jobTitle": author.role if author.kind == Author.Kind.PERSON else "",
        "sameAs": [author.url] if author.url else [],
        "image": image_urls(author.picture, place),
    }


def _source_entity(source: Source, place: PagePlace) -> Node:
    return {
        "@type": "Organization",
        "name": source.name,
        "url": place.at_page(1),
        "description": source.description,
        "sameAs": [source.homepage] if source.homepage else [],
    }
