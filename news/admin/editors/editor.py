"""The form field and widget for HTML that editors write, and the configuration of CKEditor (the other engine: `prose`).

Security does not rely on the editor's own filter; the model field cleans whatever arrives. The configuration here has
two purposes: opening and saving loses nothing that the cleaner allows, and the browser contacts no server but ours.
Never install or route `ckeditor_uploader`.
"""

from typing import Any

from ckeditor.widgets import CKEditorWidget, json_encode
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms.renderers import BaseRenderer
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from news.admin.editors.prose import make_widget
from news.admin.editors.shared import PASTE_SCRIPTS, as_textarea
from news.admin.pictures.choosing import picture_config, picture_media
from news.models import SiteProfile
from news.models.post import BODY_MAX_BYTES
from news.text.cleaning import clean_html

# Each of these contacts another server, runs or embeds foreign code, or writes markup that the cleaner removes.
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
    # Our own script cleans pasted text, in the same way for both engines (static/news-admin/paste.js).
    "pastefromgdocs",
    "pastefromlibreoffice",
    "pastefromword",
    "pastetools",
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

# The markup that news.text.cleaning keeps, in CKEditor's notation: elements [attributes](classes).
_LAYOUT = "(ti-1,ti-2,ti-3,ti-4,ta-left,ta-center,ta-right,ta-justify)"
ALLOWED_CONTENT = "; ".join(
    (
        f"p div h2 h3 h4 li blockquote figcaption {_LAYOUT}",
        f"td th [colspan,rowspan]{_LAYOUT}",
        "figure (image,image-left,image-right)",
        # Classes for pictures without a caption: the editor moves them to a figure (static/news-admin/editor.js).
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
    ["RemoveFormat", "Undo", "Redo", "Source", "Maximize"],
]


class CleanEditorWidget(CKEditorWidget):  # type: ignore[misc]  # ckeditor ships no types
    """CKEditor with our own configuration; `CKEDITOR_CONFIGS` is ignored."""

    def __init__(self) -> None:
        super().__init__(template_name="admin/news/editor/ckeditor.html")

    def get_context(self, name: str, value: object, attrs: dict[str, object] | None) -> dict[str, object]:
        context = super().get_context(name, value, attrs)
        config = make_config(get_language()) | frame_config() | {"pictures": picture_config()}
        context["widget"]["config"] = json_encode(config)
        context["widget"]["value"] = as_textarea(context["widget"]["value"])
        return context

    def _render(self, template_name: str, context: dict[str, Any], renderer: BaseRenderer | None = None) -> SafeString:
        """Render with the project's templates, which a form's own renderer does not find."""
        return render_to_string(template_name, context)

    def _set_config(self) -> None:
        """Do nothing: the base class asks for the active language here, which fails where translations are off."""

    @property
    def media(self) -> forms.Media:
        ours = forms.Media(css={"all": ["news-admin/editor.css"]}, js=[*PASTE_SCRIPTS, "news-admin/editor.js"])
        return super().media + ours + picture_media("news-admin/editor-pictures.js")


class EditorField(forms.CharField):
    """A field of clean HTML. `removed` says what the cleaner took out, so that the view can report it."""

    widget = CleanEditorWidget
    removed: tuple[str, ...] = ()

    def clean(self, value: object) -> str:
        result = clean_html(super().clean(value) or "")
        self.removed = result.removed
        if len(result.html.encode()) > BODY_MAX_BYTES:
            raise ValidationError(_("This text is longer than 2 MiB. Split it into several posts."), code="too_long")
        return result.html

    def has_changed(self, initial: str | None, data: str | None) -> bool:
        return (initial or "") != clean_html(data or "").html


def get_widget() -> forms.Textarea:
    """Return the widget of the engine that the setting `NEWS_EDITOR` selects."""
    if settings.NEWS_EDITOR == "prose":
        return make_widget()
    return CleanEditorWidget()


def get_formfield(**options: Any) -> EditorField:
    """Return a form field for a `CleanHTMLField`; `options` are those of a form field."""
    return EditorField(**{**options, "widget": get_widget(), "strip": False})


def frame_config() -> dict[str, object]:
    """Return what makes the text look as readers see it: the style sheets, and the site's default paragraph style."""
    return {
        "contentsCss": [static("public/site.css"), static("news-admin/contents.css")],
        "paragraphStyle": SiteProfile.load().paragraph_style,
    }


def make_config(language: str | None) -> dict[str, object]:
    """Return CKEditor's configuration for an interface language; None (translations off) counts as English.

    It leaves out `frame_config`, because style sheet addresses are known only once static files are collected, and
    system checks run before that.
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
        "pasteFilter": None,
        "toolbarCanCollapse": False,
        "resize_enabled": False,
        "contentsLanguage": "zh-hans",
        "bodyClass": "post prose",
        "width": "100%",
        "height": 360,
        "autoGrow_minHeight": 360,  # the page scrolls instead of the frame, so the toolbar stays in view
        "autoGrow_onStartup": True,
        "tabSpaces": 0,
        "startupShowBorders": True,
    }
