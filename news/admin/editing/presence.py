"""Views for the form's script: who else has a post open, and the lock."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from news.admin.posts.rights import find_post
from news.admin.requests import acting_user
from news.models import EditLock, Post, Presence, User
from news.publishing.errors import LockedError
from news.publishing.posts.access import may_change
from news.publishing.posts.locks import (
    break_lock,
    end_presence,
    find_lock,
    note_presence,
    others_present,
    release_lock,
    renew_lock,
    take_lock,
)

SECONDS_A_MINUTE = 60


def presence_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that a form is open; `left` says that it was closed, `active` that the user is writing in it."""
    post = find_post(request, pk, may_change)
    user = acting_user(request)
    if "left" in request.POST:
        end_presence(post, user)
        return JsonResponse({})
    note_presence(post, user)
    if "active" in request.POST:
        renew_lock(post, user)
    return JsonResponse({"company": describe_company(request, post)})


def lock_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Take, extend, release or break the lock, as the pressed button says."""
    post = find_post(request, pk, may_change)
    status = 200
    try:
        _change_lock(request, post, acting_user(request))
    except LockedError:
        status = 423
    return JsonResponse({"company": describe_company(request, post)}, status=status)


def _change_lock(request: HttpRequest, post: Post, user: User) -> None:
    act = request.POST.get("lock", "")
    if act == "take":
        take_lock(post, user)
    elif act == "release":
        release_lock(post, user)
    elif act == "break" and may_break(user):
        break_lock(post, user)
    else:
        raise PermissionDenied


def may_break(user: User) -> bool:
    return user.has_perm("news.edit_others_post")


def describe_company(request: HttpRequest, post: Post) -> dict[str, Any]:
    """Say in words who else has the post open and who has locked it. Only for users who may see the post."""
    user = acting_user(request)
    lock = find_lock(post)
    return {
        "people": [describe_presence(each) for each in others_present(post, user)],
        "lock": describe_lock(lock, user) if lock else None,
    }


def describe_presence(presence: Presence) -> str:
    minutes = int((timezone.now() - presence.seen_at).total_seconds()) // SECONDS_A_MINUTE
    facts = {"who": name_of(presence.user), "count": minutes}
    if minutes < 1:
        return _("%(who)s is editing now") % facts
    return (
        ngettext("%(who)s was editing %(count)d minute ago", "%(who)s was editing %(count)d minutes ago", minutes)
        % facts
    )


def describe_lock(lock: EditLock, user: User) -> dict[str, Any]:
    is_own = lock.owner_id == user.pk
    facts = {"who": name_of(lock.owner), "until": date_format(localtime(lock.expires_at), "H:i")}
    own, others = _("Locked for you until %(until)s"), _("%(who)s has locked this post until %(until)s")
    return {"text": (own if is_own else others) % facts, "is_own": is_own, "may_break": not is_own and may_break(user)}


def name_of(user: User) -> str:
    return user.get_full_name() or user.get_username()
