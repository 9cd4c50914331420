"""Replacing a picture's file under the same number, and retrying one that could not be fetched."""

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect

from news.admin.media.quota import check_quota
from news.admin.media.reading import OneFileHandler, limit_reading, read_upload
from news.admin.media.upload_messages import UploadRefusedError, describe_refusal
from news.admin.media.uploads import store_for
from news.admin.pictures.choosing import picture_config
from news.admin.requests import acting_user, page_context
from news.images.errors import KnownBytesError, ReplacedMeanwhileError
from news.models import Image
from news.publishing.site.pictures import replace_picture, retry_picture


def replace_view(desk: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponseBase:
    """Needs the right to change all pictures. `csrf_exempt` wraps it until reading is limited, as with uploads."""
    if not acting_user(request).has_perm("news.change_image"):
        raise PermissionDenied
    image = get_object_or_404(Image, pk=pk)
    if request.method != "POST":
        return _ask(desk, request, image)
    try:
        return _take_checked(request, desk, image, limit_reading(request))
    except UploadRefusedError as refusal:
        return _ask(desk, request, image, describe_refusal(refusal.code, refusal.facts), refusal.status)


@csrf_protect
def _take_checked(request: HttpRequest, desk: ModelAdmin, image: Image, handler: OneFileHandler) -> HttpResponseBase:
    user = acting_user(request)
    name, data = read_upload(request, handler)
    check_quota(user)
    try:
        store_for(lambda: replace_picture(image, data, name, request.POST.get("seen", ""), user), len(data))
    except KnownBytesError as error:
        return _ask(desk, request, image, _say_known(error), 409)
    except ReplacedMeanwhileError:
        image.refresh_from_db()
        return _ask(
            desk, request, image, _("Someone replaced this picture in the meantime. This is how it is now."), 409
        )
    messages.success(request, _("The picture has its new file; everything that uses it now shows it."))
    return HttpResponseRedirect(reverse("admin:news_image_change", args=[image.pk]))


def _say_known(error: KnownBytesError) -> str:
    if error.is_same:
        return _("The picture already has this file.")
    text = _("This file is already in the library, as {link}. Use that one, or delete it first if nothing uses it.")
    url = reverse("admin:news_image_change", args=[error.image_id])
    return format_html(text, link=format_html('<a href="{}">#{}</a>', url, error.image_id))


def _ask(desk: ModelAdmin, request: HttpRequest, image: Image, error: str = "", status: int = 200) -> HttpResponse:
    context = {
        **page_context(request, _("Replace the file"), desk.model),
        "image": image,
        "preview": image.rendition_url("w800"),
        "error": error,
        "config": picture_config(),
        "media": desk.media,
    }
    return TemplateResponse(request, "admin/news/image/replace.html", context, status=status)


def retry_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark the picture for the next run of `fetch_images`; nothing is fetched here."""
    user = acting_user(request)
    if not user.has_perm("news.change_image"):
        raise PermissionDenied
    image = get_object_or_404(Image, pk=pk)
    if retry_picture(image, user):
        messages.success(request, _("The picture will be fetched in the next run."))
    else:
        messages.warning(request, _("There is nothing to retry: the picture is here, or already waiting."))
    return HttpResponseRedirect(reverse("admin:news_image_change", args=[image.pk]))
