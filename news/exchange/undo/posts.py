"""Undoes one post in one transaction: deletes what an import created, restores what it updated."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils.dateparse import parse_datetime

from news.exchange.before_image import BeforeImage
from news.exchange.undo.judging import Undo, Verdict, judge, judgeable
from news.models import Address, ImportItem, Post, RawSource
from news.publishing.checks.storing import forget_findings
from news.publishing.errors import EditConflictError
from news.publishing.posts.recording import apply_snapshot
from news.search.index import index_post


def undo_item(pk: int) -> Verdict:
    """Undo an item's post and return what became of it. May be repeated; a post being edited right now is kept."""
    try:
        with transaction.atomic():
            item = judgeable(ImportItem.objects.filter(pk=pk)).get()
            verdict = judge(item)
            if item.post and verdict.undo == Undo.DELETED:
                # Delete it for good and without a trace: its addresses answer 404, not «gone».
                post = _claim(item.post)
                _take_addresses_back(post, item.made)
                post.addresses.all().delete()
                RawSource.objects.filter(post=post).delete()
                post.delete()
            if item.post and verdict.undo == Undo.RESTORED:
                _restore(_claim(item.post), item)
            return _mark(item.pk, verdict)
    except EditConflictError:
        return _mark(pk, Verdict(Undo.KEPT, "edited"))
    except IntegrityError:
        return _mark(pk, Verdict(Undo.KEPT, "address-taken"))


def _mark(pk: int, verdict: Verdict) -> Verdict:
    ImportItem.objects.filter(pk=pk).update(undo=verdict.undo, undo_reason=verdict.reason_as_json())
    return verdict


def _claim(judged: Post) -> Post:
    """Increase the version even if the post goes back, so that a form opened earlier cannot silently overwrite it."""
    if not Post.objects.filter(pk=judged.pk, version=judged.version).update(version=judged.version + 1):
        raise EditConflictError(judged.pk, judged.version)
    return Post.objects.get(pk=judged.pk)


def _restore(post: Post, item: ImportItem) -> None:
    """Restore fields, links, addresses and raw file from before the update, and delete the update's revision."""
    before = BeforeImage.from_json(item.before or {})
    apply_snapshot(post, before.snapshot)
    post.measure()
    post.save()
    index_post(post)
    forget_findings(post)
    last_kept = before.version if before.version is not None else (item.post_version or 0) - 1
    post.revisions.filter(version__gt=last_kept).delete()
    _take_addresses_back(post, item.made)
    # Use UPDATE, so that the import time is restored along with the file.
    stored = before.raw_source
    values = {"content": before.raw_content, "content_hash": stored["content_hash"], "size_bytes": stored["size_bytes"]}
    if "imported_at" in stored:
        values["imported_at"] = parse_datetime(stored["imported_at"])
    waits_for = stored.get("waits_for", {})
    RawSource.objects.filter(post=post).update(post_version=post.version, waits_for=waits_for, **values)


def _take_addresses_back(post: Post, made: Mapping[str, list[int]]) -> None:
    Address.objects.filter(pk__in=made.get("revived", []), post=post).update(post=None)
    Address.objects.filter(pk__in=made.get("address", []), post=post).delete()
