"""The only way for a browser to send us a picture: checked, counted, stored by `news.images`, answered in JSON.

`ckeditor_uploader` must never replace it: that accepts any file from any login, without a CSRF token.
"""

import errno
import hashlib
import logging
from collections.abc import Callable
from datetime import UTC, datetime

from django.contrib import admin
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from news.admin.media.library import describe_for
from news.admin.media.quota import check_quota
from news.admin.media.reading import OneFileHandler, limit_reading, read_upload
from news.admin.media.upload_messages import UploadRefusedError, describe_refusal
from news.admin.requests import acting_user, read_id
from news.images.errors import ImageRefusedError
from news.images.storing import store_image
from news.models import Image, Post, User
from news.publishing.posts.access import may_change

log = logging.getLogger(__name__)
IMAGE_STATUS = {"too-large": 413, "not-a-picture": 415}
DISK_CODES = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT), "disk-full"),
    **dict.fromkeys((errno.EROFS, errno.EACCES, errno.EPERM), "media-not-writable"),
}


@csrf_exempt  # only until reading is limited; `_take_checked` checks the token
@require_POST
def upload_view(request: HttpRequest) -> HttpResponseBase:
    """Set the limits before the CSRF check, because that check reads the whole form."""
    try:
        if not acting_user(request).has_perm("news.add_image"):
            raise UploadRefusedError("may-not-upload", 403)
        return _take_checked(request, limit_reading(request))
    except UploadRefusedError as refusal:
        return _answer_refusal(refusal)


@csrf_protect
def _take_checked(request: HttpRequest, handler: OneFileHandler) -> HttpResponseBase:
    user = acting_user(request)
    name, data = read_upload(request, handler)
    _check_post(user, request.POST.get("post", ""))
    is_known = Image.objects.ready().filter(sha256=hashlib.sha256(data).hexdigest()).exists()
    if not is_known:
        check_quota(user)
    image = store_for(lambda: store_image(data, original_name=name, uploaded_by=user), len(data))
    if not is_known:
        admin.site.get_model_admin(Image).log_addition(request, image, _("Added by upload"))
    where = reverse("admin:news_image_change", args=[image.pk])
    facts = {"uploaded": 1, "fileName": name, "known": is_known, "adminUrl": where}
    return JsonResponse({**facts, **describe_for(image, user)})


def _check_post(user: User, number: str) -> None:
    """Refuse a post that this user may not change; a missing post gets the same answer as a hidden one."""
    if not number:
        return
    post = Post.objects.visible_to(user).filter(pk=read_id(number)).first()
    if post is None or not may_change(user, post):
        raise UploadRefusedError("may-not-change-post", 403)


def store_for(store: Callable[[], Image], size: int) -> Image:
    """Store a picture. Raises: UploadRefusedError with the matching HTTP status, for anything that fails."""
    try:
        return store()
    except ImageRefusedError as error:
        raise UploadRefusedError(error.code, IMAGE_STATUS.get(error.code, 400), **error.facts) from error
    except (OSError, DatabaseError) as error:
        log.exception("A picture of %d bytes could not be stored", size)
        code = DISK_CODES.get(getattr(error, "errno", None) or 0, "not-stored")
        raise UploadRefusedError(code, 507) from error


def _answer_refusal(refusal: UploadRefusedError) -> JsonResponse:
    answer: dict[str, object] = {"uploaded": 0, "error": {"message": describe_refusal(refusal.code, refusal.facts)}}
    response = JsonResponse(answer, status=refusal.status)
    when = refusal.facts.get("when")
    if isinstance(when, datetime):
        response.headers["Retry-After"] = str(max(1, int((when - datetime.now(UTC)).total_seconds()) + 1))
    return response
