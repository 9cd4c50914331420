"""Arrange the home page: the editors' choices, then the newest posts. No post appears twice."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.utils import timezone

from news.models import Category, Post, Slot, Tag
from news.models.links import link_prefetches
from news.rendering.paging import group_by_day, language_first, without
from news.rendering.rights import has_card_picture
from news.traffic.numbers import MOST_READ_COUNT, most_read

POOL = 72  # newest posts from which the page is arranged
SECONDARY_COUNT = 4
LATEST_COUNT = 12
FEW_POSTS = 6  # with no more posts than this beside the front there are no sections, only the latest
MOST_READ_MIN = 3  # a shorter list is not shown
BLOCK_COUNT = 8  # categories with a block of their own
BLOCK_POSTS = 4
BLOCK_MIN = 2
TOPIC_COUNT = 12


@dataclass(frozen=True, slots=True)
class SectionBlock:
    category: Category
    lead: Post
    posts: list[Post]


@dataclass(frozen=True, slots=True)
class HomeLists:
    """The posts of the home page by place; `latest` is grouped by day, newest first."""

    lead: Post | None
    secondary: list[Post]
    latest: list[tuple[dt.date, list[Post]]]
    most_read: list[Post]
    blocks: list[SectionBlock]
    topics: list[Tag]

    @property
    def cards(self) -> list[Post]:
        """Every post shown with more than its title, each once."""
        latest = [post for _day, posts in self.latest for post in posts]
        blocks = [block.lead for block in self.blocks]
        return [*([self.lead] if self.lead else []), *self.secondary, *latest, *blocks]


@dataclass(frozen=True, slots=True)
class Front:
    lead: Post | None
    secondary: list[Post]

    @property
    def posts(self) -> list[Post]:
        return [*([self.lead] if self.lead else []), *self.secondary]


def arrange_home(language: str, categories: Iterable[Category], slots: list[Slot] | None = None) -> HomeLists:
    """Fill front, latest, most read and blocks in this order, each from what the lists before it left.

    Eight queries for any number of posts. Posts in the language come first everywhere. `slots` replaces the stored
    ones for a preview.
    """
    slots, pool = read_slots(language) if slots is None else slots, read_pool(language)
    prefetch_related_objects([*pool, *(slot.post for slot in slots)], *link_prefetches(), "tags")
    front = fill_front(slots, pool, language)
    rest = without(pool, front.posts)
    # Twelve, or fewer on a young site, so that the sections below get some too. This list is sorted by time alone.
    weight = max(sum(post.language == language for post in rest), len(rest) // 2)
    count = min(LATEST_COUNT, max(FEW_POSTS, weight * 2 // 5))
    latest, rest = sorted(rest[:count], key=_moment, reverse=True), rest[count:]
    read = _read_most_read([*front.posts, *latest], pool, language)
    blocks = make_blocks(without(rest, read), categories)
    return HomeLists(front.lead, front.secondary, group_by_day(latest), read, blocks, frequent_tags(pool))


def read_slots(language: str) -> list[Slot]:
    """Read the slots in force now whose posts are public. One query."""
    slots = Slot.objects.current(language).filter(post__in=Post.objects.published())
    return list(slots.select_related("post__header_image", "post__source").defer("post__body"))


def read_pool(language: str) -> list[Post]:
    """Read the newest posts, those in the language first, and pinned ones however old. Three queries."""
    posts = Post.objects.published().select_related("header_image", "source").defer("body")
    pinned = posts.filter(pinned_until__gt=timezone.now(), language=language).newest_first()[: 1 + SECONDARY_COUNT]
    found = {post.pk: post for post in (*pinned, *language_first(posts, language, POOL))}
    pool = sorted(found.values(), key=lambda post: (post.language != language, -_moment(post)))
    return _without_translations(pool, language)


def _without_translations(posts: list[Post], language: str) -> list[Post]:
    """Drop posts in other languages whose story is also there in `language`."""
    own = [post for post in posts if post.language == language]
    told = {post.pk for post in own} | {post.translation_of_id for post in own}
    return [post for post in posts if post in own or not {post.pk, post.translation_of_id} & told - {None}]


def _moment(post: Post) -> float:
    return post.published_at.timestamp() if post.published_at else 0.0


def fill_front(slots: Iterable[Slot], pool: list[Post], language: str) -> Front:
    """Put the editors' posts in their places; fill empty places with pinned, then featured, then the newest posts."""
    chosen: dict[tuple[str, int], Post] = {}
    for slot in slots:
        position = 0 if slot.place == Slot.Place.LEAD else slot.position
        chosen.setdefault((slot.place, position), slot.post)  # a second lead takes over when the first one's time ends
    lead, places = chosen.get((Slot.Place.LEAD, 0)), range(SECONDARY_COUNT)
    secondary = [chosen.get((Slot.Place.SECONDARY, place)) for place in places]
    waiting = without(pool, [post for post in (lead, *secondary) if post])
    waiting.sort(key=lambda post: (post.language != language, *_rank(post)))
    if lead is None and waiting:
        lead = _choose_lead(waiting)
        waiting.remove(lead)
    others = iter(waiting)
    filled = [post or next(others, None) for post in secondary]
    return Front(lead, [post for post in filled if post])


def _rank(post: Post) -> tuple[bool, bool]:
    is_pinned = post.pinned_until is not None and post.pinned_until > timezone.now()
    return not is_pinned, not post.is_featured


def _choose_lead(posts: list[Post]) -> Post:
    """Return the first of the first five posts with a picture, without passing over a pinned or featured one."""
    first = posts[0]
    equals = [post for post in posts[: 1 + SECONDARY_COUNT] if _rank(post) == _rank(first)]
    return next((post for post in equals if post.language == first.language and has_card_picture(post)), first)


def _read_most_read(shown: list[Post], pool: list[Post], language: str) -> list[Post]:
    """Read the most read posts not on the page already, not even as translations; fewer on a young site. One query."""
    own = [post for post in pool if post.language == language]
    posts = Post.objects.published().exclude(pk__in=[post.pk for post in shown])
    posts = posts.exclude(pk__in=[post.translation_of_id for post in own if post.translation_of_id])
    most = min(MOST_READ_COUNT, max((len(pool) - len(shown)) * 2 // 5, MOST_READ_MIN))
    found = most_read(posts.exclude(translation_of__in=[post.pk for post in own]), language, most)
    return found if len(found) >= MOST_READ_MIN else []


def make_blocks(posts: list[Post], categories: Iterable[Category]) -> list[SectionBlock]:
    """Build a block of the newest posts for each top category with enough of them, by primary category."""
    by_root: dict[str, list[Post]] = {}
    for post in posts:
        if post.primary_category:
            by_root.setdefault(post.primary_category.path_prefixes()[0], []).append(post)
    blocks = [
        SectionBlock(category, found[0], found[1:BLOCK_POSTS])
        for category in categories
        if len(found := by_root.get(category.path, [])) >= BLOCK_MIN
    ]
    return blocks[:BLOCK_COUNT]


def frequent_tags(posts: Iterable[Post]) -> list[Tag]:
    """Return the most frequent tags of the posts, the most frequent first."""
    counts: dict[Tag, int] = {}
    for post in posts:
        for tag in post.tags.all():
            counts[tag] = counts.get(tag, 0) + 1
    return sorted(counts, key=lambda tag: -counts[tag])[:TOPIC_COUNT]
