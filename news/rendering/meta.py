"""Metadata by which a page describes itself to search engines, other sites and feed readers."""

import datetime as dt
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Q
from django.templatetags.static import static
from django.utils import translation
from django.utils.safestring import SafeString

from news.models import Image, Post, PostQuerySet
from news.rendering.languages import language_tag, site_languages
from news.rendering.rights import shown_parts
from news.rendering.site import PagePlace, Site

DEFAULT_SHARE, DEFAULT_SHARE_SIZE = "public/share.jpg", (1200, 630)
SHARE_RENDITIONS = ("share", "hero")  # shown by other sites beside a link: a JPEG of 1200×630


@dataclass(frozen=True, slots=True)
class ShareImage:
    url: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True, slots=True)
class PageMeta:
    """`canonical` is absolute; `alternates` are pairs of language tag and absolute address of true translations.

    `locales` are language codes: the text's own, then those of its translations; empty means the chrome's.
    `modified_at` (aware) is the newest change to anything the page shows; None when unknown.
    """

    title: str
    canonical: str
    description: str = ""
    kind: str = "website"
    is_indexed: bool = True
    image: ShareImage | None = None
    alternates: list[tuple[str, str]] = field(default_factory=list)
    locales: list[str] = field(default_factory=list)
    feeds: list[tuple[str, str]] = field(default_factory=list)
    previous_url: str = ""
    next_url: str = ""
    jsonld: SafeString = field(default_factory=SafeString)
    modified_at: dt.datetime | None = None


def share_image(image: Image | None, place: PagePlace) -> ShareImage:
    """Return the picture that other sites show beside a link: `image`, else the one shipped with Masthead."""
    return _image_to_share(image, place) or ShareImage(place.absolute(static(DEFAULT_SHARE)), *DEFAULT_SHARE_SIZE, "")


def _image_to_share(image: Image | None, place: PagePlace) -> ShareImage | None:
    if image is None or not image.is_ready:
        return None
    name = next((name for name in SHARE_RENDITIONS if name in image.renditions), "")
    facts = image.renditions.get(name, {"width": image.width_px, "height": image.height_px})
    return ShareImage(place.absolute(image.rendition_url(name)), facts["width"], facts["height"], image.alt)


def post_share_image(post: Post, site: Site, place: PagePlace) -> ShareImage:
    own = _image_to_share(post.header_image, place) if shown_parts(post).has_pictures else None
    return own or share_image(site.share_image, place)


def post_path(post: Post) -> str:
    """Return the post's path under its own language's chrome, which is the canonical one."""
    with translation.override(post.language):
        return post.get_absolute_url()


def canonical_url(post: Post, place: PagePlace) -> str:
    """Return the URL an editor set, else the absolute one in the post's own language."""
    return post.canonical_url or place.absolute(post_path(post))


def translation_links(post: Post, others: list[Post], place: PagePlace) -> list[tuple[str, str]]:
    """Link the post and its public translations, plus x-default; empty when it has no translations."""
    if not others:
        return []
    links = [(language_tag(each.language), place.absolute(post_path(each))) for each in [post, *others]]
    default = next((each for each in [post, *others] if each.language == settings.LANGUAGE_CODE), post)
    return [*links, ("x-default", place.absolute(post_path(default)))]


def chrome_links(place: PagePlace) -> list[tuple[str, str]]:
    """Link the versions of a page that has the same content under every chrome, plus x-default."""
    links = [(language_tag(code), place.url_in(code)) for code in site_languages()]
    return [*links, ("x-default", place.url_in(settings.LANGUAGE_CODE))]


def public_translations(post: Post) -> list[Post]:
    """Return the post's public translations, one per language. One query."""
    found = family_of(post).defer("body").newest_first()
    return list({each.language: each for each in found}.values())


def family_of(post: Post) -> PostQuerySet:
    """Return public posts in other languages that translate it, that it translates, or that share its original."""
    root = Post(pk=post.translation_of_id or post.pk)
    # Select ids first: filtering by `translation_of` directly would make SQLite read every published post.
    family = Post.objects.published().filter(Q(pk=root.pk) | Q(pk__in=root.translations.values("pk")))
    return family.exclude(language=post.language)
