"""The widget of the second engine, django-prose-editor. Used when CMS_EDITOR=prose.

A text that its schema cannot represent is not opened in it: the page shows the text, lists what would be lost, and
offers it as HTML. Its pages have no inline script, so `script-src 'self'` is enough for them.
"""

import json
from typing import Any

from django import forms
from django.core.serializers.json import DjangoJSONEncoder
from django.forms.renderers import BaseRenderer
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from news.admin.editors.prose_schema import find_unknown
from news.admin.editors.shared import PASTE_SCRIPTS, as_textarea
from news.admin.pictures.choosing import picture_config, picture_media
from news.text.cleaning import clean_html

WORDS = {
    "format": _("Format"),
    "paragraph": _("Paragraph"),
    "heading2": _("Heading 2"),
    "heading3": _("Heading 3"),
    "bold": _("Bold"),
    "italic": _("Italic"),
    "link": _("Link"),
    "unlink": _("Remove the link"),
    "ordered": _("Numbered list"),
    "bullets": _("Bulleted list"),
    "quote": _("Quotation"),
    "table": _("Table"),
    "picture": _("Picture"),
    "plain": _("Clear emphasis"),
    "undo": _("Undo"),
    "redo": _("Redo"),
    "source": _("HTML source"),
    "maximize": _("Full screen"),
    "rowAfter": _("Add a row"),
    "columnAfter": _("Add a column"),
    "deleteRow": _("Delete the row"),
    "deleteColumn": _("Delete the column"),
    "headerRow": _("Header row on or off"),
    "deleteTable": _("Delete the table"),
    "toolbar": _("Text tools"),
    "address": _("Address"),
    "title": _("Link title"),
    "alt": _("Alternative text"),
    "side": _("Slot"),
    "sideNone": _("Centred"),
    "sideLeft": _("Left, with text beside it"),
    "sideRight": _("Right, with text beside it"),
    "apply": _("Apply"),
    "cancel": _("Cancel"),
    "sourceChanged": _("The HTML has changed. Save to open the text in the editor again."),
    "lossy": _("The editor does not support everything in this text, so it is shown as HTML. Nothing was changed."),
    "failed": _("The editor could not be loaded. The text is shown as HTML and can be saved."),
}


class ProseWidget(forms.Textarea):
    def get_context(self, name: str, value: str | None, attrs: dict[str, object] | None) -> dict[str, object]:
        context = super().get_context(name, value, attrs)
        config = {
            "engineUrl": static("django_prose_editor/editor.js"),
            "words": WORDS,
            "pictures": picture_config(),
        }
        unknown = find_unknown(value or "")
        context["widget"] |= {
            "unknown": unknown,
            # This page treats it as text, not markup: the frame's attribute escapes it.
            "shown": str(render_to_string("admin/news/editor/shown.html")) + clean_html(value or "").html,
            "config": json.dumps(config, cls=DjangoJSONEncoder, ensure_ascii=False),
            "value": as_textarea(context["widget"]["value"]),
        }
        return context

    def _render(self, template_name: str, context: dict[str, Any], renderer: BaseRenderer | None = None) -> SafeString:
        """Render with the project's templates, which a form's own renderer does not find."""
        part = "refused" if context["widget"]["unknown"] else "prose"
        return render_to_string(f"admin/news/editor/{part}.html", context)

    @property
    def media(self) -> forms.Media:
        styles = ["django_prose_editor/material-icons.css", "news-admin/editor.css", "news-admin/prose.css"]
        scripts: Any = [*PASTE_SCRIPTS, forms.Script("news-admin/prose.js", type="module")]  # stubs accept only strings
        return picture_media() + forms.Media(css={"all": styles}, js=scripts)


def make_widget() -> ProseWidget:
    return ProseWidget(attrs={"rows": 20})
