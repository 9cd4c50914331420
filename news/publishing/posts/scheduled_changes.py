"""Plans, cancels and applies scheduled changes to live posts. The only code that writes them."""

import datetime as dt
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from news.models import Post, ScheduledChange, User
from news.publishing.errors import EditConflictError
from news.publishing.log.activity import record_activity
from news.publishing.log.log_changes import tell_changes
from news.publishing.posts.recording import record_revision
from news.publishing.posts.restoring import put_links, put_text, says_the_same
from news.publishing.posts.saving import write_row
from news.publishing.versions.fields import FIELDS
from news.publishing.versions.merging import MergeConflictError, merge_snapshots
from news.publishing.versions.snapshots import take_snapshot

CLAIM_S = 300.0
TRIES = 3  # in case someone saves the post at the same moment
REASON = gettext_noop("changed as planned")
ERROR_MAX = 500

log = logging.getLogger(__name__)


class ChangeRefusedError(Exception):
    """A change is impossible. Codes: «not-live», «past», «open» (the post has one already), «nothing», «no-base»."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class _ClaimLostError(Exception):
    """Another run, or a user who cancelled the change, was faster."""


@dataclass(frozen=True, slots=True)
class ChangeResult:
    """The outcome of one due change. `error` is input for `describe_change_error`, "" when the change was made."""

    pk: int
    title: str
    error: str = ""


@transaction.atomic
def schedule_change(post: Post, snapshot: dict[str, Any], due_at: dt.datetime, user: User) -> ScheduledChange:
    """Schedules the snapshot's text and links to replace those of the live post at `due_at` (aware). Readers see no
    change until then.

    Raises: ChangeRefusedError.
    """
    if not post.is_public():
        raise ChangeRefusedError("not-live")
    if due_at <= timezone.now():
        raise ChangeRefusedError("past")
    stored = take_snapshot(post)
    if says_the_same(stored, snapshot, []):
        raise ChangeRefusedError("nothing")
    if not post.revisions.filter(version=post.version).exists():
        record_revision(post, None)  # the base of the later merge
    change = ScheduledChange(post=post, user=user, snapshot=snapshot, base_version=post.version, due_at=due_at)
    try:
        with transaction.atomic():
            change.save()
    except IntegrityError:
        raise ChangeRefusedError("open") from None
    facts = {"due_at": due_at.isoformat(), "changes": tell_changes(stored, {**stored, **snapshot})}
    record_activity(user, gettext_noop("change planned"), post, facts)
    return change


@transaction.atomic
def cancel_change(change: ScheduledChange, user: User) -> bool:
    """Cancels an open change, or dismisses one that failed. False when it was already made or cancelled."""
    now = timezone.now()
    rows = ScheduledChange.objects.filter(pk=change.pk, made_version=None)
    if not (rows.open().update(done_at=now, claimed_until=None) or rows.exclude(error="").update(error="")):
        return False
    record_activity(user, gettext_noop("change cancelled"), change.post, {"due_at": change.due_at.isoformat()})
    return True


def apply_due_changes(
    now: dt.datetime | None = None, should_stop: Callable[[], bool] = bool, *, limit: int | None = None
) -> Iterator[ChangeResult]:
    """Applies all changes due at a moment (aware; default now). Several processes may run it at once, and again after a
    kill: each change is made once. A failing change delays no other. Call it outside a transaction."""
    due = list(ScheduledChange.objects.due(now).values_list("pk", flat=True)[:limit])
    for pk in due:
        if should_stop():
            return
        until = timezone.now() + dt.timedelta(seconds=CLAIM_S)
        if ScheduledChange.objects.claim_due(pk, until, now):
            result = _make_or_give_up(pk, until)
            if result:
                yield result


def _make_or_give_up(pk: int, claimed_until: dt.datetime) -> ChangeResult | None:
    """Returns None when the change will be retried in another round, or when someone else has dealt with it."""
    try:
        return _make_with_tries(pk, claimed_until)
    except (_ClaimLostError, ScheduledChange.DoesNotExist):
        return None
    except (EditConflictError, OperationalError):  # the database is busy; another round will retry
        ScheduledChange.objects.filter(pk=pk, claimed_until=claimed_until).update(claimed_until=None)
        return None
    except MergeConflictError as error:
        return _give_up(pk, claimed_until, f"both:{','.join(error.names)}")
    except ChangeRefusedError as error:
        return _give_up(pk, claimed_until, error.code)
    except Exception as error:  # whatever is wrong with this one, continue with the next
        log.exception("scheduled change %s failed", pk)
        return _give_up(pk, claimed_until, f"failed:{type(error).__name__}: {error}"[:ERROR_MAX])


def _make_with_tries(pk: int, claimed_until: dt.datetime) -> ChangeResult:
    for _try in range(TRIES - 1):
        try:
            return _make(pk, claimed_until)
        except EditConflictError:
            continue
    return _make(pk, claimed_until)


@transaction.atomic
def _make(pk: int, claimed_until: dt.datetime) -> ChangeResult:
    change = ScheduledChange.objects.select_related("post", "user").get(pk=pk)
    post = change.post
    if not post.is_public():
        raise ChangeRefusedError("not-live")
    merged = _merge(change, post)
    put_text(post, merged)
    write_row(post)
    put_links(post, merged)
    revision = record_revision(post, change.user, REASON)
    if change.user is None:
        record_activity(None, REASON, post, versions=(revision.version - 1, revision.version))
    ours = ScheduledChange.objects.open().filter(pk=pk, claimed_until=claimed_until)
    if not ours.update(done_at=timezone.now(), claimed_until=None, made_version=post.version):
        raise _ClaimLostError
    return ChangeResult(pk, str(post))


def _merge(change: ScheduledChange, post: Post) -> dict[str, Any]:
    """Raises: MergeConflictError; ChangeRefusedError when the change's base version is no longer kept."""
    stored = take_snapshot(post)
    if post.version == change.base_version:
        return merge_snapshots(stored, change.snapshot, stored)
    base = post.revisions.filter(version=change.base_version).values_list("snapshot", flat=True).first()
    if base is None:
        raise ChangeRefusedError("no-base")
    return merge_snapshots(base, change.snapshot, stored)


@transaction.atomic
def _give_up(pk: int, claimed_until: dt.datetime, error: str) -> ChangeResult | None:
    ours = ScheduledChange.objects.open().filter(pk=pk, claimed_until=claimed_until)
    if not ours.update(done_at=timezone.now(), claimed_until=None, error=error):
        return None
    change = ScheduledChange.objects.select_related("post").get(pk=pk)
    record_activity(None, gettext_noop("change not made"), change.post, {"error": error})
    return ChangeResult(pk, str(change.post), error)


def describe_change_error(error: str) -> str:
    """Returns a sentence saying why a scheduled change was not made, and what to do."""
    code, _colon, rest = error.partition(":")
    if code == "both":
        labels = ", ".join(FIELDS[name].label for name in rest.split(","))
        return _("Someone has changed the same fields since: %(fields)s. Compare, then plan it again.") % {
            "fields": labels
        }
    sentences = {
        "not-live": _("The post was not public at that time. Publish it, then plan the change again."),
        "no-base": _("The version it was based on is no longer kept. Compare, then plan it again."),
    }
    return sentences.get(code) or _("It could not be made (%(error)s). Tell the site administrator.") % {"error": rest}
