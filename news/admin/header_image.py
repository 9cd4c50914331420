"""The header image in the form of a post: its description and focal point are written with the post, to the image."""

import json
from typing import Any, NamedTuple

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextInputWidget
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from news.admin.focal import Focal, PercentField, recrop_after_commit
from news.admin.post_acts import acting_user
from news.models import Image
from news.publishing.access import may_describe

HEADER_FIELDS = ("header_seen", "header_alt", "header_focal_x", "header_focal_y")


class HeaderChange(NamedTuple):
    """What the form says differently from what it was filled with; None where it says the same."""

    image: Image
    alt: str | None
    focal: Focal | None


class HeaderImageForm(forms.ModelForm):
    """`header_seen` says which picture the other fields were filled from, and with what: another picture chosen in a
    browser without scripts, or a picture changed meanwhile by somebody else, is not overwritten."""

    header_seen = forms.CharField(widget=forms.HiddenInput, required=False)
    header_alt = forms.CharField(
        label=gettext_lazy("Alternative text"),
        max_length=500,
        required=False,
        widget=AdminTextInputWidget(attrs={"class": "vTextField wide"}),
        help_text=gettext_lazy("What the picture shows, for readers who cannot see it. Kept with the picture."),
    )
    header_focal_x = PercentField(label=gettext_lazy("Focal point, across"))
    header_focal_y = PercentField(label=gettext_lazy("Focal point, down"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        image = self.instance.header_image
        if image is not None:
            seen = {"id": image.pk, "alt": image.alt, "focal": [image.focal_x, image.focal_y]}
            self.initial.update(
                header_seen=json.dumps(seen, ensure_ascii=False),
                header_alt=image.alt,
                header_focal_x=image.focal_x,
                header_focal_y=image.focal_y,
            )

    def find_header_change(self) -> HeaderChange | None:
        values = self.cleaned_data
        image, seen = values.get("header_image"), _read_seen(values.get("header_seen", ""))
        if image is None or seen.get("id") != image.pk:
            return None
        alt = values.get("header_alt", "")
        focal = self._read_focal(seen.get("focal")) if image.is_ready else None
        change = HeaderChange(image, alt if alt != seen.get("alt") else None, focal)
        return change if change.alt is not None or change.focal else None

    def find_stray_alt(self) -> str:
        """A description that was written before this picture was chosen: it may be meant for the one before."""
        image, alt = self.cleaned_data.get("header_image"), self.cleaned_data.get("header_alt", "")
        seen = _read_seen(self.cleaned_data.get("header_seen", ""))
        is_stray = image is not None and seen.get("id") != image.pk and alt != seen.get("alt", "")
        return alt if is_stray else ""

    def _read_focal(self, seen: Any) -> Focal | None:
        x, y = (self.cleaned_data.get(f"header_focal_{axis}") for axis in "xy")
        if x is None or y is None or not PercentField.differ((x, y), seen):
            return None
        return x, y


def save_header(request: HttpRequest, form: HeaderImageForm) -> None:
    """Inside the transaction of the post; the crops are cut after it."""
    change = form.find_header_change()
    if change is None:
        _tell_stray(request, form.find_stray_alt())
        return
    image = change.image
    if not may_describe(acting_user(request), image):
        messages.warning(request, _("Only editors change the description and the focal point of this picture."))
        return
    if change.alt is not None:
        image.alt = change.alt
        image.save(update_fields=["alt"])
    if change.focal:
        recrop_after_commit(request, image, change.focal)
    admin.site.get_model_admin(Image).log_change(request, image, _("Description or focal point changed in a post"))


def _tell_stray(request: HttpRequest, alt: str) -> None:
    text = _(
        "“%(alt)s” was not saved as alternative text: it was written before this picture was chosen. Write it again."
    )
    if alt:
        messages.warning(request, text % {"alt": alt})


def _read_seen(text: str) -> dict[str, Any]:
    try:
        seen = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return seen if isinstance(seen, dict) else {}
