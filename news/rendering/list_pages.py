"""Pages that list posts: heading, breadcrumb, feed and metadata of each kind."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.paginator import Page
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from news.models import Author, Category, Post, Source, Tag
from news.rendering import jsonld
from news.rendering.breadcrumbs import (
    BreadcrumbTarget,
    day_breadcrumbs,
    month_breadcrumbs,
    tag_breadcrumbs,
    year_breadcrumbs,
)
from news.rendering.dates import format_long_day, format_month
from news.rendering.languages import bare_path, path_in
from news.rendering.list_counts import ListCounts
from news.rendering.meta import PageMeta, chrome_links, share_image
from news.rendering.paging import last_change
from news.rendering.site import PagePlace, Site

MIN_TAG_POSTS = 2  # a tag page with one post only repeats it and is kept out of search engines


@dataclass(frozen=True, slots=True)
class ListPage:
    """`heading` is plain text; `breadcrumb` runs from the top to the page itself; `feed` is a path, "" for none.

    `is_open_when_empty`: whether the page exists without public posts. Categories are no secret, but the name of a
    tag, an author or a source used only on drafts may be, and days without posts are endless.
    `is_told_to_hub`: whether the hub is pinged about the feed. Readers miss updates of a feed that names a hub but
    never pings it.
    """

    heading: str
    description: str = ""
    feed: str = ""
    breadcrumb: Sequence[BreadcrumbTarget] = ()
    is_open_when_empty: bool = True
    is_indexed: bool = True
    is_told_to_hub: bool = True
    min_posts: int = 1
    thing: Category | Tag | Author | Source | None = None


def category_list_page(category: Category, trail: Sequence[Category] = ()) -> ListPage:
    """Describe a category's page; `trail` runs from the root down to the category. Feeds need none."""
    feed = reverse("category_feed", args=[category.path])
    return ListPage(category.name, category.description, feed, trail, thing=category)


def tag_list_page(tag: Tag) -> ListPage:
    feed = reverse("tag_feed", args=[tag.slug])
    listing = ListPage(f"#{tag.name}", tag.description, feed, tag_breadcrumbs(tag), is_open_when_empty=False, thing=tag)
    return replace(listing, min_posts=MIN_TAG_POSTS)


def author_list_page(author: Author) -> ListPage:
    feed = reverse("author_feed", args=[author.slug])
    return ListPage(author.name, author.bio, feed, is_open_when_empty=False, thing=author)


def source_list_page(source: Source) -> ListPage:
    heading = pgettext("heading of an outlet's page", "From %(name)s") % {"name": source.name}
    feed = reverse("source_feed", args=[source.slug])
    return ListPage(heading, source.description, feed, is_open_when_empty=False, thing=source)


def year_list_page(year: int) -> ListPage:
    heading = pgettext("heading of a year's archive", "Posts of %(year)s") % {"year": year}
    return ListPage(heading, breadcrumb=year_breadcrumbs(year), is_open_when_empty=False)


def month_list_page(first_day: dt.date) -> ListPage:
    heading = pgettext("heading of a month's archive", "Posts of %(month)s") % {"month": format_month(first_day)}
    return ListPage(heading, breadcrumb=month_breadcrumbs(first_day), is_open_when_empty=False)


def day_list_page(day: dt.date) -> ListPage:
    """Serve readers who shorten a post's address; not indexed, because the month's page lists the same."""
    heading = pgettext("heading of a day's archive", "Posts of %(day)s") % {"day": format_long_day(day)}
    return ListPage(heading, breadcrumb=day_breadcrumbs(day), is_open_when_empty=False, is_indexed=False)


def list_context(
    listing: ListPage, page: Page[Post], facts: ListCounts, site: Site, place: PagePlace
) -> dict[str, Any]:
    """Build the context for any page of any listing; each page has its own title."""
    number = [_("Page %(number)s") % {"number": page.number}] if page.number > 1 else []
    home = canonical_place(facts, place)
    meta = PageMeta(
        title=" - ".join([listing.heading, *number, site.name]),
        canonical=home.url,
        description=listing.description or site.description,
        is_indexed=listing.is_indexed and facts.total >= listing.min_posts,
        feeds=[(f"{listing.heading} - {site.name}", listing.feed)] if listing.feed else [],
        image=share_image(site.share_image, place),
        previous_url=home.at_page(page.number - 1) if page.has_previous() else "",
        next_url=home.at_page(page.number + 1) if page.has_next() else "",
        jsonld=_list_graph(listing, page, site, home),
        modified_at=last_change(page.object_list),
    )
    return {"meta": meta, "listing": listing, "page": page, "facts": facts, "total": facts.total}


def canonical_place(facts: ListCounts, place: PagePlace) -> PagePlace:
    """Return the place under the chrome of a language the list has posts in; the current one if possible."""
    path = path_in(facts.home_language(place.language), bare_path(place.path))
    return replace(place, path=path)


def _list_graph(listing: ListPage, page: Page[Post], site: Site, place: PagePlace) -> Any:
    crumbs = jsonld.breadcrumbs(site, listing.breadcrumb, place) if listing.breadcrumb else None
    profile = jsonld.profile(listing.thing, place) if isinstance(listing.thing, Author | Source) else None
    posts = jsonld.collection(listing.heading, listing.description, list(page.object_list), place)
    return jsonld.graph(profile, posts, crumbs)


def index_context(heading: str, site: Site, place: PagePlace) -> dict[str, Any]:
    """Build the context of a page that only links to lists; it is all chrome, so each language has its own page."""
    meta = PageMeta(
        title=f"{heading} - {site.name}",
        canonical=place.url,
        description=site.description,
        image=share_image(site.share_image, place),
        alternates=chrome_links(place),
    )
    return {"meta": meta, "heading": heading}
