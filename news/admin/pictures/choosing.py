"""Adding and choosing pictures in forms: configuration for the scripts, and the widget for a post's header image."""

import json

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from news.admin.pictures.messages import FOCAL, HEADER, LIBRARY, UPLOAD
from news.images.limits import MAX_BYTES
from news.models import Image

SCRIPTS = ("news-admin/pictures.js", "news-admin/library.js")


def picture_config() -> dict[str, object]:
    """Return the configuration of static/news-admin/pictures.js; its texts stay lazy until they are serialised."""
    return {
        "uploadUrl": reverse("admin:news_image_upload"),
        "libraryUrl": reverse("admin:news_image_library"),
        "maxBytes": MAX_BYTES,
        "words": {"library": LIBRARY, "upload": UPLOAD, "focal": FOCAL, "header": HEADER},
    }


def picture_media(*more: str) -> forms.Media:
    return forms.Media(css={"all": ["news-admin/pictures.css"]}, js=[*SCRIPTS, *more])


def focal_attributes(image: Image) -> SafeString:
    """Return attributes for static/news-admin/focal.js: the picture's dimensions and the texts."""
    words = json.dumps(FOCAL, cls=DjangoJSONEncoder, ensure_ascii=False)
    return format_html(' data-width="{}" data-height="{}" data-words="{}"', image.width_px, image.height_px, words)


class HeaderImageSelect(AutocompleteSelect):
    """Django's image select, which static/news-admin/header-image.js turns into a drop area with a chooser."""

    def build_attrs(
        self, base_attrs: dict[str, object], extra_attrs: dict[str, object] | None = None
    ) -> dict[str, object]:
        attrs = super().build_attrs(base_attrs, extra_attrs)
        return {**attrs, "data-pictures": json.dumps(picture_config(), cls=DjangoJSONEncoder, ensure_ascii=False)}

    @property
    def media(self) -> forms.Media:
        return super().media + picture_media("news-admin/focal.js", "news-admin/header-image.js")
