"""Undo a step within ten seconds, and the panel that offers it."""

from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from news.admin.posts.addresses import form_url
from news.admin.posts.rights import find_post
from news.admin.requests import acting_user
from news.models import Post
from news.publishing.errors import EditConflictError
from news.publishing.posts import workflow
from news.publishing.posts.access import may_undo
from news.rendering.languages import current_language
from news.rendering.meta import post_path
from news.rendering.sharing import QRCode, draw_qr

UNDO_S = 10
GRACE_S = 5  # for a click in the last second to arrive
PARAMETER = "done"
_signer = TimestampSigner(salt="news.admin.step")


class DoneStep(NamedTuple):
    """What the form shows after a step. `url` and `qr` are set only for a post that readers can see now."""

    token: str
    is_undoable: bool
    url: str = ""
    qr: QRCode | None = None
    next_draft: Post | None = None


def sign_step(post: Post, act_name: str) -> str:
    """Return a signed token of the step that has just made the post's version."""
    return _signer.sign(f"{post.pk}.{post.version}.{act_name}")


def read_done(request: HttpRequest, post: Post | None) -> DoneStep | None:
    """Return the step to show after a redirect; None when the address has no step of this version of the post."""
    token = request.GET.get(PARAMETER, "")
    if post is None or not token or not _is_of(token, post):
        return None
    is_undoable = _is_fresh(token, UNDO_S) and may_undo(acting_user(request), post)
    if not post.is_public():
        return DoneStep(token, is_undoable)
    url = request.build_absolute_uri(post_path(post))
    return DoneStep(token, is_undoable, url, draw_qr(url), _find_next_draft(request, post))


def undo_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo the last step of a post, if nothing has been saved since and the time is not over."""
    post, token = find_post(request, pk), request.POST.get("undo", "")
    if not may_undo(acting_user(request), post):
        raise PermissionDenied
    if not _is_fresh(token, UNDO_S + GRACE_S) or not _is_of(token, post):
        return _back(request, post, messages.WARNING, _("Too late to undo: change the state of the post instead."))
    try:
        workflow.undo_step(post, acting_user(request))
    except EditConflictError:
        return _back(request, post, messages.WARNING, _("Someone has saved the post since. Nothing was undone."))
    text = _("Undone: “%(title)s” is back to: %(state)s.") % {"title": post, "state": post.state.label}
    return _back(request, post, messages.SUCCESS, text)


def _is_of(token: str, post: Post) -> bool:
    try:
        pk, version, _name = _signer.unsign(token).split(".", 2)
    except (BadSignature, ValueError):
        return False
    return (pk, version) == (str(post.pk), str(post.version))


def _is_fresh(token: str, max_age_s: int) -> bool:
    try:
        _signer.unsign(token, max_age=max_age_s)
    except (BadSignature, SignatureExpired):
        return False
    return True


def _find_next_draft(request: HttpRequest, post: Post) -> Post | None:
    """Return this user's most recently changed other draft."""
    drafts = Post.objects.in_state("draft").filter(owner=acting_user(request)).exclude(pk=post.pk)
    return drafts.defer("body").order_by("-updated_at").first()


def _back(request: HttpRequest, post: Post, level: int, text: str) -> HttpResponse:
    messages.add_message(request, level, text)
    return HttpResponseRedirect(form_url(post))


def done_context(request: HttpRequest, post: Post | None) -> dict[str, object]:
    return {"done": read_done(request, post), "undo_s": UNDO_S, "chrome": current_language()}
