"""The admin of the image library: descriptions, rights, focal points. Files arrive through `uploads`."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.defaultfilters import filesizeformat
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from news.admin.desk import DeskAdmin
from news.admin.media.deleting import ImageDeleting
from news.admin.media.focal import PercentField, recrop_after_commit
from news.admin.media.library import library_view
from news.admin.media.list import ImageChangeList, NeedFilter, OwnFilter, choose_view
from news.admin.media.replacing import replace_view, retry_view
from news.admin.media.uploads import upload_view
from news.admin.media.uses import list_uses
from news.admin.pictures.choosing import focal_attributes, picture_config, picture_media
from news.admin.pictures.messages import MEDIA
from news.admin.requests import acting_user
from news.images.messages import describe_image_reason
from news.models import Image, Post
from news.publishing.posts.access import may_describe

FOCAL_FIELDS = {"focal_x", "focal_y"}
FACTS = ("why", "pixels", "size", "original_name", "original_url", "wrapper_url", "uploaded_by", "created_at")


class ImageForm(forms.ModelForm):
    """Submits each field's initial value with it, so that what fetching or another user wrote since the form was opened
    does not count as changed data and is not overwritten."""

    focal_x = PercentField(label=_("Focal point, across"), required=True)
    focal_y = PercentField(label=_("Focal point, down"), required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = True


@admin.register(Image)
class ImageAdmin(ImageDeleting, DeskAdmin):
    form = ImageForm
    fieldsets = (
        (None, {"fields": ("preview", ("focal_x", "focal_y"), "alt", "is_decorative", "caption")}),
        (_("Rights"), {"fields": ("credit", "licence", "licence_ends_on")}),
        (_("Used in"), {"fields": ("uses",)}),
        (_("File"), {"fields": FACTS}),
    )
    readonly_fields = ("preview", "uses", *FACTS)
    list_display = ("thumb", "name", "why", "use_count", "pixels", "size", "credit", "created_at")
    list_display_links = ("name",)
    list_filter = (NeedFilter, OwnFilter)
    search_fields = ("alt", "caption", "credit", "original_name", "original_url")
    change_list_template = "admin/news/image/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("upload/", view(upload_view), name="news_image_upload"),
            path("library/", view(library_view), name="news_image_library"),
            path("<int:pk>/replace/", view(csrf_exempt(self.replace_view)), name="news_image_replace"),
            path("<int:pk>/retry/", view(require_POST(retry_view)), name="news_image_retry"),
            *super().get_urls(),
        ]

    def replace_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        return replace_view(self, request, pk)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Image]:
        return super().get_queryset(request).select_related("uploaded_by")

    def get_changelist(self, request: HttpRequest, **kwargs: object) -> type[ImageChangeList]:
        return ImageChangeList

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        more = {
            "is_grid": choose_view(request) == "grid",
            "config": {**picture_config(), "media": MEDIA},
            "may_upload": acting_user(request).has_perm("news.add_image"),
        }
        return super().changelist_view(request, {**more, **(extra_context or {})})

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Image | None:
        image: Any = super().get_object(request, object_id, from_field)
        if image is not None:
            image.viewer = acting_user(request)
        return image

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Refuse the form: a new file arrives through the upload."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Image | None = None) -> bool:
        return super().has_change_permission(request, obj) if obj is None else may_describe(acting_user(request), obj)

    def view_on_site(self, obj: Image) -> str | None:
        return obj.get_absolute_url() if obj.is_ready else None

    def save_model(self, request: HttpRequest, obj: Image, form: forms.ModelForm, change: bool) -> None:
        """Save only changed columns. A ready picture's focal point is saved with its crops, after the transaction."""
        changed = set(form.changed_data)
        words = changed - FOCAL_FIELDS
        is_moved = words != changed
        if is_moved and obj.is_ready:
            recrop_after_commit(request, obj, (obj.focal_x, obj.focal_y))
        obj.save(update_fields=words | FOCAL_FIELDS if is_moved and not obj.is_ready else words)

    @property
    def media(self) -> forms.Media:
        return super().media + picture_media("news-admin/focal.js") + forms.Media(css={"all": ["news-admin/media.css"]})

    @admin.display(description=_("picture"))
    def thumb(self, image: Image) -> SafeString | str:
        url = image.rendition_url("w400")
        return format_html('<img src="{}" alt="" class="image-preview" loading="lazy">', url) if url else "–"

    @admin.display(description=_("picture"))
    def preview(self, image: Image) -> SafeString | str:
        url = image.rendition_url("w800")
        if not url:
            return "–"
        return format_html('<div class="focal"{}><img src="{}" alt=""></div>', focal_attributes(image), url)

    @admin.display(description=_("alternative text"), ordering="alt")
    def name(self, image: Image) -> str:
        return str(image)

    @admin.display(description=_("width × height"), ordering="width_px")
    def pixels(self, image: Image) -> str:
        return f"{image.width_px} × {image.height_px}" if image.width_px else "–"

    @admin.display(description=_("state"), ordering="state")
    def why(self, image: Image) -> SafeString:
        """Show the state and, for a picture that cannot be shown, the reason."""
        pill = format_html('<span class="state">{}</span>', image.get_state_display())
        reason = describe_image_reason(image.state_reason, image.state_facts) if image.state_reason else ""
        return format_html("{} {}", pill, reason) if reason else pill

    @admin.display(description=_("size"), ordering="size_bytes")
    def size(self, image: Image) -> str:
        return filesizeformat(image.size_bytes) if image.size_bytes else "–"

    @admin.display(description=_("used in"))
    def use_count(self, image: Any) -> int:
        return image.use_count

    @admin.display(description=_("used in"))
    def uses(self, image: Any) -> SafeString | str:
        """List the posts that show the picture, newest first, limited to those the viewer may see."""
        return list_uses(image, image.viewer, Post.objects.visible_to(image.viewer))
