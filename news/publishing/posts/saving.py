"""Writes a post's row: swaps the version, finds a free slug, remembers the old address and measures the text."""

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from news.models import Post, User
from news.publishing.errors import EditConflictError, NoFreeSlugError
from news.publishing.follow_ups.planning import plan_follow_ups
from news.publishing.names.addresses import remember_address, site_path
from news.publishing.posts.locks import check_lock
from news.publishing.posts.recording import record_revision
from news.search.entries import TEXT_FIELDS as INDEXED_FIELDS
from news.search.index import index_post
from news.text.slugs import slugify_or_hash, slugs_to_try

ADDRESS_CONSTRAINT = "post_address_once"


@transaction.atomic
def save_post(
    post: Post, user: User | None = None, reason: str = "", expected_version: int | None = None, *, note: str = ""
) -> Post:
    """Saves a new or changed post and keeps a revision. Links (categories, authors, tags) must already be set;
    otherwise call `record_revision` after setting them, which completes the same revision.

    Raises: EditConflictError when `expected_version` (default: the version the instance was read with) is no longer the
    stored one; its subclass LockedError when another user has locked the post; NoFreeSlugError.
    """
    write_row(post, expected_version)
    check_lock(post, user)
    record_revision(post, user, reason, note)
    return post


@transaction.atomic
def write_row(
    post: Post,
    expected_version: int | None = None,
    text_changed_at: dt.datetime | None = None,
    *,
    is_import: bool = False,
) -> Post:
    """Does what `save_post` does without the revision, for callers that set the links before they record it.

    `text_changed_at` (aware) is for imports, which know when the text last changed; None means now. `is_import`:
    follow-ups are planned only for recent posts. After an error the instance is only partly changed: read it again.
    """
    is_new = post._state.adding
    before = None if is_new else Post.objects.filter(pk=post.pk).first()
    if not is_new:
        _claim_version(post, expected_version)
    _clean_text(post)
    is_text_new = before is None or any(getattr(before, name) != getattr(post, name) for name in INDEXED_FIELDS)
    if is_text_new:
        post.updated_at = text_changed_at or timezone.now()
    post.slug = post.slug or slugify_or_hash(post.title, prefix="post")
    _keep_day_in_address(post)
    post.measure()
    _save_with_free_slug(post)
    if is_text_new:
        index_post(post)
    if before is not None:
        _remember_old_address(post, before)
    plan_follow_ups(post, before, is_import=is_import)
    return post


def _claim_version(post: Post, expected_version: int | None) -> None:
    """Swaps the version by compare-and-swap: SQLite has no SELECT … FOR UPDATE. Fails for a purged post too."""
    expected = post.version if expected_version is None else expected_version
    if not Post.objects.filter(pk=post.pk, version=expected).update(version=expected + 1):
        raise EditConflictError(post.pk, expected)
    post.version = expected + 1


def _clean_text(post: Post) -> None:
    """Cleans the text before anything is compared or measured, because only what will be stored counts."""
    for name in INDEXED_FIELDS:
        field: Any = Post._meta.get_field(name)
        setattr(post, name, field.pre_save(post, add=False))


def _keep_day_in_address(post: Post) -> None:
    """Keeps the address day in step with the publication time until readers have seen the address, then fixes it."""
    if post.was_public():
        return
    is_approved = post.status == Post.Status.APPROVED
    post.path_on = None
    post.first_published_at = post.published_at if is_approved and post.trashed_at is None else None
    if is_approved:
        post.freeze_address_day()


def _save_with_free_slug(post: Post) -> None:
    for slug in slugs_to_try(post.slug):
        post.slug = slug
        try:
            with transaction.atomic():
                post.save()
            return
        except IntegrityError as error:
            if not _is_address_clash(error):
                raise
    raise NoFreeSlugError(post.slug)


def _is_address_clash(error: IntegrityError) -> bool:
    """Recognises a clash of addresses: PostgreSQL reports the constraint, SQLite the columns."""
    return ADDRESS_CONSTRAINT in str(error) or ("path_on" in str(error) and "slug" in str(error))


def _remember_old_address(post: Post, before: Post) -> None:
    """Skips a publication that was undone at once: `post` was never public then."""
    if (
        before.was_public()
        and post.was_public()
        and before.path_on
        and (before.path_on, before.slug) != (post.path_on, post.slug)
    ):
        remember_address(site_path(before), post)
