"""The workflow steps of a post: submit, return, publish, unpublish, archive, trash, restore, undo, purge.

A `mark_…` function only changes the instance, for callers that save it together with other changes.
"""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from news.models import Post, RawSource, User
from news.publishing.errors import EditConflictError, EmbargoError
from news.publishing.log.activity import record_activity
from news.publishing.names.addresses import leave_post
from news.publishing.posts.saving import save_post
from news.publishing.versions.snapshots import restore_value

STATE_FIELDS = ("published_at", "first_published_at", "path_on", "submitted_at", "trashed_at")


def mark_submitted(post: Post) -> None:
    """Submits the post for review and clears the note from its last return."""
    post.status = Post.Status.IN_REVIEW
    post.submitted_at = timezone.now()
    post.review_note = ""


def mark_returned(post: Post, note: str) -> None:
    """Returns a submitted post to its owner with a reason, which the owner sees above the form."""
    post.status = Post.Status.DRAFT
    post.submitted_at = None
    post.review_note = note


def mark_published(post: Post, at: dt.datetime | None = None) -> None:
    """Approves the post for `at` (aware); None means the time already set, or now. A future time schedules it.

    Raises: EmbargoError when the time is before the end of the embargo.
    """
    moment = at or post.published_at or timezone.now()
    if post.embargo_until and moment < post.embargo_until:
        raise EmbargoError(post.pk, post.embargo_until)
    post.status = Post.Status.APPROVED
    post.published_at = moment
    post.submitted_at = None
    post.review_note = ""


def mark_unpublished(post: Post) -> None:
    post.status = Post.Status.DRAFT


def mark_archived(post: Post) -> None:
    post.status = Post.Status.ARCHIVED


def submit(post: Post, user: User | None, reason: str = "") -> Post:
    mark_submitted(post)
    return save_post(post, user, reason or _("submitted"))


def send_back(post: Post, user: User | None, note: str) -> Post:
    """Raises: ValueError when `note` is blank: the owner must know what to fix."""
    if not note.strip():
        raise ValueError("A returned post needs a reason.")
    mark_returned(post, note)
    return save_post(post, user, _("returned"), note=note)


def publish(post: Post, user: User | None, at: dt.datetime | None = None, reason: str = "") -> Post:
    """As `mark_published`, saved. Raises: EmbargoError; like every function below also EditConflictError,
    NoFreeSlugError."""
    mark_published(post, at)
    return save_post(post, user, reason or _("published"))


def unpublish(post: Post, user: User | None, reason: str = "") -> Post:
    """Returns the post to draft. Once readers have seen it, its day and slug stay reserved for republishing."""
    mark_unpublished(post)
    return save_post(post, user, reason or _("unpublished"))


def archive(post: Post, user: User | None, reason: str = "") -> Post:
    mark_archived(post)
    return save_post(post, user, reason or _("archived"))


def trash(post: Post, user: User | None, reason: str = "") -> Post:
    """Hides the post everywhere; its status is kept for `restore`. Trashing it again keeps the first date."""
    post.trashed_at = post.trashed_at or timezone.now()
    return save_post(post, user, reason or _("trashed"))


def restore(post: Post, user: User | None, reason: str = "") -> Post:
    """Brings the post back from the trash exactly as it was, public again if it was public."""
    post.trashed_at = None
    return save_post(post, user, reason or _("restored"))


def undo_step(post: Post, user: User | None) -> Post:
    """Undoes what the last save did to the post's state; text changes stay.

    An address that readers could have known only since that save is forgotten. Raises: EditConflictError.
    """
    before = post.revisions.filter(version__lt=post.version).first()
    snapshot = before.snapshot if before else {}
    post.status = snapshot.get("status", Post.Status.DRAFT)
    for name in STATE_FIELDS:
        setattr(post, name, restore_value(name, snapshot.get(name)))
    post.review_note = snapshot.get("review_note", "")
    return save_post(post, user, _("undone"))


@transaction.atomic
def purge(post: Post, user: User | None = None) -> None:
    """Deletes the post permanently. Addresses that readers knew answer «gone» from now on.

    Raises: ValueError when the post is not in the trash; EditConflictError when it has changed since it was read, for
    instance because it was restored.
    """
    if post.trashed_at is None:
        raise ValueError("Only a trashed post can be purged.")
    if not Post.objects.filter(pk=post.pk, version=post.version).update(version=post.version + 1):
        raise EditConflictError(post.pk, post.version)
    leave_post(post)
    RawSource.objects.filter(post=post).update(content=b"", size_bytes=0)  # the kept identity stops imports
    record_activity(user, _("purged"), post, versions=(post.version, None))
    post.delete()
