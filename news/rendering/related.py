"""Find the posts that a post's page links to: translations, neighbours in the category, related posts.

Two queries: one finds candidates, reading only a few rows from the end of each index whatever the size of the site;
one reads the cards of those chosen. Where too few are related, a third query finds the newest posts.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value

from news.models import Category, Post, PostCategory, PostQuerySet, PostTag
from news.rendering.meta import family_of

RELATED_COUNT = 4
TAG_WEIGHT, LEAF_WEIGHT = 3, 2
MOST_TAGS = 8  # tags looked at; posts rarely have more, and each adds a part to the query
PER_THING = 24  # newest posts looked at per tag and in the category
NEWEST_COUNT = 24
PREVIOUS, NEXT, TRANSLATION, RELATED = "previous", "next", "translation", "related"


@dataclass(frozen=True, slots=True)
class RelatedPosts:
    """`previous` (older) and `next` (newer) share primary category and language. `similar` has at most four."""

    previous: Post | None = None
    next: Post | None = None
    translations: list[Post] = field(default_factory=list)
    similar: list[Post] = field(default_factory=list)


class Candidate(NamedTuple):
    pk: int
    language: str
    published_at: Any
    role: str
    weight: int


def find_related(post: Post) -> RelatedPosts:
    """Find the posts related to a post read by `for_page`, whose links are prefetched."""
    parts = list(_parts(post))
    found = [Candidate(*row) for row in parts[0].union(*parts[1:], all=True)] if parts else []
    ids = {role: [each.pk for each in found if each.role == role] for role in (PREVIOUS, NEXT, TRANSLATION)}
    family = {post.pk, *ids[TRANSLATION]}
    translated = _one_per_language(each for each in found if each.role == TRANSLATION)
    related = rank(post.language, (each for each in found if each.role == RELATED and each.pk not in family))
    if sum(each.language == post.language for each in related) < RELATED_COUNT:
        related = _fill_up(post, related, family)
    chosen = [each.pk for each in related[:RELATED_COUNT]]
    cards = _read_cards({*ids[PREVIOUS], *ids[NEXT], *translated, *chosen})
    previous, following, translations, shown = (
        [cards[pk] for pk in each if pk in cards] for each in (ids[PREVIOUS], ids[NEXT], translated, chosen)
    )
    return RelatedPosts(next(iter(previous), None), next(iter(following), None), translations, shown)


def rank(language: str, candidates: Iterable[Candidate]) -> list[Candidate]:
    """Merge duplicates by adding their weights; sort those in the language first, then by weight, then newest first."""
    by_id: dict[int, Candidate] = {}
    for each in candidates:
        weight = by_id[each.pk].weight if each.pk in by_id else 0
        by_id[each.pk] = each._replace(weight=weight + each.weight)
    newest_first = sorted(by_id.values(), key=lambda each: (each.published_at, each.pk), reverse=True)
    return sorted(newest_first, key=lambda each: (each.language != language, -each.weight))


def _parts(post: Post) -> Iterable[QuerySet[Any, tuple[Any, ...]]]:
    """Yield the parts of one UNION query. Link rows are found by id and only then checked for a public post, because
    SQLite allows no LIMIT in a part and would otherwise read all public posts."""
    if post.translation_of_id or getattr(post, "has_translations", True):
        yield _rows(family_of(post), "", TRANSLATION)
    category = post.primary_category
    if category and post.published_at:
        yield from _neighbours(post, category)
    if category:
        yield _linked(PostCategory.objects.filter(category=category).order_by("-pk"), "post", LEAF_WEIGHT)
    for tag in [tag for tag in post.tags.all() if tag.pk][:MOST_TAGS]:  # a preview may have unsaved tags
        yield _linked(PostTag.objects.filter(tag=tag).order_by("-content_object_id"), "content_object", TAG_WEIGHT)


def _linked(links: QuerySet[Any], noun: str, weight: int) -> QuerySet[Any, tuple[Any, ...]]:
    few = links.model._default_manager.filter(pk__in=links.values("pk")[:PER_THING])
    public = Post.objects.published().filter(pk=OuterRef(noun))
    return _rows(few.filter(Exists(public)), f"{noun}__", RELATED, weight)


def _neighbours(post: Post, category: Category) -> Iterable[QuerySet[Any, tuple[Any, ...]]]:
    first_links = PostCategory.objects.filter(post=OuterRef("pk"), category=category, position=0)
    same = Post.objects.published().filter(Exists(first_links), language=post.language)
    at = post.published_at
    older = same.filter(published_at__lte=at).filter(Q(published_at__lt=at) | Q(pk__lt=post.pk)).newest_first()
    newer = (
        same.filter(published_at__gte=at).filter(Q(published_at__gt=at) | Q(pk__gt=post.pk)).newest_first().reverse()
    )
    for role, nearest in ((PREVIOUS, older), (NEXT, newer)):
        yield _rows(PostCategory.objects.filter(post__in=nearest.values("pk")[:1], position=0), "post__", role)


def _rows(rows: QuerySet[Any], prefix: str, role: str, weight: int = 0) -> QuerySet[Any, tuple[Any, ...]]:
    """Select the columns of `Candidate`; `prefix` is the lookup from a row to its post."""
    columns = (f"{prefix}pk", f"{prefix}language", f"{prefix}published_at", "role", "weight")
    return rows.order_by().annotate(role=Value(role), weight=Value(weight)).values_list(*columns)


def _fill_up(post: Post, related: list[Candidate], family: set[int]) -> list[Candidate]:
    """Add the newest posts in the language, those in the same category branch first. One query."""
    known = family | {each.pk for each in related}
    newest = Post.objects.published().filter(language=post.language).newest_first()
    rows = newest.annotate(is_near=_is_in_branch(post.primary_category)).values_list("pk", "published_at", "is_near")
    fillers = [
        Candidate(pk, post.language, at, RELATED, 0)
        for pk, at, _near in sorted(rows[:NEWEST_COUNT], key=lambda row: not row[2])
        if pk not in known
    ]
    own = [each for each in related if each.language == post.language]
    return [*own, *fillers[: RELATED_COUNT - len(own)], *(each for each in related if each not in own)]


def _is_in_branch(category: Category | None) -> Any:
    if category is None:
        return Value(0)
    branch = Category.objects.within(Category(path=category.path_prefixes()[0]))
    return Exists(PostCategory.objects.filter(category__in=branch, post=OuterRef("pk"), position=0))


def _one_per_language(candidates: Iterable[Candidate]) -> list[int]:
    """Keep the oldest in each language, as `public_translations` does."""
    newest_first = sorted(candidates, key=lambda each: (each.published_at, each.pk), reverse=True)
    return list({each.language: each.pk for each in newest_first}.values())


def _read_cards(ids: set[int]) -> dict[int, Post]:
    """Read posts for cards, with `leaf`: the primary category as far as a tile needs it."""
    link = PostCategory.objects.filter(post=OuterRef("pk")).order_by("position")
    path, name = Subquery(link.values("category__path")[:1]), Subquery(link.values("category__name")[:1])
    posts: PostQuerySet = Post.objects.published().filter(pk__in=ids).annotate(leaf_path=path, leaf_name=name)
    cards = list(posts.select_related("header_image", "source").defer("body")) if ids else []
    for each in cards:
        each.leaf = Category(path=each.leaf_path, name=each.leaf_name) if each.leaf_path else None  # type: ignore[attr-defined]
    return {each.pk: each for each in cards}
