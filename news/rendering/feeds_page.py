"""Build the template context of the page that lists all feeds."""

from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from news.models import Category
from news.rendering.feed_links import FEED_FORMATS, FeedLink, feed_links
from news.rendering.list_pages import index_context
from news.rendering.site import PagePlace, Site

MAX_INDENT = 3  # deeper categories are not indented further


@dataclass(frozen=True, slots=True)
class CategoryFeeds:
    category: Category
    depth: int
    rss: FeedLink
    others: list[FeedLink]


def feeds_context(categories: list[Category], site: Site, place: PagePlace) -> dict[str, Any]:
    """Build the context; `categories` is the whole tree, in any order."""
    return index_context(pgettext("heading of the page about feeds", "Feeds"), site, place) | {
        "site_feeds": _absolute_links(site.name, reverse("home_feed"), place),
        "tree": [_category_feeds(each, place) for each in _in_editors_order(categories)],
        "examples": _examples(place),
    }


def _in_editors_order(categories: list[Category]) -> list[Category]:
    """Sort parents before their children and siblings by position, as in the header."""
    positions = {each.path: each.position for each in categories}
    return sorted(categories, key=lambda each: [(positions[path], path) for path in each.path_prefixes()])


def _category_feeds(category: Category, place: PagePlace) -> CategoryFeeds:
    rss, *others = _absolute_links(category.name, reverse("category_feed", args=[category.path]), place)
    return CategoryFeeds(category, min(category.depth, MAX_INDENT), rss, others)


def _absolute_links(title: str, rss_path: str, place: PagePlace) -> list[FeedLink]:
    return [replace(link, path=place.absolute(link.path)) for link in feed_links(title, rss_path)]


def _examples(place: PagePlace) -> list[tuple[str, str, str]]:
    """Return for each format its name, an example page address, and the suffix to append."""
    name = _("name")
    example = place.absolute(reverse("tag", args=["slug"])).replace("slug", name)
    return [(each.name, example, each.suffix) for each in FEED_FORMATS]
