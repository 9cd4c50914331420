"""Restore the text of an earlier version, and say what could not be restored."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from news.admin.posts.rights import find_post
from news.admin.posts.versions import read_version
from news.admin.requests import acting_user, page_context, read_id
from news.models import EditLock, Post, User
from news.publishing.errors import EditConflictError
from news.publishing.posts.access import may_change
from news.publishing.posts.restoring import Missing, Restored, restore_revision


@require_POST
def restore_revision_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Restore the version `revision`; `version` is the signed version of the post that the user was looking at."""
    post, user = find_post(request, pk, may_change), acting_user(request)
    revision = post.revisions.filter(version=read_id(request.POST.get("revision", ""))).first()
    if revision is None:
        messages.warning(request, _("That version is not available. Choose two from the list."))
        return HttpResponseRedirect(reverse("admin:news_post_history", args=[pk]))
    if lock := _find_lock(post, user):
        said = _("%(who)s has locked this post. Nothing was changed.") % {"who": lock.owner}
        return _show_conflict(request, post, revision.version, said)
    try:
        seen = read_version(post, request.POST.get("version", ""))
        restored = restore_revision(post, revision, user, seen) if seen == post.version else None
    except (ValueError, EditConflictError):
        restored = None
    if restored is None:
        said = _("Someone else saved this post after you opened the comparison. Nothing was changed.")
        return _show_conflict(request, post, revision.version, said)
    _tell(request, restored, revision.version)
    return HttpResponseRedirect(reverse("admin:news_post_change", args=[pk]))


def _find_lock(post: Post, user: User) -> EditLock | None:
    """Return another user's lock that is in force, if any."""
    lock = EditLock.objects.filter(post=post).exclude(owner=user).select_related("owner").first()
    return lock if lock and lock.holds() else None


def _show_conflict(request: HttpRequest, post: Post, version: int, said: str) -> HttpResponse:
    context = {
        **page_context(request, _("Not restored"), Post),
        "post": post,
        "wanted": version,
        "last": post.revisions.select_related("user").defer("snapshot").first(),
        "said": said,
    }
    return TemplateResponse(request, "admin/news/post/not_restored.html", context, status=409)


def _tell(request: HttpRequest, restored: Restored, version: int) -> None:
    if not restored.is_written:
        messages.info(request, _("The post already has the text of version %(number)s.") % {"number": version})
    else:
        said = _(
            "The text of version %(number)s has been restored, as a new version. Its state and times have not changed."
        )
        messages.success(request, said % {"number": version})
    if restored.missing:
        messages.warning(request, describe_missing(restored.missing))
    if restored.slug:
        said = _("Another post now has the old slug; this one got “%(slug)s”.") % {"slug": restored.slug}
        messages.warning(request, said)


def describe_missing(missing: list[Missing]) -> str:
    """Return one sentence about what could not be restored, with the names that were kept."""
    names = [f"{each.label} {f'“{each.name}”' if each.name else each.pk}" for each in missing]
    said = ngettext(
        "Not restored, because it no longer exists: %(names)s.",
        "Not restored, because they no longer exist: %(names)s.",
        len(names),
    )
    return said % {"names": ", ".join(names)}
