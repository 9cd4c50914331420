"""Facts about what groups posts: a category's subcategories, a tag's related tags, an author's usual categories."""

from dataclasses import dataclass
from zlib import crc32

from django.db.models import BigIntegerField, Case, Count, Q, Value, When

from news.models import Author, Category, Post, PostQuerySet, Source, Tag
from news.models.category import SEPARATOR
from news.rendering.pictures import TILE_HUES
from news.text.initials import first_character

RELATED_POOL = 200  # newest posts of a tag in which related tags are looked for
RELATED_COUNT = 12
TOP_COUNT = 6


@dataclass(frozen=True, slots=True)
class CategoryBranch:
    """The path from the root to a category, itself included, and everything below it."""

    trail: list[Category]
    below: list[Category]

    @property
    def category(self) -> Category:
        return self.trail[-1]

    def children(self) -> list[Category]:
        found = [each for each in self.below if each.parent_id == self.category.pk]
        return sorted(found, key=lambda each: (each.position, each.path))


def find_branch(path: str) -> CategoryBranch | None:
    """Return None when there is no category with that path. One query."""
    wanted, beginning = Category(path=path), path + SEPARATOR
    rows = Category.objects.filter(Q(path__in=wanted.path_prefixes()) | Q(path__startswith=beginning))
    found = list(rows.order_by("depth"))
    trail = [each for each in found if len(each.path) <= len(path)]
    if not trail or trail[-1].path != path:
        return None
    # SQLite's LIKE ignores case: «A/b» matches «a/b».
    return CategoryBranch(trail, [each for each in found if each.path.startswith(beginning)])


def children_with_posts(branch: CategoryBranch) -> list[Category]:
    """Return the direct children with public posts in or below them, with `post_count` of distinct posts. One query.

    Posts are grouped by child, because a subquery for each child would read every post once per child.
    """
    children = branch.children()
    if not children:
        return []
    link = "category_links__category_id"
    cases = [When(**{f"{link}__in": _ids_within(child, branch)}, then=Value(child.pk)) for child in children]
    posts = Post.objects.published().filter(**{f"{link}__in": [each.pk for each in branch.below]}).order_by()
    grouped = posts.annotate(child=Case(*cases, output_field=BigIntegerField())).values("child")
    counts = dict(grouped.annotate(found=Count("pk", distinct=True)).values_list("child", "found"))
    return [_with_count(child, counts[child.pk]) for child in children if child.pk in counts]


def _ids_within(child: Category, branch: CategoryBranch) -> list[int]:
    return [each.pk for each in branch.below if f"{each.path}/".startswith(f"{child.path}/")]


def _with_count(category: Category, count: int) -> Category:
    category.post_count = count  # type: ignore[attr-defined]
    return category


def top_categories(posts: PostQuerySet) -> list[Category]:
    """Return the categories with most of the given public posts, with `post_count`. One query."""
    used = Category.objects.filter(post_links__post__in=posts.order_by())
    return list(used.annotate(post_count=Count("post_links")).order_by("-post_count", "path")[:TOP_COUNT])


def related_tags(tag: Tag) -> list[Tag]:
    """Return the tags that most often share the tag's newest public posts, with `post_count`. One query."""
    pool = Post.objects.published().with_tag(tag).newest_first().values("pk")[:RELATED_POOL]
    beside = Tag.objects.filter(items__content_object__in=pool).exclude(pk=tag.pk)
    return list(beside.annotate(post_count=Count("items")).order_by("-post_count", "slug")[:RELATED_COUNT])


@dataclass(frozen=True, slots=True)
class Monogram:
    """A drawn substitute for a portrait: a character on a colour that depends only on the slug."""

    character: str
    hue: int
    is_person: bool


def monogram(thing: Author | Source) -> Monogram:
    is_person = isinstance(thing, Author) and thing.kind == Author.Kind.PERSON
    return Monogram(first_character(thing.name), crc32(thing.slug.encode()) % TILE_HUES, is_person)
