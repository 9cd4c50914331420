"""The only file that knows CKEditor: the field and widget for HTML that editors write.

The editor's own filter counts for nothing in security; the model field cleans whatever arrives. What is
configured here serves two ends: that opening and saving loses nothing the cleaner allows, and that the browser asks
nobody but us. Never install or route `ckeditor_uploader`.
"""

from typing import Any

from ckeditor.widgets import CKEditorWidget, json_encode
from django import forms
from django.core.exceptions import ValidationError
from django.templatetags.static import static
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from news.admin.image_choosing import picture_config, picture_media
from news.models.post import BODY_MAX_BYTES
from news.text.cleaning import clean_html

# Each either asks another server, runs or embeds what is not ours, or writes what the cleaner removes.
REMOVED_PLUGINS = (
    "about",
    "bidi",
    "codesnippet",
    "codesnippetgeshi",
    "colorbutton",
    "colordialog",
    "copyformatting",
    "dialogadvtab",
    "div",
    "editorplaceholder",
    "elementspath",
    "exportpdf",
    "flash",
    "font",
    "forms",
    "iframe",
    "image",
    "language",
    "newpage",
    "pagebreak",
    "preview",
    "print",
    "save",
    "scayt",
    "smiley",
    "templates",
    "uploadimage",
    "wsc",
)
EXTRA_PLUGINS = ("image2", "autogrow", "uploadwidget")
LANGUAGES = {"zh-hans": "zh-cn", "en": "en"}

# What news.text.cleaning keeps, in CKEditor's notation: elements [attributes](classes).
_LAYOUT = "(ti-1,ti-2,ti-3,ti-4,ta-left,ta-center,ta-right,ta-justify)"
ALLOWED_CONTENT = "; ".join(
    (
        f"p div h2 h3 h4 li blockquote figcaption {_LAYOUT}",
        f"td th [colspan,rowspan]{_LAYOUT}",
        "figure (image,image-left,image-right)",
        # Classes of pictures without a caption: the editor moves them to a figure (static/news-admin/editor.js).
        "img [!src,alt,width,height](image-left,image-right)",
        "a [!href,title]",
        "ol [start]",
        "pre code (language-*)",
        "ul dl dt dd table caption thead tbody tfoot tr br hr",
        "strong b em i u s sub sup cite q span ruby rt rp",
    )
)
TOOLBAR = [
    ["Format", "Bold", "Italic"],
    ["Link", "Unlink"],
    ["NumberedList", "BulletedList", "Blockquote", "Table", "Image"],
    ["RemoveFormat", "Undo", "Redo", "Source"],
]


class CleanEditorWidget(CKEditorWidget):  # type: ignore[misc]  # ckeditor ships no types
    """CKEditor with our own configuration; `CKEDITOR_CONFIGS` has no say."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        ours = {"contentsCss": [static("news-admin/contents.css")], "pictures": picture_config()}
        context["widget"]["config"] = json_encode({**make_config(get_language()), **ours})
        return context

    def _set_config(self) -> None:
        """The base class asks for the active language here and fails where translations are off."""

    @property
    def media(self) -> forms.Media:
        ours = forms.Media(css={"all": ["news-admin/editor.css"]}, js=["news-admin/editor.js"])
        return super().media + ours + picture_media("news-admin/editor-pictures.js")


class EditorField(forms.CharField):
    """Clean HTML. What the cleaner took out is in `removed`, for the door to tell."""

    widget = CleanEditorWidget
    removed: tuple[str, ...] = ()

    def clean(self, value: Any) -> str:
        result = clean_html(super().clean(value) or "")
        self.removed = result.removed
        if len(result.html.encode()) > BODY_MAX_BYTES:
            raise ValidationError(_("This text is longer than 2 MiB. Divide it into several posts."), code="too_long")
        return result.html

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or "") != clean_html(data or "").html


def get_widget() -> CleanEditorWidget:
    return CleanEditorWidget()


def get_formfield(**options: Any) -> EditorField:
    """A form field for a `CleanHTMLField`; takes the options of a form field."""
    return EditorField(**{**options, "widget": get_widget(), "strip": False})


def make_config(language: str | None) -> dict[str, Any]:
    """CKEditor's configuration for an interface language; None (translations off) counts as English.

    Without the style sheet: its address is known only where static files are collected, and checks run before that.
    """
    return {
        "language": LANGUAGES.get((language or "en").lower(), "en"),
        "toolbar": TOOLBAR,
        "format_tags": "p;h2;h3",
        "extraPlugins": ",".join(EXTRA_PLUGINS),
        "removePlugins": ",".join(REMOVED_PLUGINS),
        "removeDialogTabs": "link:upload;link:advanced;link:target;image:Upload",
        "allowedContent": ALLOWED_CONTENT,
        "image2_captionedClass": "image",
        "image2_alignClasses": ["image-left", "image-center", "image-right"],
        "customConfig": "",
        "stylesSet": False,
        "versionCheck": False,
        "disableNativeSpellChecker": False,
        "linkDefaultProtocol": "https://",
        "entities": False,
        "basicEntities": True,
        "fillEmptyBlocks": False,
        "width": "100%",
        "height": 320,
        "autoGrow_minHeight": 320,
        "autoGrow_maxHeight": 900,
        "autoGrow_onStartup": True,
        "tabSpaces": 0,
        "startupShowBorders": True,
    }
