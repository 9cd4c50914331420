"""The admin of the image library: descriptions, rights, focal points. Files come in through `news.admin.uploads`."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import path
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from news.admin.focal import PercentField, recrop_after_commit
from news.admin.image_choosing import focal_attributes, picture_media
from news.admin.library import library_view
from news.admin.post_acts import acting_user
from news.admin.post_saving import form_url
from news.admin.uploads import upload_view
from news.images.words import describe_image_reason
from news.models import Image, Post, User
from news.publishing.access import may_describe

MAX_USES = 20
FOCAL_FIELDS = {"focal_x", "focal_y"}
FACTS = ("why", "pixels", "size_bytes", "original_name", "original_url", "wrapper_url", "uploaded_by", "uses")


class ImageForm(forms.ModelForm):
    """Each field says beside it what it was filled with: what fetching or somebody else wrote since the form was opened
    is not changed data, and is not written over."""

    focal_x = PercentField(label=_("Focal point, across"), required=True)
    focal_y = PercentField(label=_("Focal point, down"), required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = True


def find_uses(image: Image, user: User) -> QuerySet[Post]:
    """Posts that this user may see with the picture at their head or in their text. Reads through all bodies."""
    in_body = Q(image_count__gt=0, body__contains=f'src="/i/{image.pk}/"')
    return Post.objects.visible_to(user).filter(Q(header_image=image) | in_body).order_by("-pk").only("pk", "title")


@admin.register(Image)
class ImageAdmin(admin.ModelAdmin):
    form = ImageForm
    fieldsets = (
        (None, {"fields": ("preview", ("focal_x", "focal_y"), "alt", "caption")}),
        (_("Rights"), {"fields": ("credit", "licence")}),
        (_("File"), {"fields": FACTS}),
    )
    readonly_fields = ("preview", *FACTS)
    list_display = ("thumb", "name", "why", "header_count", "pixels", "credit", "created_at")
    list_display_links = ("name",)
    list_filter = ("state", "created_at")
    search_fields = ("alt", "caption", "original_name", "original_url")
    list_per_page = 50
    show_full_result_count = False

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("upload/", view(upload_view), name="news_image_upload"),
            path("library/", view(library_view), name="news_image_library"),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).annotate(used_count=Count("header_of")).select_related("uploaded_by")

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        image: Any = super().get_object(request, object_id, from_field)
        if image is not None:
            image.viewer = acting_user(request)
        return image

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not by a form: a file comes in through the upload."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Image | None = None) -> bool:
        return super().has_change_permission(request, obj) if obj is None else may_describe(acting_user(request), obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Bodies name pictures by number: one that disappears would leave holes in posts."""
        return False

    def view_on_site(self, obj: Image) -> str | None:
        return obj.get_absolute_url() if obj.is_ready else None

    def save_model(self, request: HttpRequest, obj: Image, form: Any, change: bool) -> None:
        """What was changed and nothing else; the focal point together with its crops, after the transaction."""
        changed = set(form.changed_data)
        words = changed - FOCAL_FIELDS
        is_moved = words != changed
        if is_moved and obj.is_ready:
            recrop_after_commit(request, obj, (obj.focal_x, obj.focal_y))
        obj.save(update_fields=words | FOCAL_FIELDS if is_moved and not obj.is_ready else words)

    @property
    def media(self) -> forms.Media:
        return super().media + picture_media("news-admin/focal.js")

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
        """The state and, where there is none to be shown, why."""
        pill = format_html('<span class="state">{}</span>', image.get_state_display())
        reason = describe_image_reason(image.state_reason, image.state_facts) if image.state_reason else ""
        return format_html("{} {}", pill, reason) if reason else pill

    @admin.display(description=_("header image of posts"), ordering="used_count")
    def header_count(self, image: Any) -> int:
        return image.used_count

    @admin.display(description=_("used in"))
    def uses(self, image: Any) -> SafeString | str:
        """Of the posts that the reader of this page may see those that show the picture, the newest first."""
        rows = ((form_url(post), post.title) for post in find_uses(image, image.viewer)[:MAX_USES])
        return format_html_join("", '<a class="use" href="{}">{}</a>', rows) or "–"
