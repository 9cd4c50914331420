"""The contents of a feed in any format: the site, the list, and its newest posts as far as rights allow."""

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import Exists, OuterRef, prefetch_related_objects
from django.templatetags.static import static
from django.utils.encoding import iri_to_uri

from news.models import Image, Post, PostQuerySet, RawSource
from news.models.links import link_prefetches
from news.rendering.languages import language_tag
from news.rendering.list_pages import ListPage
from news.rendering.meta import post_path
from news.rendering.paging import language_first
from news.rendering.rights import shown_parts
from news.rendering.site import PagePlace, Site
from news.rendering.syndicated import render_for_feed
from news.text.balance_html import strip_illegal

DEFAULT_ICON = "public/icon-180.png"
LOGO_RENDITIONS = ("w400", "w800")  # large enough for a reader's list, small enough for a phone


@dataclass(frozen=True, slots=True)
class FeedAuthor:
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file attached to a post; `length` is in bytes."""

    url: str
    mime_type: str
    length: int


@dataclass(frozen=True, slots=True)
class FeedItem:
    """Text has no characters that XML forbids; URLs are absolute; only `html` is markup, the rest is plain."""

    id: str
    url: str
    title: str
    teaser: str
    html: str
    published_at: dt.datetime
    updated_at: dt.datetime
    language: str
    authors: list[FeedAuthor]
    categories: list[str]
    enclosure: Enclosure | None


@dataclass(frozen=True, slots=True)
class Feed:
    """`url` is the feed's own address, `page_url` that of the list's page. `hub_url` is "" without a WebSub hub."""

    title: str
    site_name: str
    description: str
    language: str
    url: str
    page_url: str
    icon_url: str
    logo_url: str
    hub_url: str
    items: list[FeedItem]

    @property
    def updated_at(self) -> dt.datetime | None:
        return max((item.updated_at for item in self.items), default=None)


def newest_whole(posts: PostQuerySet, language: str) -> list[Post]:
    """Return the newest posts with bodies, those in the language first. Five queries, however many posts there are."""
    has_file = Exists(RawSource.objects.filter(post=OuterRef("pk")))
    whole = posts.select_related("header_image", "source").annotate(has_file=has_file)
    found = language_first(whole, language, settings.NEWS_FEED_ITEM_COUNT)
    prefetch_related_objects(found, *link_prefetches(), "tags")
    return found


def compose_feed(listing: ListPage, paths: tuple[str, str], posts: list[Post], site: Site, place: PagePlace) -> Feed:
    """Compose a feed of posts from `newest_whole`; `paths` are those of the feed and of its page. One more query."""
    feed_path, page_path = paths
    bodies = render_for_feed(posts, place.base_url)
    return Feed(
        title=strip_illegal(" - ".join(part for part in (listing.heading, site.name) if part)),
        site_name=strip_illegal(site.name),
        description=strip_illegal(listing.description or site.description or site.name),
        language=language_tag(place.language),
        url=place.absolute(feed_path),
        page_url=place.absolute(page_path),
        icon_url=icon_url(site, place),
        logo_url=_logo_url(site, place),
        hub_url=iri_to_uri(site.profile.websub_hub) if listing.is_told_to_hub else "",
        items=[_compose_item(post, bodies[post.pk], place) for post in posts],
    )


def icon_url(site: Site, place: PagePlace) -> str:
    """Return the absolute URL of the site's square icon: the profile's, else the one shipped with Masthead."""
    return place.absolute(site.icon.rendition_url("square") if site.icon else static(DEFAULT_ICON))


def _logo_url(site: Site, place: PagePlace) -> str:
    if site.logo is None:
        return ""
    name = next((name for name in LOGO_RENDITIONS if name in site.logo.renditions), "")
    return place.absolute(site.logo.rendition_url(name))


def _compose_item(post: Post, html: str, place: PagePlace) -> FeedItem:
    published_at = post.published_at or post.updated_at
    return FeedItem(
        id=post_id(post, place),
        url=place.absolute(post_path(post)),
        title=strip_illegal(post.title),
        teaser=strip_illegal(shown_parts(post).teaser),
        html=strip_illegal(html),
        published_at=published_at,
        updated_at=max(post.updated_at, published_at),
        language=language_tag(post.language),
        authors=[
            FeedAuthor(strip_illegal(each.name), place.absolute(each.get_absolute_url()))
            for each in post.ordered_authors()
        ],
        categories=[strip_illegal(each.name) for each in (*post.ordered_categories(), *post.tags.all())],
        enclosure=_enclosure(post.header_image, place) if shown_parts(post).has_pictures else None,
    )


def post_id(post: Post, place: PagePlace) -> str:
    """Return an id that never changes, even with the title, slug or day (RSS 2.0, guid; RFC 4287 §4.2.6).

    It is the same in all formats, and under `CMS_SITE_URL` if set, so that a second host name does not double posts.
    """
    return urljoin(settings.NEWS_SITE_URL or place.base_url, f"/p/{post.pk}/")


def _enclosure(image: Image | None, place: PagePlace) -> Enclosure | None:
    """Return the header image's original file, whose size is known; None if it is not ready."""
    if image is None or not image.is_ready:
        return None
    return Enclosure(place.absolute(image.rendition_url("")), image.mime_type, image.size_bytes)
