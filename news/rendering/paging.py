"""Arrange posts into lists: in pages, one language first, or by day."""

import datetime as dt
from collections.abc import Iterable
from itertools import groupby

from django.core.paginator import Page, Paginator
from django.utils import timezone

from news.models import Post, PostQuerySet
from news.rendering.dates import site_time
from news.rendering.languages import other_languages

LATEST_COUNT = 5  # offered where nothing was found


def page_of(posts: PostQuerySet, number: int, size: int, total: int) -> Page[Post]:
    """Return a page; the caller has counted `total`. Raises: django.core.paginator.EmptyPage past the last."""
    paginator = Paginator(posts.for_cards(), size)
    paginator.__dict__["count"] = total  # fills the cached property
    page = paginator.page(number)
    page.object_list = list(page.object_list)
    return page


def language_first(posts: PostQuerySet, language: str, count: int) -> list[Post]:
    """Return the newest posts in a language, then, if there are too few, the newest in others. Always two queries.

    Both read in index order; a single query sorted by language would have to look at every post.
    """
    newest = posts.newest_first()
    own = list(newest.filter(language=language)[:count])
    missing = count - len(own)
    return own + list(newest.filter(language__in=other_languages(language))[: missing or 1])[:missing]


def without(posts: Iterable[Post], taken: Iterable[Post]) -> list[Post]:
    ids = {post.pk for post in taken}
    return [post for post in posts if post.pk not in ids]


def latest_posts(language: str, *, without: Iterable[Post] = ()) -> list[Post]:
    """Return the newest posts without bodies, `language` first, to offer where nothing was found. Two queries."""
    posts = Post.objects.published().exclude(pk__in=[post.pk for post in without])
    return language_first(posts.defer("body"), language, LATEST_COUNT)


def last_change(posts: Iterable[Post]) -> dt.datetime | None:
    """Return when any of the public posts last appeared or changed; None for no posts."""
    return max((max(post.updated_at, post.published_at or post.updated_at) for post in posts), default=None)


def group_by_day(posts: Iterable[Post]) -> list[tuple[dt.date, list[Post]]]:
    """Group by the day of publication in the site's time zone; the posts must be sorted."""
    return [(day, list(group)) for day, group in groupby(posts, _day_of)]


def _day_of(post: Post) -> dt.date:
    return site_time(post.published_at or timezone.now()).date()
