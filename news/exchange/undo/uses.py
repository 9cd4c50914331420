"""Finds out who uses what an import created: rows that point to it, pictures in texts, editors who changed it."""

import datetime as dt
import re
from collections.abc import Collection, Iterator
from itertools import chain
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform

from news.models import Activity, Address, Page, Post, Revision, SiteProfile, Tag
from news.models.tag import tag_key

CHUNK = 500
_PICTURE = re.compile(r"/i/(\d{1,18})/")


def without_uses(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Return those of the rows that no other row points to, not counting their own old addresses."""
    for relation in rows.model._meta.related_objects:
        model: Any = relation.related_model
        if relation.many_to_many or model is Address:
            continue
        rows = rows.filter(~Exists(model._base_manager.filter(**{relation.field.name: OuterRef("pk")})))
    return rows


def touched_by_editors(model: type[Model], ids: Collection[int]) -> set[int]:
    """Return the ids whose forms an editor has saved in the admin, so that no edited biography is thrown away."""
    entries = Activity.objects.filter(model=model._meta.model_name, object_id__in=ids, user__isnull=False)
    return {pk for pk in entries.values_list("object_id", flat=True) if pk}


def named_by_revisions() -> dict[str, set[int]]:
    """Return the ids, by table, that posts' revisions link to: undoing an update later brings those links back."""
    named: dict[str, set[int]] = {"category": set(), "author": set(), "source": set(), "tag": set()}
    tag_keys: set[str] = set()
    for snapshot in Revision.objects.values_list("snapshot", flat=True).iterator(CHUNK):
        named["category"].update(snapshot.get("categories", []))
        named["author"].update(snapshot.get("authors", []))
        named["source"].add(snapshot.get("source_id") or 0)
        tag_keys.update(map(tag_key, snapshot.get("tags", [])))
    named["tag"] = {pk for pk, key in Tag.objects.values_list("pk", "key").iterator(CHUNK) if key in tag_keys}
    return named


def pictures_in_texts(wanted: Collection[int], since: dt.datetime | None = None) -> set[int]:
    """Return those images that a post, a revision, a page or the site's footer shows; `since` (aware) limits all but
    the footer to later changes.

    Reads every text once, however many images are asked about; memory does not grow with the texts.
    """
    posts, revisions, pages = Post.objects.all(), Revision.objects.all(), Page.objects.all()
    if since:
        posts, pages = posts.filter(updated_at__gte=since), pages.filter(updated_at__gte=since)
        revisions = revisions.filter(created_at__gte=since)
    wanted = set(wanted)
    footers = chain.from_iterable(SiteProfile.objects.values_list("footer", "footer_en"))
    texts = chain(_read_bodies(posts), _read_snapshots(revisions), _read_bodies(pages), footers)
    return {pk for text in texts for pk in map(int, _PICTURE.findall(text)) if pk in wanted}


def _read_bodies(rows: QuerySet[Any]) -> Iterator[str]:
    return rows.filter(body__contains="/i/").values_list("body", flat=True).iterator(CHUNK)


def _read_snapshots(revisions: QuerySet[Revision]) -> Iterator[str]:
    rows = revisions.annotate(
        text=KeyTextTransform("body", "snapshot"), header=KeyTextTransform("header_image_id", "snapshot")
    ).filter(Q(text__contains="/i/") | Q(header__isnull=False))
    for text, header in rows.values_list("text", "header").iterator(CHUNK):
        yield f"{text} /i/{header or 0}/"
