"""Descriptions of the desk's keyboard shortcuts for the help dialog. `shortcuts.js` and each screen implement them."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from news.text.sentences import Label


class KeyGroup(NamedTuple):
    """`keys` pairs what is pressed (keys in sequence) with what it does. Mod is Ctrl, or ⌘ on a Mac."""

    name: Label
    keys: tuple[tuple[str, Label], ...]


KEY_GROUPS = (
    KeyGroup(
        _("Everywhere"),
        (
            ("Mod+K", _("Find or go to")),
            ("/", _("Search")),
            ("n", _("Write a post")),
            ("g d", _("Go to Today")),
            ("g p", _("Go to posts")),
            ("g m", _("Go to media")),
            ("g c", _("Go to the calendar")),
            ("[", _("Collapse the menu")),
            ("?", _("Show these shortcuts")),
        ),
    ),
    KeyGroup(
        _("In a post"),
        (
            ("Mod+S", _("Save")),
            ("Mod+Enter", _("Publish…")),
            ("Mod+Shift+P", _("Show or hide the preview")),
            ("Alt+F10", _("Go to the editor's toolbar (Esc to return)")),
        ),
    ),
    KeyGroup(
        _("In a list"),
        (
            ("j", _("Next row")),
            ("k", _("Previous row")),
            ("x", _("Select the row")),
        ),
    ),
)
