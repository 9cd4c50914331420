"""Texts shown by the scripts of the post form; the page passes them on as data."""

from django.utils.translation import gettext_lazy as _

from news.admin.pictures.messages import ScriptMessages

# The script fills in `{name}`; a key ending in «One» is the singular.
FORM_WORDS: dict[str, ScriptMessages] = {
    "title": {
        "count": _("{count}/{max} characters"),
        "long": _("{count}/{max} characters: too long for most lists"),
        "same": _("A post with this title already exists:"),
    },
    "summary": {
        "count": _("{count} characters; {low} to {high} are best"),
        "take": _("Use the first paragraph of the body"),
        "nothing": _("The body has no paragraph yet."),
    },
    "slug": {
        "edit": _("Edit"),
        "unlock": _("Unlock"),
        "unlockHint": _(
            "Readers already use this address. If you change it, the old one redirects to the new one (301)."
        ),
        "copy": _("Copy"),
        "copied": _("Address copied."),
        "notCopied": _("The browser did not allow copying. The address: {url}"),
        "follow": _("Make it from the title again"),
        "empty": _("made from the title"),
    },
    "body": {
        "characters": _("{count} characters"),
        "charactersOne": _("{count} character"),
        "minutes": _("{count} min to read"),
        "pictures": _("{count} pictures"),
        "picturesOne": _("{count} picture"),
        "headings": _("{count} headings"),
        "headingsOne": _("{count} heading"),
        "outline": _("Outline"),
        "untitled": _("(empty heading)"),
    },
    "list": {
        "primary": _("primary"),
        "makePrimary": _("Make “{name}” the primary one"),
        "up": _("Move “{name}” up"),
        "down": _("Move “{name}” down"),
        "remove": _("Remove “{name}”"),
        "moved": _("“{name}” is now number {place} of {count}."),
        "added": _("“{name}” added."),
        "removed": _("“{name}” removed."),
        "none": _("No matches."),
        "found": _("Found: {count}"),
        "uses": _("{count} posts"),
        "usesOne": _("{count} post"),
        "failed": _("The server did not answer. What you typed is still here."),
        "newAuthor": _("Add the author “{name}”"),
        "noCategory": _("No category matches “{name}”."),
        "suggestions": _("Suggestions"),
    },
    "chips": {
        "now": _("Now"),
        "tonight": _("Tonight 20:00"),
        "tomorrow": _("Tomorrow 8:00"),
        "clear": _("Clear the time"),
        "group": _("Quick times"),
    },
    "share": {
        "search": _("In search results"),
        "card": _("As a shared link"),
        "noTitle": _("Untitled"),
        "noText": _("Without a summary, search engines pick any sentence from the text."),
        "noPicture": _("No picture"),
    },
}
