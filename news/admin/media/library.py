"""The library as searched and paged JSON, for the picture chooser (static/news-admin/library.js)."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from news.admin.requests import acting_user, read_id
from news.images.uses import unused_images
from news.models import Image, User
from news.publishing.posts.access import may_describe
from news.text.plain import clean_plain

PAGE_SIZE = 24
MAX_QUERY = 200
MAX_PAGE = 500
SEARCHED = ("alt", "caption", "original_name")


@require_safe
def library_view(request: HttpRequest) -> JsonResponse:
    """List ready pictures, newest first. `q` searches, `only` is «unused» or «mine», `page` is the page number; `id`
    asks for a single picture in any state."""
    user = acting_user(request)
    if not user.has_perm("news.view_image"):
        raise PermissionDenied
    pages = Paginator(_find(request, user), PAGE_SIZE)
    page = pages.get_page(min(read_id(request.GET.get("page", "")) or 1, MAX_PAGE))
    is_single = "id" in request.GET
    return JsonResponse(
        {
            "pictures": [describe_for(image, user) if is_single else describe_picture(image) for image in page],
            "page": page.number,
            "pages": min(pages.num_pages, MAX_PAGE),
            "count": pages.count,
        }
    )


def describe_for(image: Image, user: User) -> dict[str, object]:
    """Describe one picture, and say whether this user may edit its description and focal point."""
    return {**describe_picture(image), "mayDescribe": may_describe(user, image)}


def describe_picture(image: Image) -> dict[str, object]:
    """Return what the browser needs to insert, show and crop a picture; its addresses are empty until it is ready."""
    return {
        "id": image.pk,
        "url": image.get_absolute_url(),
        "thumb": image.rendition_url("w400"),
        "preview": image.rendition_url("w800"),
        "width": image.width_px,
        "height": image.height_px,
        "name": str(image),
        "alt": image.alt,
        "decorative": image.is_decorative,
        "lacksAlt": not image.alt and not image.is_decorative,
        "caption": image.caption,
        "credit": image.credit,
        "focal": [image.focal_x, image.focal_y],
    }


def _find(request: HttpRequest, user: User) -> QuerySet[Image]:
    if request.GET.get("id"):
        return Image.objects.filter(pk=read_id(request.GET["id"]))
    images = Image.objects.ready().order_by("-pk")
    only = request.GET.get("only", "")
    if only == "unused":
        images = images.filter(pk__in=unused_images())
    if only == "mine":
        images = images.filter(uploaded_by=user)
    for word in clean_plain(request.GET.get("q", ""), MAX_QUERY).split():
        images = images.filter(_matches(word))
    return images


def _matches(word: str) -> Q:
    found = Q()
    for name in SEARCHED:
        found |= Q(**{f"{name}__icontains": word})
    return found
