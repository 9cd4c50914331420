"""The texts that scripts show about pictures (static/news-admin/); pages pass them on as data."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ScriptMessages = dict[str, str | Promise]

# The script fills in `{name}`.
LIBRARY: ScriptMessages = {
    "title": _("Pictures"),
    "close": _("Close"),
    "search": _("Description, caption or file name"),
    "find": _("Search"),
    "add": _("Add pictures from this device"),
    "only": _("Show"),
    "all": _("all pictures"),
    "unused": _("unused pictures"),
    "mine": _("pictures I added"),
    "lacksAlt": _("no alternative text"),
    "added": _("{count} pictures added. Choose one."),
    "hint": _("JPEG, PNG, GIF or WebP, at most {max} MiB. You can also drop or paste it here."),
    "none": _("No pictures found."),
    "found": _("Pictures found: {count}"),
    "page": _("Page {page} of {pages}"),
    "previous": _("Previous page"),
    "next": _("Next page"),
}
UPLOAD: ScriptMessages = {
    "uploading": _("Uploading “{name}”…"),
    "uploaded": _("“{name}” is in the library."),
    "tooLarge": _("“{name}” is larger than {max} MiB. Make it smaller and add it again."),
    "failed": _("The server did not answer, so the picture was not added. Your text is still here; try again."),
    "signedOut": _(
        "The picture was not added: you are signed out, or this page is too old. Sign in in a new tab and try again; "
        "your text stays here."
    ),
    "waiting": _("Pictures are still uploading; the text is saved as soon as they are here."),
    "notSaved": _("Not saved, because a picture was not added: {reason} Save again to go on without it."),
    "remote": _(
        "Pictures from other sites are not shown: {count} became links. Save them to your device and add them."
    ),
    "picture": _("Picture from {host}"),
    "unreachable": _("Pictures that could not be read from the clipboard: {count}. Save them as files and add them."),
    "notAPicture": _("“{name}” is not a picture and was not added."),
}
FOCAL: ScriptMessages = {
    "point": _("Focal point: {x} % across, {y} % down. Arrow keys move it, with Shift by ten; Home centres it."),
    "hint": _("Click what must stay visible. The crops below update at once; they are made when you save."),
    "hero": _("Above the text, 16:9"),
    "card": _("Card, 16:9"),
    "square": _("Square, 1:1"),
    "share": _("Shared link, 1200 × 630"),
}
HEADER: ScriptMessages = {
    "choose": _("Choose or add a picture"),
    "remove": _("No header image"),
    "hint": _("Drop a picture here, paste it, or choose one."),
    "credit": _("Credit: {name}"),
    "notHere": _("This picture has not been fetched, so readers see a coloured tile. You can already describe it."),
    "notYours": _("Only editors can change the description and the focal point of this picture."),
}
# Texts of the library's own page.
MEDIA: ScriptMessages = {
    "added": _("added"),
    "known": _("already here"),
    "open": _("Describe it"),
    "look": _("Look at it"),
    "uploading": _("uploading…"),
    "progress": _("{done} of {count} done"),
    "finished": _("{added} added, {known} already here, {failed} failed."),
    "selected": _("{count} selected"),
}
