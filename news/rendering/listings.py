"""Pages that are lists of posts: what each kind is called, where it leads, what it tells machines."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from news.models import Author, Category, Source, Tag
from news.rendering import jsonld
from news.rendering.dates import format_month
from news.rendering.meta import PageMeta, share_image
from news.rendering.site import Place, Site

MIN_TAG_POSTS = 2  # a tag page with fewer only repeats a post: kept out of search engines


@dataclass(frozen=True, slots=True)
class Listing:
    """`heading` is plain text; `breadcrumb` runs from the top category to the one shown; `feed` is a path.

    `is_open_when_empty`: whether the page exists although nothing public is on it. Categories and dates are no secret;
    the name of a tag, an author or a source may be one as long as it stands on drafts only.
    """

    heading: str
    description: str = ""
    feed: str = ""
    breadcrumb: list[Category] = field(default_factory=list)
    is_open_when_empty: bool = True
    min_posts: int = 1
    thing: Category | Tag | Author | Source | None = None


def category_listing(category: Category) -> Listing:
    path = list(Category.objects.ancestors_of(category))
    feed = reverse("category_feed", args=[category.path])
    return Listing(category.name, category.description, feed, path, thing=category)


def tag_listing(tag: Tag) -> Listing:
    feed = reverse("tag_feed", args=[tag.slug])
    return Listing(f"#{tag.name}", tag.description, feed, is_open_when_empty=False, min_posts=MIN_TAG_POSTS, thing=tag)


def author_listing(author: Author) -> Listing:
    feed = reverse("author_feed", args=[author.slug])
    return Listing(author.name, author.bio, feed, is_open_when_empty=False, thing=author)


def source_listing(source: Source) -> Listing:
    heading = pgettext("heading of an outlet's page", "From %(name)s") % {"name": source.name}
    feed = reverse("source_feed", args=[source.slug])
    return Listing(heading, source.description, feed, is_open_when_empty=False, thing=source)


def year_listing(year: int) -> Listing:
    return Listing(pgettext("heading of a year's archive", "Posts of %(year)s") % {"year": year})


def month_listing(first_day: dt.date) -> Listing:
    return Listing(pgettext("heading of a month's archive", "Posts of %(month)s") % {"month": format_month(first_day)})


def list_context(listing: Listing, page: Page, site: Site, place: Place) -> dict[str, Any]:
    """For any page of any listing; titles differ from page to page."""
    number = [_("Page %(number)s") % {"number": page.number}] if page.number > 1 else []
    meta = PageMeta(
        title=" - ".join([listing.heading, *number, site.name]),
        canonical=place.url,
        description=listing.description or site.description,
        is_indexed=page.paginator.count >= listing.min_posts,
        feeds=[(f"{listing.heading} - {site.name}", listing.feed)] if listing.feed else [],
        image=share_image(site.share_image, place),
        previous_url=place.at_page(page.number - 1) if page.has_previous() else "",
        next_url=place.at_page(page.number + 1) if page.has_next() else "",
        jsonld=_list_graph(listing, page, site, place),
    )
    return {"meta": meta, "listing": listing, "page": page, "total": page.paginator.count}


def _list_graph(listing: Listing, page: Page, site: Site, place: Place) -> Any:
    crumbs = jsonld.breadcrumbs(site, reverse("home"), listing.breadcrumb, place) if listing.breadcrumb else None
    profile = jsonld.profile(listing.thing, place) if isinstance(listing.thing, Author) else None
    posts = jsonld.collection(listing.heading, listing.description, list(page.object_list), place)
    return jsonld.graph(profile, posts, crumbs)


def index_context(heading: str, site: Site, place: Place) -> dict[str, Any]:
    """For a page that leads to lists and is none itself."""
    meta = PageMeta(title=f"{heading} - {site.name}", canonical=place.url, description=site.description)
    return {"meta": meta, "heading": heading}
