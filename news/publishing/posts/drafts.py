"""Keeps what a user has typed but not saved: one row for each user and post, never the live text.

One person may have a post open in several tabs. Each opened form has its own name («tab») and numbers its requests: a
late request is ignored, and text from another tab is kept alongside until it is saved or discarded.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from news.models import Activity, Draft, Post, User
from news.publishing.log.activity import record_activity
from news.publishing.posts.saving import write_row
from news.publishing.versions.fields import ABOUT_FORM
from news.text.plain import clean_plain

MAX_BYTES = (2 << 20) + (256 << 10)  # the longest body plus the other fields
KEPT_OTHERS = 5
KEY_SPAN = dt.timedelta(days=2)
TITLE_LENGTH = 300
FormFields = dict[str, list[str]]


class DraftTooLargeError(Exception):
    """The unsaved text is larger than what is kept of one."""

    def __init__(self, max_bytes: int) -> None:
        super().__init__(max_bytes)
        self.max_bytes = max_bytes


class FormText(NamedTuple):
    """The contents of an opened form: its fields as a browser sends them. `number` grows with every request of a tab.

    `restored_from` is the tab whose text filled this form when it was opened; this form's text replaces it.
    """

    fields: FormFields
    base_version: int
    tab: str
    number: int
    restored_from: str = ""
    saved_at: dt.datetime | None = None

    @property
    def text(self) -> FormFields:
        return {name: values for name, values in self.fields.items() if name not in ABOUT_FORM and any(values)}


class StoredDraft(NamedTuple):
    """`is_late`: the same tab had already sent a newer text, which is then `newest`. `others`: differing texts that
    other tabs have typed."""

    newest: FormText
    others: list[FormText]
    is_late: bool = False


def read_draft(draft: Draft) -> StoredDraft:
    """Reads the texts that a row holds."""
    fields = {name: values for name, values in draft.values.items() if not name.startswith("_")}
    tab, number = draft.values.get("_tab", ""), draft.values.get("_number", 0)
    newest = FormText(fields, draft.base_version, tab, number, saved_at=draft.saved_at)
    return StoredDraft(newest, [_read_other(each) for each in draft.values.get("_others", [])])


def find_text(draft: Draft, tab: str = "") -> FormText:
    """Returns the text of a tab; the newest text when there is none from that tab."""
    kept = read_draft(draft)
    return next((each for each in kept.others if tab and each.tab == tab), kept.newest)


@transaction.atomic
def keep_draft(user: User, post: Post, typed: FormText) -> StoredDraft:
    """Stores a text in place of what the same tab sent before. Requests may be repeated and may arrive in any order.

    Raises: DraftTooLargeError.
    """
    if _measure(typed.fields) > MAX_BYTES:
        raise DraftTooLargeError(MAX_BYTES)
    hold_user(user)
    known = _read_all(user, post)
    before = next((each for each in known if each.tab == typed.tab), None)
    if before is not None and before.number >= typed.number:
        return StoredDraft(before, [each for each in known if each.tab != typed.tab], is_late=True)
    replaced = {typed.tab, typed.restored_from}
    others = [each for each in known if each.tab not in replaced and each.text != typed.text][:KEPT_OTHERS]
    newest = typed._replace(saved_at=timezone.now())
    _write(user, post, [newest, *others])
    return StoredDraft(newest, others)


@transaction.atomic
def drop_draft(user: User, post: Post, tab: str = "", restored_from: str = "") -> None:
    """Deletes what a tab has typed once it is saved or unwanted; without a tab, all drafts of this user and post."""
    hold_user(user)
    kept = [each for each in _read_all(user, post) if tab and each.tab not in (tab, restored_from)]
    if kept:
        _write(user, post, kept)
    else:
        Draft.objects.filter(user=user, post=post).delete()


@transaction.atomic
def begin_post(user: User, typed: FormText, title: str, language: str) -> Post:
    """Creates the post for a new-post form, so that its draft has a post to belong to. The tab is the key: one form
    creates only one post, however often it asks. Raises: DraftTooLargeError."""
    hold_user(user)
    post = find_begun(user, typed.tab)
    if post is not None and not is_never_saved(post):
        return post  # the form has since been submitted, so its text is saved
    if post is None:
        post = write_row(Post(owner=user, title=clean_plain(title, TITLE_LENGTH), language=language))
        record_activity(user, "began", post, {"key": typed.tab}, (None, post.version))
    keep_draft(user, post, typed)
    return post


def remember_begun(user: User, post: Post, tab: str) -> None:
    """Links a form saved before its script could create the post to that post, so that late requests find it."""
    if tab and find_begun(user, tab) is None:
        record_activity(user, "began", post, {"key": tab}, (None, post.version))


def find_begun(user: User, tab: str) -> Post | None:
    """Returns the post that a form has already created, or None."""
    if not tab:
        return None
    since = timezone.now() - KEY_SPAN
    rows = Activity.objects.filter(user=user, at__gte=since, action="began", model="post", facts__key=tab)
    row = rows.first()
    return Post.objects.filter(pk=row.object_id or 0).first() if row else None


def is_never_saved(post: Post) -> bool:
    """Tells whether the post was created by typing and never saved: it holds nothing but a draft."""
    if post.version != 1 or post.status != Post.Status.DRAFT or post.revisions.exists():
        return False
    return Activity.objects.filter(model="post", object_id=post.pk, action="began").exists()


@transaction.atomic
def discard_draft(user: User, post: Post, tab: str = "") -> bool:
    """Discards a draft, and its post if this user began it and never saved it. True when the post was deleted."""
    drop_draft(user, post, tab)
    is_shell = post.owner_id == user.pk and not post.drafts.exists() and is_never_saved(post)
    if is_shell:
        record_activity(user, "discarded", post, versions=(post.version, None))
        post.delete()
    return is_shell


def hold_user(user: User) -> None:
    """Makes the requests of one person wait for each other. (SQLite allows one writer at a time anyway.)"""
    User.objects.select_for_update().only("pk").get(pk=user.pk)


def _read_all(user: User, post: Post) -> list[FormText]:
    draft = Draft.objects.filter(user=user, post=post).first()
    if draft is None:
        return []
    kept = read_draft(draft)
    return [kept.newest, *kept.others]


def _write(user: User, post: Post, texts: list[FormText]) -> None:
    newest, *others = texts
    values: dict[str, Any] = {**newest.fields, "_tab": newest.tab, "_number": newest.number}
    if others:
        values["_others"] = [_write_other(each) for each in others]
    facts = {"values": values, "base_version": newest.base_version, "saved_at": newest.saved_at or timezone.now()}
    Draft.objects.update_or_create(user=user, post=post, defaults=facts)


def _write_other(typed: FormText) -> dict[str, Any]:
    saved_at = typed.saved_at.isoformat() if typed.saved_at else None
    return {**typed._asdict(), "saved_at": saved_at}


def _read_other(row: Mapping[str, Any]) -> FormText:
    saved_at = parse_datetime(row["saved_at"]) if row["saved_at"] else None
    return FormText(**{**row, "saved_at": saved_at})


def _measure(fields: FormFields) -> int:
    return sum(len(text.encode()) for name, values in fields.items() for text in (name, *values))
