"""Records who has a post open and who has locked it. The only code that writes either."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from news.models import EditLock, Post, Presence, User
from news.publishing.errors import LockedError
from news.publishing.log.activity import record_activity

SEEN_SPAN = dt.timedelta(minutes=2)
LOCK_SPAN = dt.timedelta(minutes=30)
SHOWN_COUNT = 5


def note_presence(post: Post, user: User) -> None:
    """Records that this user has the form open now."""
    Presence.objects.update_or_create(post=post, user=user, defaults={"seen_at": timezone.now()})


def end_presence(post: Post, user: User) -> None:
    Presence.objects.filter(post=post, user=user).delete()


def others_present(post: Post, user: User) -> list[Presence]:
    """Returns other users who have the form open, most recently seen first, with their user rows."""
    since = timezone.now() - SEEN_SPAN
    rows = Presence.objects.filter(post=post, seen_at__gt=since, user__is_active=True).exclude(user=user)
    return list(rows.select_related("user").order_by("-seen_at")[:SHOWN_COUNT])


def find_lock(post: Post) -> EditLock | None:
    """Returns the lock in force, whoever owns it."""
    return EditLock.objects.filter(post=post, expires_at__gt=timezone.now()).select_related("owner").first()


def check_lock(post: Post, user: User | None) -> None:
    """Refuses a save when another user holds the lock. Call it in the save's transaction after the row is written, when
    nobody can take a lock in between. Commands (user None) pass. Raises: LockedError."""
    lock = find_lock(post) if user is not None else None
    if lock is not None and user is not None and lock.owner_id != user.pk:
        raise LockedError(post.pk, lock.owner, lock.expires_at)


@transaction.atomic
def take_lock(post: Post, user: User) -> EditLock:
    """Takes the lock, or extends the user's own. Raises: LockedError when another user holds it."""
    Post.objects.select_for_update().only("pk").get(pk=post.pk)  # waits for a save in progress
    until = timezone.now() + LOCK_SPAN
    free = Q(owner=user) | Q(expires_at__lte=timezone.now())
    if not EditLock.objects.filter(free, post=post).update(owner=user, expires_at=until):
        _make_lock(post, user, until)
    return EditLock(post=post, owner=user, expires_at=until)


def renew_lock(post: Post, user: User) -> bool:
    """Extends the user's own lock; False when there is none any more."""
    own = EditLock.objects.filter(post=post, owner=user, expires_at__gt=timezone.now())
    return bool(own.update(expires_at=timezone.now() + LOCK_SPAN))


def release_lock(post: Post, user: User) -> None:
    EditLock.objects.filter(post=post, owner=user).delete()


@transaction.atomic
def break_lock(post: Post, user: User) -> None:
    """Removes another user's lock and logs it. The door decides who may."""
    lock = find_lock(post)
    if lock is None or lock.owner_id == user.pk:
        return
    lock.delete()
    record_activity(user, "broke_lock", post, {"owner": lock.owner.get_username()})


def _make_lock(post: Post, user: User, until: dt.datetime) -> None:
    try:
        with transaction.atomic():
            EditLock.objects.create(post=post, owner=user, expires_at=until)
    except IntegrityError:
        held = EditLock.objects.select_related("owner").get(post=post)
        raise LockedError(post.pk, held.owner, held.expires_at) from None
