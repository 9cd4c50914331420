"""Structured data after schema.org: what search engines read about a page (UX 1.6)."""

from typing import Any

from django.utils.safestring import SafeString

from news.models import Author, Category, Image, Post, Tag
from news.rendering.dates import format_iso
from news.rendering.languages import language_tag
from news.rendering.markup import json_markup
from news.rendering.meta import canonical_url
from news.rendering.rights import shown_parts
from news.rendering.site import Place, Site

HEADLINE_CHARS = 110  # Google's guideline for Article
IMAGE_NAMES = ("hero", "square", "share")
TYPES = {Author.Kind.PERSON: "Person", Author.Kind.ORGANISATION: "Organization"}
Node = dict[str, Any]


def graph(*nodes: Node | None) -> SafeString:
    kept = [_without_empty(node) for node in nodes if node]
    return json_markup({"@context": "https://schema.org", "@graph": kept})


def _without_empty(node: Node) -> Node:
    return {key: value for key, value in node.items() if value not in ("", None, [], {})}


def news_article(post: Post, tags: list[Tag], site: Site, place: Place) -> Node:
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
    }


def image_urls(image: Image | None, place: Place) -> list[str]:
    if image is None or not image.is_ready:
        return []
    names = [name for name in IMAGE_NAMES if name in image.renditions] or [""]
    return [place.absolute(image.rendition_url(name)) for name in names]


def person(author: Author, place: Place) -> Node:
    url = place.absolute(author.get_absolute_url())
    return {"@type": TYPES[Author.Kind(author.kind)], "name": author.name, "url": url}


def publisher(site: Site, place: Place) -> Node:
    logo = place.absolute(site.logo.rendition_url("")) if site.logo else ""
    node = {"@type": "NewsMediaOrganization", "name": site.name, "url": place.base_url, "logo": logo}
    return _without_empty(node)


def breadcrumbs(site: Site, home_url: str, categories: list[Category], place: Place) -> Node:
    """Home, then the categories from the root down."""
    steps = [(site.name, home_url), *((each.name, each.get_absolute_url()) for each in categories)]
    items = [
        {"@type": "ListItem", "position": position, "name": name, "item": place.absolute(path)}
        for position, (name, path) in enumerate(steps, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def collection(name: str, description: str, posts: list[Post], place: Place) -> Node:
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


def website(site: Site, place: Place) -> Node:
    return {
        "@type": "WebSite",
        "name": site.name,
        "description": site.description,
        "url": place.url,
        "inLanguage": language_tag(place.language),
        "publisher": publisher(site, place),
    }


def profile(author: Author, place: Place) -> Node:
    picture = author.picture if author.picture and author.picture.is_ready else None
    entity = {
        **person(author, place),
        "description": author.bio,
        "jobTitle": author.role if author.kind == Author.Kind.PERSON else "",
        "sameAs": [author.url] if author.url else [],
        "image": image_urls(picture, place),
    }
    return {"@type": "ProfilePage", "url": place.url, "mainEntity": _without_empty(entity)}
