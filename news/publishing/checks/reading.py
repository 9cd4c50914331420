"""Prepares a post for checking: takes its values from the table or a form and looks up the rest in few queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.db.models import Q
from django.utils import timezone

from news.models import Image, Post, PostCheck, SiteProfile
from news.publishing.checks.checked import CheckedImage, CheckedPost, DeadLink, PostFacts
from news.publishing.checks.inner_links import find_dead_paths
from news.publishing.checks.links import OUTSIDE
from news.publishing.checks.pictures import image_id
from news.publishing.checks.places import CheckedBody
from news.publishing.checks.titles import find_tail
from news.text.plain import visible_text
from news.text.simhash import ALIKE, NEAR, as_unsigned, bands_of, distance, likeness, make_simhash

MAX_TWINS = 5  # reported at most
MAX_LOOK = 20  # posts whose texts are read at most


@dataclass(frozen=True, kw_only=True)
class PostValues(PostFacts):
    """What a person entered, and the ids of what is looked up with it. `post_id` None: not stored yet. `header_alt` and
    `header_is_decorative` None: use the library's values. `is_clean`: the body has already been cleaned."""

    body: str
    post_id: int | None = None
    is_clean: bool = False
    header_id: int | None = None
    header_alt: str | None = None
    header_is_decorative: bool | None = None
    source_id: int | None = None


FACTS = tuple(each.name for each in fields(PostFacts))
TEXTS = tuple(each.name for each in fields(PostFacts) if each.type is str)
COLUMNS = tuple(each.attname for each in Post._meta.concrete_fields if each.attname in {*FACTS, "body", "source_id"})


def values_of(post: Post, links: Mapping[str, Any] | None = None) -> PostValues:
    """`links` have the form of a snapshot; without them they are read, without a query where prefetched."""
    links = links or {"categories": post.category_links.all(), "authors": post.bylines.all(), "tags": post.tags.all()}
    return PostValues(
        **{name: getattr(post, name) for name in COLUMNS},
        post_id=post.pk,
        is_clean=True,
        category_count=len(links["categories"]),
        author_count=len(links["authors"]),
        tag_count=len(links["tags"]),
        header_id=post.header_image_id,
        is_live=post.is_public(),
    )


@dataclass(frozen=True, slots=True)
class LookedUp:
    """`print_bits` is the SimHash, `memory` what earlier link checks left, in the form of stored findings."""

    post: CheckedPost
    print_bits: int | None
    memory: tuple[Mapping[str, Any], ...]


def look_up(values: PostValues, *, is_publishing: bool = False) -> LookedUp:
    """Looks up what the rules need: at most one query each for pictures, similar posts' prints and texts, earlier link
    checks and the site's name; more only for links into the site (one per kind of page)."""
    tree = CheckedBody(values.body, is_clean=values.is_clean)
    images = _find_images(tree, values)
    number = make_simhash(tree.text)
    memory = _read_memory(values.post_id) if _has_outer_links(tree) else ()
    checked = CheckedPost(
        **{name: getattr(values, name) for name in FACTS},
        tree=tree,
        now=timezone.now(),
        header=_find_header(images, values),
        images=images,
        has_source=values.source_id is not None,
        is_publishing=is_publishing,
        site_names=_find_site_names(values.title),
        dead_paths=find_dead_paths(place.text for place, _link in tree.links),
        dead_links=_read_dead_links(memory),
        twins=_find_twins(values.post_id, number, tree.text) if number is not None else (),
    )
    return LookedUp(checked, number, memory)


def _find_images(tree: CheckedBody, values: PostValues) -> dict[int, CheckedImage]:
    ids = {number for place, _image in tree.images if (number := image_id(place.text)) is not None}
    if values.header_id:
        ids.add(values.header_id)
    if not ids:
        return {}
    rows = Image.objects.filter(pk__in=ids).values_list(*CheckedImage._fields)
    return {row[0]: CheckedImage(*row) for row in rows}


def _find_header(images: Mapping[int, CheckedImage], values: PostValues) -> CheckedImage | None:
    header = images.get(values.header_id or 0)
    if header and values.header_alt is not None:
        header = header._replace(alt=values.header_alt)
    if header and values.header_is_decorative is not None:
        header = header._replace(is_decorative=values.header_is_decorative)
    return header


def _has_outer_links(tree: CheckedBody) -> bool:
    return any(place.text.startswith("http") for place, _link in tree.links)


def _read_memory(post_id: int | None) -> tuple[Mapping[str, Any], ...]:
    return tuple(PostCheck.objects.filter(pk=post_id).values_list("findings", flat=True).first() or ())


def _find_twins(post_id: int | None, number: int, text: str) -> tuple[int, ...]:
    """Returns posts with nearly the same text, nearest first. Reads texts only of posts whose prints are near."""
    rows = _find_near(number).exclude(pk=post_id).values_list("pk", "print_bits")
    far = {pk: away for pk, bits in rows if (away := distance(number, as_unsigned(bits or 0))) <= NEAR}
    nearest = sorted(far, key=lambda pk: (far[pk], pk))[:MAX_LOOK]
    bodies = dict(Post.objects.filter(pk__in=nearest).values_list("pk", "body")) if nearest else {}
    return tuple(pk for pk in nearest if likeness(text, visible_text(bodies.get(pk, ""))) >= ALIKE)[:MAX_TWINS]


def _find_near(number: int) -> Any:
    """Returns rows that share a quarter of the print; they include all that differ in at most three bits."""
    rule = Q()
    for index, band in enumerate(bands_of(number)):
        rule |= Q(**{f"band_{index}": band})
    return PostCheck.objects.filter(rule, post__trashed_at=None)


def _read_dead_links(memory: Sequence[Mapping[str, Any]]) -> dict[str, DeadLink]:
    found = (each["facts"] for each in memory if each["code"] == OUTSIDE)
    return {facts["href"]: DeadLink(facts["reason"], facts["about"], facts["at"]) for facts in found}


def _find_site_names(title: str) -> tuple[str, ...]:
    """Returns the site's names, queried only for a title that seems to end with one."""
    if not find_tail(title):
        return ()
    row = SiteProfile.objects.values_list("name", "name_en").first()
    return tuple(name for name in row or () if name)
