"""Header image fields on the post form: alt text and focal point, saved to the image together with the post."""

import json
from typing import Any, NamedTuple

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextInputWidget
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from news.admin.media.focal import Focal, PercentField, recrop_after_commit
from news.admin.requests import acting_user
from news.models import Image
from news.publishing.posts.access import may_describe


class HeaderChange(NamedTuple):
    """The values that differ from those the form was filled with; None means unchanged."""

    image: Image
    alt: str | None
    is_decorative: bool | None
    focal: Focal | None
    seen_alt: str = ""


class HeaderImageForm(forms.ModelForm):
    """`header_seen` records which picture the other fields were filled from, and with what values, so that a picture
    chosen in a browser without scripts, or changed by another user since, is not overwritten."""

    may_describe = False
    header_seen = forms.CharField(widget=forms.HiddenInput, required=False)
    header_alt = forms.CharField(
        label=gettext_lazy("Alternative text"),
        max_length=500,
        required=False,
        widget=AdminTextInputWidget(attrs={"class": "vTextField wide"}),
        help_text=gettext_lazy("What the picture shows, for readers who cannot see it. Stored with the picture."),
    )
    header_is_decorative = forms.BooleanField(
        label=gettext_lazy("Decorative"),
        required=False,
        help_text=gettext_lazy(
            "Only decoration: readers who cannot see it miss nothing, and no description is read out."
        ),
    )
    header_focal_x = PercentField(label=gettext_lazy("Focal point, across"))
    header_focal_y = PercentField(label=gettext_lazy("Focal point, down"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        image = self.instance.header_image
        if image is not None:
            seen = {"id": image.pk, "alt": image.alt, "decorative": image.is_decorative}
            seen["focal"] = [image.focal_x, image.focal_y]
            self.initial.update(
                header_seen=json.dumps(seen, ensure_ascii=False),
                header_alt=image.alt,
                header_is_decorative=image.is_decorative,
                header_focal_x=image.focal_x,
                header_focal_y=image.focal_y,
            )

    def find_header_change(self) -> HeaderChange | None:
        values = self.cleaned_data
        image, seen = values.get("header_image"), _read_seen(values.get("header_seen", ""))
        if image is None or seen.get("id") != image.pk:
            return None
        alt, is_decorative = values.get("header_alt", ""), values.get("header_is_decorative", False)
        focal = self._read_focal(seen.get("focal")) if image.is_ready else None
        change = HeaderChange(
            image,
            alt if alt != seen.get("alt") else None,
            is_decorative if is_decorative != bool(seen.get("decorative")) else None,
            focal,
            str(seen.get("alt", "")),
        )
        return change if (change.alt, change.is_decorative, change.focal) != (None, None, None) else None

    def find_stray_alt(self) -> str:
        """Return alt text that was typed before this picture was chosen, so may describe the previous one; else ""."""
        image, alt = self.cleaned_data.get("header_image"), self.cleaned_data.get("header_alt", "")
        seen = _read_seen(self.cleaned_data.get("header_seen", ""))
        is_stray = image is not None and seen.get("id") != image.pk and alt != seen.get("alt", "")
        return alt if is_stray else ""

    def _read_focal(self, seen: object) -> Focal | None:
        x, y = (self.cleaned_data.get(f"header_focal_{axis}") for axis in "xy")
        if x is None or y is None or not PercentField.differ((x, y), seen):
            return None
        return x, y


def note_right(request: HttpRequest, form: HeaderImageForm) -> None:
    """Record whether the user may describe the picture. Call it before the post changes state, so that a reporter who
    submits a post can describe its picture in the same request."""
    image = form.cleaned_data.get("header_image")
    form.may_describe = image is not None and may_describe(acting_user(request), image)


def save_header(request: HttpRequest, form: HeaderImageForm) -> None:
    """Save the changes to the image. Call it in the post's transaction, after `note_right`; it crops after commit."""
    change = form.find_header_change()
    if change is None:
        _tell_stray(request, form.find_stray_alt())
        return
    image = change.image
    if not form.may_describe:
        messages.warning(request, _("Only editors can change the description and the focal point of this picture."))
        return
    if change.alt is not None and not _write_alt(image, change):
        text = _("“%(alt)s” was not saved as alternative text: someone else has since changed it to “%(theirs)s”.")
        messages.warning(request, text % {"alt": change.alt, "theirs": image.alt})
        return
    if change.is_decorative is not None:
        image.is_decorative = change.is_decorative
        image.save(update_fields=["is_decorative"])
    if change.focal:
        recrop_after_commit(request, image, change.focal)
    admin.site.get_model_admin(Image).log_change(request, image, _("Description or focal point changed in a post"))


def _write_alt(image: Image, change: HeaderChange) -> bool:
    """Write the alt text only if the stored one is what the form showed or already the new one; else return False."""
    written = Image.objects.filter(pk=image.pk, alt__in=(change.seen_alt, change.alt)).update(alt=change.alt)
    image.refresh_from_db(fields=["alt"])
    return bool(written)


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
