"""List a post's versions in other languages on its form, and start new ones."""

from typing import NamedTuple

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from news.admin.posts.addresses import form_url
from news.admin.posts.rights import find_post
from news.admin.requests import acting_user
from news.models import Post, User
from news.publishing.posts.access import may_see
from news.publishing.posts.translations import start_translation, versions_of


class Version(NamedTuple):
    """`url` is empty when this user may not open the post."""

    post: Post
    url: str


@require_POST
def translate_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Create the version in `language` and open it; if another user has created one already, open that."""
    user, post = acting_user(request), find_post(request, pk)
    if not user.has_perm("news.add_post") or post.trashed_at is not None:
        raise PermissionDenied
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        raise Http404
    version, is_new = start_translation(post, user, language)
    if not may_see(user, version):
        messages.warning(request, _("Someone else is already writing this version."))
        return HttpResponseRedirect(form_url(post))
    if is_new:
        messages.success(request, _("A draft with the text of the other version. Translate it in place."))
    else:
        messages.info(request, _("This version already exists."))
    return HttpResponseRedirect(form_url(version))


def translation_context(user: User, post: Post | None) -> dict[str, object]:
    """Return the context of parts/translations.html. Makes one query, none for a new post."""
    if post is None or post.trashed_at is not None:
        return {"versions": [], "missing_languages": []}
    found = list(versions_of(post).defer("body"))
    there = {post.language, *(each.language for each in found)}
    missing = [(code, name) for code, name in settings.LANGUAGES if code not in there]
    return {
        "versions": [Version(each, form_url(each) if may_see(user, each) else "") for each in found],
        "missing_languages": missing if user.has_perm("news.add_post") else [],
    }
