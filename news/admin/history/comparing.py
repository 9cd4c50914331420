"""Compare two versions of a post side by side, or the stored version with a scheduled change."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from news.admin.log.messages import describe_reason, is_note_told
from news.admin.posts.rights import find_post
from news.admin.posts.versions import sign_version
from news.admin.requests import acting_user, page_context, read_id
from news.models import Post, Revision, ScheduledChange
from news.publishing.posts.access import may_change
from news.publishing.versions.comparing import compare_snapshots
from news.publishing.versions.merging import MergeConflictError, merge_snapshots
from news.publishing.versions.snapshots import take_snapshot


class Side(NamedTuple):
    """One of the two versions compared. `version` is None for a scheduled change."""

    snapshot: dict[str, Any]
    version: int | None
    who: str
    when: Any
    why: str


@require_safe
def compare_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Compare the versions `old` and `new`, by default the last two; `change` is the id of a scheduled change to
    compare with what is stored instead."""
    post = find_post(request, pk)
    sides = _planned_sides(request, post) if "change" in request.GET else _stored_sides(request, post)
    if sides is None:
        messages.warning(request, _("That version is not available. Choose two from the list."))
        return HttpResponseRedirect(reverse("admin:news_post_history", args=[pk]))
    old, new = sides
    context = {
        **page_context(request, _("What changed: %(name)s") % {"name": post}, Post),
        "post": post,
        "old": old,
        "new": new,
        "changes": compare_snapshots(old.snapshot, new.snapshot),
        "version": sign_version(post),
        "may_restore_text": may_change(acting_user(request), post),
        "is_old_current": old.version == post.version,
    }
    return TemplateResponse(request, "admin/news/post/compare.html", context)


def _stored_sides(request: HttpRequest, post: Post) -> tuple[Side, Side] | None:
    wanted = [read_id(request.GET.get(name, "")) for name in ("old", "new")]
    rows = post.revisions.select_related("user")
    if not any(name in request.GET for name in ("old", "new")):
        found = list(rows[:2])
        return (_side(found[-1]), _side(found[0])) if found else None
    by_version = {row.version: row for row in rows.filter(version__in=wanted)}
    if not all(version in by_version for version in wanted):
        return None
    return _side(by_version[wanted[0]]), _side(by_version[wanted[1]])


def _side(row: Revision) -> Side:
    why = describe_reason(row.reason, row.note)
    note = "" if is_note_told(row.reason) else row.note
    who = str(row.user) if row.user else _("Masthead")
    return Side(row.snapshot, row.version, who, row.created_at, f"{why}: {note}" if note else why)


def _planned_sides(request: HttpRequest, post: Post) -> tuple[Side, Side] | None:
    rows = post.scheduled_changes.select_related("user")
    change = rows.filter(pk=read_id(request.GET["change"]), made_version=None).first()
    if change is None:
        return None
    stored = take_snapshot(post)
    now = Side(stored, post.version, "", None, _("the saved version"))
    who = str(change.user) if change.user else _("Masthead")
    return now, Side(_will_be(change, post, stored), None, who, change.due_at, _("planned change"))


def _will_be(change: ScheduledChange, post: Post, stored: dict[str, Any]) -> dict[str, Any]:
    """Return the post after the change, or, where it conflicts, the stored post overwritten by the whole change."""
    base = post.revisions.filter(version=change.base_version).values_list("snapshot", flat=True).first()
    try:
        return merge_snapshots(base or stored, change.snapshot, stored)
    except MergeConflictError:
        return {**stored, **change.snapshot}
