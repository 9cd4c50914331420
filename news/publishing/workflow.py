"""The only code that sets `status`, `published_at` and `trashed_at` of existing posts for editors."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from news.models import Post, User
from news.publishing.addresses import forget_target
from news.publishing.saving import save_post


def submit(post: Post, user: User | None, reason: str = "") -> Post:
    post.status = Post.Status.IN_REVIEW
    return save_post(post, user, reason or "submitted")


def publish(post: Post, user: User | None, at: dt.datetime | None = None, reason: str = "") -> Post:
    """Approves the post for `at` (aware). None: the time already set, or now. A time to come schedules it."""
    post.status = Post.Status.APPROVED
    post.published_at = at or post.published_at or timezone.now()
    return save_post(post, user, reason or "published")


def unpublish(post: Post, user: User | None, reason: str = "") -> Post:
    """Back to draft. Its day and slug stay reserved, so that publishing again brings back the same address."""
    post.status = Post.Status.DRAFT
    return save_post(post, user, reason or "unpublished")


def archive(post: Post, user: User | None, reason: str = "") -> Post:
    post.status = Post.Status.ARCHIVED
    return save_post(post, user, reason or "archived")


def trash(post: Post, user: User | None, reason: str = "") -> Post:
    """Hides the post everywhere; its status is kept for `restore`. Trashing twice keeps the first date."""
    post.trashed_at = post.trashed_at or timezone.now()
    return save_post(post, user, reason or "trashed")


def restore(post: Post, user: User | None, reason: str = "") -> Post:
    """Brings the post back from the trash exactly as it was, public again if it was public."""
    post.trashed_at = None
    return save_post(post, user, reason or "restored")


@transaction.atomic
def purge(post: Post) -> None:
    """Deletes for good. Addresses that readers knew answer «gone» from now on.

    Raises: ValueError when the post is not in the trash.
    """
    if post.trashed_at is None:
        raise ValueError("Only a trashed post can be purged.")
    forget_target(post)
    post.delete()
