"""Deleting pictures: used ones are refused with a list of where they appear, the rest confirmed and deleted at once."""

from collections.abc import Callable, Sequence

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from news.admin.media.uses import show_uses
from news.admin.requests import acting_user, page_context
from news.images.uses import count_revisions, find_used, find_uses
from news.models import Image
from news.publishing.site.pictures import delete_images

MAX_AT_ONCE = 500
LIST = "admin:news_image_changelist"


class ImageDeleting(admin.ModelAdmin):
    actions = ("delete_images_selected",)

    def get_actions(self, request: HttpRequest) -> dict[str, tuple[Callable[..., str], str, str] | None]:
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)  # our action checks where they are used
        return actions

    @admin.action(permissions=["delete"], description=gettext_lazy("Delete the selected pictures"))
    def delete_images_selected(self, request: HttpRequest, queryset: QuerySet[Image]) -> HttpResponse | None:
        images = list(queryset[: MAX_AT_ONCE + 1])
        if len(images) > MAX_AT_ONCE:
            text = _("At most %(count)d pictures at once. Nothing was deleted.") % {"count": MAX_AT_ONCE}
            self.message_user(request, text, messages.ERROR)
            return None
        if "confirmed" in request.POST:
            self._delete(request, images)
            return None
        return self._ask(request, images)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        image = self.get_object(request, object_id)
        if image is None:
            raise Http404
        if not self.has_delete_permission(request, image):
            raise PermissionDenied
        if request.method == "POST":
            self._delete(request, [image])
            is_gone = not Image.objects.filter(pk=image.pk).exists()
            return HttpResponseRedirect(reverse(LIST) if is_gone else request.get_full_path())
        return self._ask(request, [image])

    def _ask(self, request: HttpRequest, images: Sequence[Image]) -> HttpResponse:
        used = find_used([image.pk for image in images])
        free = [image for image in images if image.pk not in used]
        context = {
            **page_context(request, _("Delete pictures"), self.model),
            "free": free,
            "used": [image for image in images if image.pk in used],
            "uses": _uses_of(images, used, request),
            "revision_count": count_revisions([image.pk for image in free]) if free else 0,
            "is_single": len(images) == 1 and "action" not in request.POST,
            "checkbox_name": ACTION_CHECKBOX_NAME,
            "media": self.media,
        }
        return TemplateResponse(request, "admin/news/image/delete.html", context)

    def _delete(self, request: HttpRequest, images: Sequence[Image]) -> None:
        deletion = delete_images([image.pk for image in images], acting_user(request))
        done, left = len(deletion.deleted), len(deletion.refused)
        if done:
            text = ngettext("%(count)d picture deleted.", "%(count)d pictures deleted.", done) % {"count": done}
            self.message_user(request, text, messages.SUCCESS)
        if left:
            text = ngettext(
                "%(count)d picture stays, because it is shown somewhere: %(names)s",
                "%(count)d pictures stay, because they are shown somewhere: %(names)s",
                left,
            )
            names = ", ".join(str(image) for image in deletion.refused[:10])
            self.message_user(request, text % {"count": left, "names": names}, messages.WARNING)


def _uses_of(images: Sequence[Image], used: set[int], request: HttpRequest) -> str:
    """Say where a single picture is used; of several, each one's own page says it."""
    if len(images) != 1 or not used:
        return ""
    uses, count = find_uses(images[0])
    return show_uses(uses, count, acting_user(request))
