"""Fills a newsroom with words that would run in a page that does not escape them, in every column that holds text."""

import datetime as dt
import json
import re
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone
from lxml import html

from news.models import Activity, Draft, EditLock, ImportItem, Post, Presence, Revision, ScheduledChange, SiteProfile
from news.models.fields import CleanHTMLField, WebURLField
from news.publishing.posts.saving import save_post
from news.publishing.versions.snapshots import take_snapshot
from news.search.index import index_post

BREAKS_OUT = '"><img src=x onerror=alert(1)><script>alert(2)</script>'
IN_SCRIPT = "'-alert(3)-'{{7*7}}\u202e\u2066"
ENDS = "</title></textarea></script><img src=x onerror=alert(4)>"
WORDS = BREAKS_OUT + IN_SCRIPT + ENDS
# Codes, keys and parts of addresses, which nobody writes.
CODES = {
    *("action", "app_label", "command", "content_hash", "file", "key", "kind", "language", "mime_type", "model"),
    *("password", "path", "sha256", "state_reason", "websub_hub", "security_contact", "codename"),
}
TABLES_OF_MACHINES = {"SearchEntry", "ViewCount", "Activity", "PostCheck", "Visit"}
EVALUATED = re.compile(r"alert\(3\)-'49")


def make_hostile(room: Any) -> None:
    """Every text of every table, then what is made from them: revisions, drafts, plans, locks, the log."""
    SiteProfile.objects.get_or_create(pk=1)
    for model in apps.get_app_config("news").get_models():
        if model.__name__ not in TABLES_OF_MACHINES:
            _fill_table(model)
    ImportItem.objects.update(notes=[{"code": "title-repaired", "facts": {"title": WORDS}}], path=WORDS)
    ImportItem.objects.update(reason={"code": "not-utf8", "facts": {"line": 3, "byte": WORDS, "offset": 7}})
    stranger = room.others["draft"].owner
    stranger.refresh_from_db()
    for post in Post.objects.all():
        _surround(post, stranger)


def _fill_table(model: Any) -> None:
    fields = [field for field in model._meta.concrete_fields if _is_written(field)]
    for row in model._base_manager.all():
        values = {field.name: _words_for(field, row) for field in fields}
        if values:
            model._base_manager.filter(pk=row.pk).update(**values)


def _is_written(field: models.Field) -> bool:
    is_text = isinstance(field, models.CharField | models.TextField)
    is_special = isinstance(field, models.SlugField | WebURLField | CleanHTMLField) or bool(field.choices)
    return is_text and not is_special and field.name not in CODES


def _words_for(field: models.Field, row: Any) -> str:
    start = f"{row.pk}" if field.unique else ""
    return (start + WORDS)[: field.max_length or 1000]


def _surround(post: Post, stranger: Any) -> None:
    """With all that others have done around a post: the desk tells it in words."""
    save_post(post, stranger, note=WORDS[:300])
    index_post(post)
    Revision.objects.filter(post=post).update(note=WORDS[:300])
    soon = timezone.now() + dt.timedelta(hours=1)
    if post.trashed_at is None:
        Presence.objects.get_or_create(user=stranger, post=post)
    if post.status == Post.Status.APPROVED:
        EditLock.objects.get_or_create(post=post, defaults={"owner": stranger, "expires_at": soon})
        snapshot = {**take_snapshot(post), "title": WORDS, "summary": WORDS, "tags": [WORDS[:60]]}
        ScheduledChange.objects.get_or_create(
            post=post, defaults={"user": stranger, "snapshot": snapshot, "base_version": post.version, "due_at": soon}
        )
    if post.owner:
        typed = {name: [WORDS] for name in ("title", "summary", "body", "tag_list", "notes")}
        Draft.objects.get_or_create(
            user=post.owner, post=post, defaults={"base_version": 1, "values": typed, "saved_at": timezone.now()}
        )
    Activity.objects.create(
        user=stranger,
        user_name=WORDS[:150],
        action="changed",
        model="post",
        object_id=post.pk,
        title=WORDS[:300],
        facts={"reason": WORDS, "note": WORDS, "changes": {"title": {"old": WORDS, "new": WORDS}}, "fields": [WORDS]},
    )


# --- What is found in an answer ---------------------------------------------------------------------------------------


def find_faults(response: Any) -> list[str]:
    """What of the words has become more than text. Of JSON also the pieces of HTML in it."""
    kind, text = response.headers.get("Content-Type", ""), response.getvalue().decode()
    faults = [] if response.headers.get("X-Content-Type-Options") == "nosniff" else ["may be sniffed"]
    if kind.startswith("text/html"):
        return faults + (list(_read_page(text)) if text.strip() else [])
    if kind.startswith("application/json"):
        pieces = [value for value in json.loads(text).values() if isinstance(value, str) and value.strip()[:1] == "<"]
        return faults + [fault for piece in pieces for fault in _read_page(piece)]
    return faults if kind.startswith(("text/csv", "text/javascript")) else [*faults, f"is {kind!r}"]


def _read_page(text: str) -> Any:
    page = html.fromstring(text)
    for element in page.iter():
        if isinstance(element.tag, str):
            yield from _read_element(element)
    if EVALUATED.search(page.text_content()):
        yield "{{7*7}} was worked out"


def _read_element(element: Any) -> Any:
    where = f"<{element.tag}> line {element.sourceline}"
    for name, value in element.attrib.items():
        if name.startswith("on") or not re.fullmatch(r"[a-zA-Z][\w:.-]*", name):
            yield f"{where}: attribute {name}"
        if name in ("href", "src", "action", "formaction") and re.match(r"\s*(javascript:|x$)", value):
            yield f"{where}: {name}={value}"
    if element.tag == "script" and (element.text or "").strip():
        if element.get("type", "").endswith("json"):
            json.loads(element.text)
        elif "alert(" in element.text:
            yield f"{where}: {element.text[:60]}"
    if element.tag in ("img", "script") and element.get("src") == "x":
        yield f"{where}: of the words"
