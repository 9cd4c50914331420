"""Finds where pictures are shown: in posts' headers and bodies, by authors, pages and the site, and in unsaved text.

Bodies refer to pictures by address, without a foreign key, so finding one means reading bodies. Counting reads them
once for all pictures and caches the result until a post changes.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Max, Model, Q
from django.db.models.fields.json import KeyTextTransform

from news.models import Author, Draft, Image, Page, Post, Revision, ScheduledChange, SiteProfile

CHUNK = 500
MAX_SHOWN = 20
REMEMBER_S = 300
MAX_UNUSED = 5000  # of more unused pictures than these, only the newest are found
UNSAVED = ("draft", "change")
SITE_PICTURES = ("logo_id", "icon_id", "share_image_id")
_PICTURE = re.compile(r"/i/(\d{1,18})/")
ImageIds = frozenset[int]


@dataclass(frozen=True, slots=True)
class Use:
    """`kind`: post, draft (unsaved text), change (a scheduled one), author, page, site. `thing` is the row, which for a
    draft or a change is the post."""

    kind: str
    thing: Any


def pictures_in(text: str) -> set[int]:
    """Return the numbers of the library's pictures that a piece of HTML refers to, also by links."""
    return {int(number) for number in _PICTURE.findall(text)}


def count_uses() -> Counter[int]:
    """Count by image how many posts, authors, pages and unsaved texts show it, each once; the site counts once."""
    counts = Counter(_remembered_counts())
    for _kind, _row, pictures in _uses_elsewhere():
        counts.update(pictures)
    return counts


def unused_images() -> list[int]:
    """Return ids of pictures that nothing shows, only the newest MAX_UNUSED."""
    used = count_uses()
    ids = Image.objects.order_by("-pk").values_list("pk", flat=True).iterator(CHUNK)
    unused = (pk for pk in ids if not used[pk])
    return [pk for pk, _number in zip(unused, range(MAX_UNUSED), strict=False)]


def find_used(ids: Collection[int]) -> set[int]:
    """Return those images that something shows, without the cache: a deletion asks this within its transaction."""
    wanted = ImageIds(ids)
    used = {pk for pictures in _read_posts(_naming(wanted)) for pk in pictures & wanted}
    return used | {pk for _kind, _row, pictures in _uses_elsewhere() for pk in pictures & wanted}


def find_uses(image: Image, posts: Any = None) -> tuple[list[Use], int]:
    """Return the first MAX_SHOWN uses and the total. `posts` is a queryset of the posts that may be listed."""
    shown = Post.objects.all() if posts is None else posts
    rows = shown.filter(_naming({image.pk})).order_by("-pk").only("pk", "title")
    elsewhere = [Use(kind, row) for kind, row, pictures in _uses_elsewhere() if image.pk in pictures]
    written = {use.thing.pk for use in elsewhere if use.kind in UNSAVED}
    told = set(shown.filter(pk__in=written).values_list("pk", flat=True)) if written else set()
    elsewhere = [use for use in elsewhere if use.kind not in UNSAVED or use.thing.pk in told]
    found = [*elsewhere, *(Use("post", row) for row in rows[:MAX_SHOWN])]
    return found[:MAX_SHOWN], rows.count() + len(elsewhere)


def count_revisions(ids: Collection[int]) -> int:
    """Count posts with an earlier revision that shows one of the images and would lack it if restored."""
    named = Q(pk__in=[])
    for pk in ids:
        named |= Q(text__contains=f"/i/{pk}/") | Q(header=str(pk))
    rows = Revision.objects.annotate(
        text=KeyTextTransform("body", "snapshot"), header=KeyTextTransform("header_image_id", "snapshot")
    )
    return rows.filter(named).aggregate(count=Count("post", distinct=True))["count"]


def _naming(ids: Collection[int]) -> Q:
    """Match posts with one of the pictures; for several ids, posts with any picture."""
    if len(ids) != 1:
        return Q(header_image__in=ids) | Q(body__contains="/i/")
    (pk,) = ids
    return Q(header_image=pk) | Q(body__contains=f"/i/{pk}/")


def _remembered_counts() -> dict[int, int]:
    facts = Post.objects.aggregate(count=Count("pk"), newest=Max("updated_at"))
    facts |= Revision.objects.aggregate(revision=Max("pk"))
    key = "image-uses:{revision}:{count}:{newest:%Y%m%d%H%M%S%f}".format(**facts) if facts["count"] else ""
    known: dict[int, int] | None = cache.get(key) if key else {}
    if known is None:
        known = dict(_count_in_posts())
        cache.set(key, known, REMEMBER_S)
    return known


def _count_in_posts() -> Counter[int]:
    """Read the bodies that refer to pictures, once and a few at a time."""
    headed = Post.objects.filter(header_image__isnull=False).order_by().values_list("header_image")
    counts = Counter(dict(headed.annotate(count=Count("pk"))))
    rows = Post.objects.filter(body__contains="/i/").order_by().values_list("header_image_id", "body")
    for header, body in rows.iterator(CHUNK):
        counts.update(pictures_in(body) - {header})
    return counts


def _read_posts(which: Q) -> Iterator[ImageIds]:
    rows = Post.objects.filter(which).order_by().values_list("header_image_id", "body")
    for header, body in rows.iterator(CHUNK):
        yield ImageIds(pictures_in(body) | ({header} if header else set()))


def _uses_elsewhere() -> Iterator[tuple[str, Model, ImageIds]]:
    """Yield uses outside saved posts. Few rows of each kind; unsaved texts are as many as forms are open."""
    for author in Author.objects.filter(picture__isnull=False):
        yield "author", author, ImageIds([author.picture_id or 0])
    for site in SiteProfile.objects.all():
        pictures = {getattr(site, name) or 0 for name in SITE_PICTURES}
        yield "site", site, ImageIds(pictures | pictures_in(site.footer + site.footer_en)) - {0}
    for page in Page.objects.filter(body__contains="/i/"):
        yield "page", page, ImageIds(pictures_in(page.body))
    for draft in Draft.objects.select_related("post").defer("post__body").iterator(CHUNK):
        yield "draft", draft.post, _in_values(draft.values)
    for change in ScheduledChange.objects.open().select_related("post").defer("post__body").iterator(CHUNK):
        yield "change", change.post, _in_snapshot(change.snapshot)


def _in_values(values: dict[str, Any]) -> ImageIds:
    texts = [str(text) for value in values.values() for text in _as_list(value)]
    header = [int(text) for text in _as_list(values.get("header_image")) if str(text).isdecimal()]
    return ImageIds(pk for text in texts for pk in pictures_in(text)).union(header)


def _in_snapshot(snapshot: dict[str, Any]) -> ImageIds:
    header = snapshot.get("header_image_id")
    return ImageIds(pictures_in(snapshot.get("body") or "") | ({header} if header else set()))


def _as_list(value: Any) -> Iterable[Any]:
    if isinstance(value, list):
        return value
    return [] if value is None else [value]
