"""Applies one act to many posts, each in its own transaction, and undoes such a round.

Posts changed since the user looked at them are skipped. Acts that are not in `workflow` are here too: changing links,
and requesting pictures again.
"""

import datetime as dt
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_noop as _

from news.models import Author, Category, Image, Post, PostQuerySet, Revision, User
from news.models.tag import tag_key
from news.publishing.errors import EditConflictError, EmbargoError, NoFreeSlugError
from news.publishing.posts import workflow
from news.publishing.posts.recording import apply_snapshot, record_revision
from news.publishing.posts.relations import set_authors, set_categories, set_tags
from news.publishing.posts.saving import save_post, write_row
from news.publishing.versions.snapshots import take_snapshot

TIME_S = 20.0  # a server gives a request about thirty seconds
KEPT_ADDRESS = ("first_published_at", "path_on", "slug")
_PICTURE = re.compile(r' src="/i/(\d{1,18})/"')
Write = Callable[[Post, User], Any]


class UnchangedError(Exception):
    """The post already has the wanted values; nothing was written."""


class NoTimeError(Exception):
    """Time ran out before the round reached this post."""


@dataclass(frozen=True, slots=True)
class Done:
    """`version` is the version that the act made; None when the post no longer exists."""

    post_id: int
    title: str
    version: int | None


@dataclass(frozen=True, slots=True)
class Skipped:
    """`cause` is an error with its facts, or the sentence that the caller's `why_not` returned."""

    post_id: int
    title: str
    cause: Exception | str


@dataclass(slots=True)
class Round:
    done: list[Done] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


def act_on_each(
    versions: Mapping[int, int],
    posts: PostQuerySet,
    user: User,
    write: Write,
    *,
    why_not: Callable[[Post], str] = lambda _post: "",
) -> Round:
    """Runs `write` on each post of `posts` that still has its given version and for which `why_not` returns "". A
    failed post stays unchanged and the others continue. Posts not reached within `TIME_S` are reported as skipped."""
    outcome, until = Round(), time.monotonic() + TIME_S
    for pk, version in versions.items():
        post = posts.filter(pk=pk).first()
        if post is None:
            outcome.skipped.append(Skipped(pk, f"#{pk}", Post.DoesNotExist()))
            continue
        title = str(post)
        cause = NoTimeError() if time.monotonic() > until else _act_on_one(post, version, user, write, why_not)
        if cause:
            outcome.skipped.append(Skipped(pk, title, cause))
        else:
            outcome.done.append(Done(pk, title, post.version if post.pk else None))
    return outcome


def _act_on_one(
    post: Post, version: int, user: User, write: Write, why_not: Callable[[Post], str]
) -> Exception | str | None:
    if post.version != version:
        return EditConflictError(post.pk, version)
    if reason := why_not(post):
        return reason
    try:
        with transaction.atomic():
            keep_revision(post)
            write(post, user)
    except (EditConflictError, EmbargoError, IntegrityError, NoFreeSlugError, UnchangedError) as error:
        return error
    return None


def keep_revision(post: Post) -> None:
    """Makes sure that the post's current version has a revision, so that an act can be undone."""
    if not Revision.objects.filter(post=post, version=post.version).exists():
        Revision.objects.create(post=post, version=post.version, snapshot=take_snapshot(post))


def take_back(post: Post, user: User) -> Post:
    """Restores the post to what it was before its current version, including links, status and times.

    The post keeps an address that readers may have seen, as after `workflow.unpublish`. Raises: Revision.DoesNotExist
    when no earlier revision was kept.
    """
    kept = {name: getattr(post, name) for name in KEPT_ADDRESS} if post.was_public() else {}
    before = Revision.objects.filter(post=post, version__lt=post.version).latest("version")
    with transaction.atomic():
        apply_snapshot(post, before.snapshot)
        for name, value in kept.items():
            setattr(post, name, value)
        return save_post(post, user, _("undone"))


def schedule(post: Post, user: User, at: dt.datetime) -> Post:
    """Approves the post for a time (aware). Raises: EmbargoError."""
    return workflow.publish(post, user, at, reason=_("scheduled"))


def change_categories(post: Post, user: User, categories: Sequence[Category], *, is_addition: bool = False) -> None:
    """Replaces the post's categories, or appends to them. Raises: UnchangedError."""
    had = post.ordered_categories()
    wanted = list(dict.fromkeys([*had, *categories] if is_addition else categories))
    _relink(post, user, _("categories changed"), wanted != had, lambda: set_categories(post, wanted))


def change_authors(post: Post, user: User, authors: Sequence[Author]) -> None:
    """Replaces the byline. Raises: UnchangedError."""
    is_new = list(authors) != post.ordered_authors()
    _relink(post, user, _("authors changed"), is_new, lambda: set_authors(post, authors))


def add_tags(post: Post, user: User, names: Sequence[str]) -> None:
    """Adds tags. Raises: UnchangedError when the post already has them all."""
    had = [tag.name for tag in post.tags.all()]
    missing = {tag_key(name) for name in names} - {tag_key(name) for name in had}
    _relink(post, user, _("tags changed"), bool(missing), lambda: set_tags(post, [*had, *names]))


def remove_tags(post: Post, user: User, names: Sequence[str]) -> None:
    """Removes tags. Raises: UnchangedError when the post has none of them."""
    had, unwanted = [tag.name for tag in post.tags.all()], {tag_key(name) for name in names}
    left = [name for name in had if tag_key(name) not in unwanted]
    _relink(post, user, _("tags changed"), len(left) < len(had), lambda: set_tags(post, left))


def change_links(
    post: Post,
    user: User,
    categories: Sequence[Category],
    tags: Sequence[str],
    *,
    mark: Callable[[Post], None] | None = None,
    reason: str = "",
) -> None:
    """Replaces categories and tags, and optionally changes the state with a `mark_…` of `workflow`, all in one version.

    Raises: UnchangedError, EditConflictError, NoFreeSlugError, and whatever `mark` raises.
    """
    has_other_categories = list(categories) != post.ordered_categories()
    has_other_tags = {tag_key(name) for name in tags} != {tag_key(tag.name) for tag in post.tags.all()}
    if mark is not None:
        mark(post)

    def set_links() -> None:
        set_categories(post, categories)
        if has_other_tags:
            set_tags(post, tags)

    is_new = has_other_categories or has_other_tags or mark is not None
    _relink(post, user, reason or _("categories and tags changed"), is_new, set_links)


def _relink(post: Post, user: User, reason: str, is_new: bool, set_links: Callable[[], None]) -> None:
    if not is_new:
        raise UnchangedError
    with transaction.atomic():
        write_row(post)
        set_links()
        record_revision(post, user, reason)


def ask_for_pictures(post: Post, user: User | None = None) -> int:
    """Makes the failed or refused pictures of a post wait for `fetch_images` again and returns their number. The post
    itself does not change. Raises: UnchangedError when no picture of the post can be retried."""
    ids = [int(pk) for pk in _PICTURE.findall(post.body)] + [post.header_image_id or 0]
    lost = Q(state__in=[Image.State.FAILED, Image.State.REFUSED]) & ~Q(original_url="")
    again: dict[str, Any] = {
        "state": Image.State.PENDING,
        "state_reason": "",
        "state_facts": {},
        "tried_at": None,
        "try_count": 0,
    }
    count = Image.objects.filter(lost, pk__in=ids).update(**again, claimed_until=None)
    if not count:
        raise UnchangedError
    return count
