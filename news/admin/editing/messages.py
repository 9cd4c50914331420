"""Data and texts for the script that keeps unsaved text (static/news-admin/editing.js)."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from news.admin.requests import acting_user
from news.models import Post
from news.publishing.versions.fields import ABOUT_FORM, TYPED_FIELDS

DRAFT_INPUTS = ("draft_tab", "draft_from", "draft_user", "draft_number")  # tell which text it is, and whose
ADDRESSES = ("autosave", "discard", "presence", "lock", "draft", "change")


def addresses_of(post: Post) -> dict[str, str]:
    return {name: reverse(f"admin:news_post_{name}", args=[post.pk]) for name in ADDRESSES}


def editing_facts(request: HttpRequest, post: Post | None) -> dict[str, Any]:
    return {
        **(addresses_of(post) if post else {}),
        "begin": reverse("admin:news_post_begin"),
        "sign_in": reverse("admin:sign_in_again"),
        "post": str(post.pk) if post else "new",
        "user": acting_user(request).pk,
        "username": acting_user(request).get_username(),
        "language": get_language(),
        "typed": list(TYPED_FIELDS),
        "about_form": [*sorted(ABOUT_FORM), *DRAFT_INPUTS],
        "saved_tabs": request.session.get(SAVED_TABS, []),
        "words": editing_messages(),
    }


SAVED_TABS = "saved_tabs"
SAVED_TABS_COUNT = 20


def note_saved_tab(request: HttpRequest, tab: str) -> None:
    """Note a saved tab, so that the next page can tell the browser which of its own copies are saved."""
    if tab:
        known = [each for each in request.session.get(SAVED_TABS, []) if each != tab]
        request.session[SAVED_TABS] = [*known, tab[:64]][-SAVED_TABS_COUNT:]


def editing_messages() -> dict[str, str]:
    return {
        "saving": _("Saving…"),
        "saved": _("Draft saved %s"),
        "unchanged": _("No unsaved changes"),
        "restored": _("Restored, not saved yet"),
        "offline": _("Offline: kept on this computer, not saved"),
        "onlineAgain": _("Connected again: the draft is saved"),
        "refused": _("The server did not accept this text; it is kept on this computer"),
        "signedOut": _("You are signed out: the text is kept on this computer, not saved"),
        "notSaved": _("Not saved: the server cannot be reached. The text is kept on this computer; try again."),
        "otherTab": _("You have this post open in another tab with other unsaved text. Both are kept."),
        "keptHere": _("Unsaved text of %s is kept on this computer and has not reached the server."),
        "restore": _("Restore"),
        "compare": _("Compare"),
        "discard": _("Discard"),
        "discardSure": _("Discard this text? This cannot be undone."),
        "take": _("Lock for me for 30 minutes"),
        "release": _("Unlock"),
        "break": _("Break the lock"),
        "breakSure": _("Break the lock? Its owner may be writing. The log records who broke it."),
        "signInTitle": _("Sign in again"),
        "signInText": _("Your session has ended. Your text stays here; sign in to continue."),
        "otherUser": _("This browser is now signed in as %s. Sign in again to continue with your text."),
        "username": _("Username"),
        "password": _("Password"),
        "signIn": _("Sign in"),
        "cancel": _("Not now"),
        "unreached": _("The server cannot be reached or did not answer. Try again."),
        "tooOften": _("Too many tries. Wait a quarter of an hour, then try again."),
    }
