"""Arranges the home page: what editors chose, then what is newest. No post stands on it twice."""

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

POOL = 72  # newest posts that the page is arranged from
SECONDARY_COUNT = 4
LATEST_COUNT = 12
FEW_POSTS = 6  # up to so many beside the front there are no sections yet, only the latest
MOST_READ_MIN = 3  # fewer are no list
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
    """The posts of the home page by place; `latest` by day, newest first."""

    lead: Post | None
    secondary: list[Post]
    latest: list[tuple[dt.date, list[Post]]]
    most_read: list[Post]
    blocks: list[SectionBlock]
    topics: list[Tag]

    @property
    def cards(self) -> list[Post]:
        """All that stand on the page with more than their title, each once."""
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
    """Each list takes from what the ones before it left: front, latest, most read, blocks.

    Eight queries for any number of posts. Posts of the language go first everywhere. `slots`: not those that are
    stored; for a preview.
    """
    slots, pool = read_slots(language) if slots is None else slots, read_pool(language)
    prefetch_related_objects([*pool, *(slot.post for slot in slots)], *link_prefetches(), "tags")
    front = fill_front(slots, pool, language)
    rest = without(pool, front.posts)
    # Twelve, on a young site fewer, so that the sections below get some too. The first list by time alone.
    weight = max(sum(post.language == language for post in rest), len(rest) // 2)
    count = min(LATEST_COUNT, max(FEW_POSTS, weight * 2 // 5))
    latest, rest = sorted(rest[:count], key=_moment, reverse=True), rest[count:]
    read = _read_most_read([*front.posts, *latest], pool, language)
    blocks = make_blocks(without(rest, read), categories)
    return HomeLists(front.lead, front.secondary, group_by_day(latest), read, blocks, frequent_tags(pool))


def read_slots(language: str) -> list[Slot]:
    """Those that hold now, with posts that readers may see. One query."""
    slots = Slot.objects.current(language).filter(post__in=Post.objects.published())
    return list(slots.select_related("post__header_image", "post__source").defer("post__body"))


def read_pool(language: str) -> list[Post]:
    """The newest posts, those in the language first, and what is pinned, however old. Three queries."""
    posts = Post.objects.published().select_related("header_image", "source").defer("body")
    pinned = posts.filter(pinned_until__gt=timezone.now(), language=language).newest_first()[: 1 + SECONDARY_COUNT]
    found = {post.pk: post for post in (*pinned, *language_first(posts, language, POOL))}
    pool = sorted(found.values(), key=lambda post: (post.language != language, -_moment(post)))
    return _without_translations(pool, language)


def _without_translations(posts: list[Post], language: str) -> list[Post]:
    """A story that is there in the language is not told again in another."""
    own = [post for post in posts if post.language == language]
    told = {post.pk for post in own} | {post.translation_of_id for post in own}
    return [post for post in posts if post in own or not {post.pk, post.translation_of_id} & told - {None}]


def _moment(post: Post) -> float:
    return post.published_at.timestamp() if post.published_at else 0.0


def fill_front(slots: Iterable[Slot], pool: list[Post], language: str) -> Front:
    """The editors' posts in their places; those left empty take pinned posts, then featured ones, then the newest."""
    chosen: dict[tuple[str, int], Post] = {}
    for slot in slots:
        position = 0 if slot.place == Slot.Place.LEAD else slot.position
        chosen.setdefault((slot.place, position), slot.post)  # a second lead stands in when the first one ends
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
    """The first that has a picture among the first five, unless that would pass over a pinned or featured one."""
    first = posts[0]
    equals = [post for post in posts[: 1 + SECONDARY_COUNT] if _rank(post) == _rank(first)]
    return next((post for post in equals if post.language == first.language and has_card_picture(post)), first)


def _read_most_read(shown: list[Post], pool: list[Post], language: str) -> list[Post]:
    """Of the posts that stand nowhere else on the page, in no language; on a young site fewer. One query."""
    own = [post for post in pool if post.language == language]
    posts = Post.objects.published().exclude(pk__in=[post.pk for post in shown])
    posts = posts.exclude(pk__in=[post.translation_of_id for post in own if post.translation_of_id])
    most = min(MOST_READ_COUNT, max((len(pool) - len(shown)) * 2 // 5, MOST_READ_MIN))
    found = most_read(posts.exclude(translation_of__in=[post.pk for post in own]), language, most)
    return found if len(found) >= MOST_READ_MIN else []


def make_blocks(posts: list[Post], categories: Iterable[Category]) -> list[SectionBlock]:
    """The newest posts of each top category that has enough of them, by primary category."""
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
    """The tags that stand on most of some posts."""
    counts: dict[Tag, int] = {}
    for post in posts:
        for tag in post.tags.all():
            counts[tag] = counts.get(tag, 0) + 1
    return sorted(counts, key=lambda tag: -counts[tag])[:TOPIC_COUNT]
