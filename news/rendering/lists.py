"""Puts posts into lists: pages of twelve, a home page on which no post appears twice, days, months."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Count, prefetch_related_objects
from django.utils import timezone

from news.models import Category, Post, PostQuerySet, Tag
from news.models.post import link_prefetches
from news.rendering.dates import site_time

HOME_POOL = 72  # newest posts that the home page is arranged from
SECONDARY_COUNT = 4
LATEST_COUNT = 10
BLOCK_COUNT = 4  # categories with a block of their own
BLOCK_POSTS = 4
TOPIC_COUNT = 12


def page_of(posts: PostQuerySet, number: int, size: int) -> Page:
    """Raises: django.core.paginator.EmptyPage past the last one."""
    return Paginator(posts.for_cards(), size).page(number)


def language_first(posts: PostQuerySet, language: str, count: int) -> list[Post]:
    """The newest posts in a language, then, if they are too few, the newest in others. Always two reads of posts.

    Two reads in index order instead of one sorted by language, which would have to look at every post.
    """
    newest = posts.newest_first()
    others = [code for code, _name in settings.LANGUAGES if code != language]
    own = list(newest.filter(language=language)[:count])
    missing = count - len(own)
    return own + list(newest.filter(language__in=others)[: missing or 1])[:missing]


@dataclass(frozen=True, slots=True)
class Block:
    category: Category
    lead: Post
    posts: list[Post]


@dataclass(frozen=True, slots=True)
class HomeLists:
    """The posts of the home page by place; `latest` by day, newest first."""

    lead: Post | None
    secondary: list[Post]
    latest: list[tuple[dt.date, list[Post]]]
    blocks: list[Block]
    topics: list[Tag]


def arrange_home(language: str, categories: Iterable[Category]) -> HomeLists:
    """Posts in the language first; of them the pinned and featured lead. Each list takes from what is left."""
    pool = language_first(
        Post.objects.published().select_related("header_image", "source").defer("body"), language, HOME_POOL
    )
    prefetch_related_objects(pool, *link_prefetches(), "tags")
    front = sorted(pool, key=lambda post: (post.language != language, *_is_ordinary(post)))[: 1 + SECONDARY_COUNT]
    rest = [post for post in pool if post not in front]
    latest, rest = rest[:LATEST_COUNT], rest[LATEST_COUNT:]
    blocks = make_blocks(rest, categories)
    return HomeLists(next(iter(front), None), front[1:], group_by_day(latest), blocks, frequent_tags(pool))


def _is_ordinary(post: Post) -> tuple[bool, bool]:
    is_pinned = post.pinned_until is not None and post.pinned_until > timezone.now()
    return not is_pinned, not post.is_featured


def make_blocks(posts: list[Post], categories: Iterable[Category]) -> list[Block]:
    """The newest posts of each top category that has enough of them, by primary category."""
    by_root: dict[str, list[Post]] = {}
    for post in posts:
        if post.primary_category:
            by_root.setdefault(post.primary_category.path_prefixes()[0], []).append(post)
    blocks = [
        Block(category, found[0], found[1:BLOCK_POSTS])
        for category in categories
        if len(found := by_root.get(category.path, [])) >= BLOCK_POSTS // 2
    ]
    return blocks[:BLOCK_COUNT]


def frequent_tags(posts: Iterable[Post]) -> list[Tag]:
    """The tags that stand on most of some posts."""
    counts: dict[Tag, int] = {}
    for post in posts:
        for tag in post.tags.all():
            counts[tag] = counts.get(tag, 0) + 1
    return sorted(counts, key=lambda tag: -counts[tag])[:TOPIC_COUNT]


def group_by_day(posts: Iterable[Post]) -> list[tuple[dt.date, list[Post]]]:
    """By the site-zone day of publication; posts must come sorted."""
    return [(day, list(group)) for day, group in groupby(posts, _day_of)]


def _day_of(post: Post) -> dt.date:
    return site_time(post.published_at or timezone.now()).date()


@dataclass(frozen=True, slots=True)
class Month:
    first_day: dt.date
    count: int


def count_months(posts: PostQuerySet) -> list[tuple[int, list[Month]]]:
    """How many posts each month holds by the day in their address, newest year and month first. One query.

    Grouped by day in the database and by month here: SQLite would call Python for every post to cut a month.
    """
    days = posts.order_by("-path_on").values_list("path_on").annotate(count=Count("pk"))
    months = [
        Month(first, sum(count for _day, count in group))
        for first, group in groupby(days, lambda row: row[0].replace(day=1))
    ]
    return [(year, list(group)) for year, group in groupby(months, lambda month: month.first_day.year)]


def in_days(posts: PostQuerySet, first: dt.date, last: dt.date) -> PostQuerySet:
    """Those whose address lies in a stretch of days, both included."""
    return posts.filter(path_on__range=(first, last)).order_by("-path_on", "-published_at", "-pk")


def public_tags(count: int) -> list[Tag]:
    """The tags on most published posts, with `post_count`, in the order of their slugs."""
    used = Tag.objects.filter(items__content_object__in=Post.objects.published())
    tags = used.annotate(post_count=Count("items")).order_by("-post_count", "slug")[:count]
    return sorted(tags, key=lambda tag: tag.slug)


def months_around(posts: PostQuerySet, first: dt.date, last: dt.date) -> tuple[dt.date | None, dt.date | None]:
    """The nearest days with posts before and after a month. Two queries."""
    days = posts.values_list("path_on", flat=True)
    earlier = days.filter(path_on__lt=first).order_by("-path_on").first()
    later = days.filter(path_on__gt=last).order_by("path_on").first()
    return earlier, later
