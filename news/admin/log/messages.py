"""Sentences of the log: who did what to which thing, with each field before and after. Only codes are stored; they are
put into words when read, so that the log is in the reader's language."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from django.apps import apps
from django.urls import NoReverseMatch, reverse
from django.utils.dateparse import parse_datetime
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from news.admin.signing_in.role_messages import name_role
from news.models import Activity
from news.publishing.posts.scheduled_changes import describe_change_error
from news.publishing.versions.comparing import show_items, show_value
from news.publishing.versions.fields import FIELDS, REFERENCES
from news.publishing.versions.reference_names import ReferenceNames

# Code of `news.publishing.log.activity` → what was done. A code that is missing here is itself the text to translate.
ACTS: dict[str, Any] = {
    "saved": pgettext_lazy("did", "saved"),
    "added": pgettext_lazy("did", "added"),
    "changed": pgettext_lazy("did", "changed"),
    "deleted": pgettext_lazy("did", "deleted"),
    "submitted": pgettext_lazy("did", "submitted for review"),
    "returned": pgettext_lazy("did", "returned"),
    "published": pgettext_lazy("did", "published"),
    "unpublished": pgettext_lazy("did", "unpublished"),
    "archived": pgettext_lazy("did", "archived"),
    "trashed": pgettext_lazy("did", "moved to the trash"),
    "restored": pgettext_lazy("did", "restored from the trash"),
    "purged": pgettext_lazy("did", "deleted for good"),
    "undone": pgettext_lazy("did", "undid"),
    "reverted": pgettext_lazy("did", "restored an earlier version of"),
    "began": pgettext_lazy("did", "started"),
    "discarded": pgettext_lazy("did", "discarded unsaved text of"),
    "broke_lock": pgettext_lazy("did", "broke the lock on"),
    "fixed by checks": pgettext_lazy("did", "fixed"),
    "shared": pgettext_lazy("did", "created a preview link to"),
    "unshared": pgettext_lazy("did", "closed a preview link to"),
    "front_page_arranged": pgettext_lazy("did", "arranged the front page of"),
    "merged": pgettext_lazy("did", "merged others into"),
    "ordered": pgettext_lazy("did", "reordered categories, including"),
    "replaced": pgettext_lazy("did", "replaced the file of"),
    "retried": pgettext_lazy("did", "fetched again"),
    "password_changed": pgettext_lazy("did", "changed the password of"),
    "change planned": pgettext_lazy("did", "planned a change to"),
    "change cancelled": pgettext_lazy("did", "cancelled the planned change to"),
    "changed as planned": pgettext_lazy("did", "made the planned change to"),
    "change not made": pgettext_lazy("did", "could not make the planned change to"),
}
FILTERED_ACTS = tuple(ACTS)
ROLES = ("user", "groups")  # stored by code, shown by name


class LogLineChange(NamedTuple):
    """`text` replaces `old` and `new` where there is no before and after."""

    label: str
    old: str = ""
    new: str = ""
    text: str = ""


class LogLine(NamedTuple):
    """One row of the log in words. `kind` is the model's name, `remark` the user's note or why it failed; `url` links
    to the object, "" when it no longer exists or `with_links` has not run."""

    row: Activity
    who: str
    act: str
    kind: str
    title: str
    fields: list[LogLineChange]
    remark: str
    url: str = ""

    @property
    def sentence(self) -> str:
        return " ".join(filter(None, (self.who, self.act, self.kind, f"“{self.title}”" if self.title else "")))


def tell(rows: Iterable[Activity]) -> list[LogLine]:
    """Put rows into words; the number of queries does not grow with them. The rows must have `user` loaded."""
    rows = list(rows)
    names = ReferenceNames(_references(row) for row in rows)
    return [_tell_one(row, names) for row in rows]


def with_links(rows: Iterable[LogLine]) -> list[LogLine]:
    """Add the address of each object that still exists. One query for each model."""
    rows = list(rows)
    wanted: dict[str, set[int]] = {}
    for told in rows:
        if told.row.object_id and told.row.model in apps.all_models["news"]:
            wanted.setdefault(told.row.model, set()).add(told.row.object_id)
    urls = {(model, pk): url for model, ids in wanted.items() for pk, url in _find_urls(model, ids)}
    return [told._replace(url=urls.get((told.row.model, told.row.object_id or 0), "")) for told in rows]


def _find_urls(model: str, ids: Iterable[int]) -> Iterator[tuple[int, str]]:
    try:
        reverse(f"admin:news_{model}_change", args=[0])
    except NoReverseMatch:
        return
    found: Any = apps.all_models["news"][model]
    for pk in found._default_manager.filter(pk__in=ids).values_list("pk", flat=True):
        yield pk, reverse(f"admin:news_{model}_change", args=[pk])


def act_words(code: str) -> str:
    """Return what was done, for a code of the log or the reason of a revision."""
    return str(ACTS[code]) if code in ACTS else _(code) if code else ""


def describe_reason(reason: str, note: str = "") -> str:
    """Say in a few words why a revision was made. A user's note is shown beside it."""
    if reason == "reverted":
        return _("restored version %(number)s") % {"number": note}
    return _(reason) if reason else pgettext("why", "saved")


def is_note_told(reason: str) -> bool:
    """Tell whether the text of `describe_reason` already contains the note."""
    return reason == "reverted"


def _tell_one(row: Activity, names: ReferenceNames) -> LogLine:
    who = (row.user.get_full_name() if row.user else "") or row.user_name or _("Masthead")
    changes = row.facts.get("changes", {})
    fields = [_tell_field(row.model, name, change, names) for name, change in changes.items()]
    is_new = row.action == "saved" and row.version_from is None
    act = act_words("added" if is_new else row.action)
    return LogLine(row, who, act, kind_label(row.model), row.title, fields, _remark(row))


def _remark(row: Activity) -> str:
    facts = row.facts
    if row.action == "reverted":
        return _("to version %(number)s") % {"number": facts.get("note", "")}
    if "due_at" in facts:
        return _("for %(when)s") % {"when": _moment(facts["due_at"])}
    if "error" in facts:
        return describe_change_error(facts["error"])
    return str(facts.get("note", ""))


def kind_label(model: str) -> str:
    found = apps.all_models["news"].get(model)
    return str(found._meta.verbose_name) if found else model


def _references(row: Activity) -> dict[str, list[int]]:
    """Return the ids that a row about a post refers to, by field; empty for other models."""
    changes: Mapping[str, Any] = row.facts.get("changes", {}) if row.model == "post" else {}
    found: dict[str, list[int]] = {}
    for name in REFERENCES.keys() & changes.keys():
        values = (changes[name].get("old"), changes[name].get("new"))
        found[name] = [pk for value in values for pk in (value if isinstance(value, list) else [value]) if pk]
    return found


def _tell_field(model: str, name: str, change: Mapping[str, Any], names: ReferenceNames) -> LogLineChange:
    label = _label(model, name)
    if "chars" in change:
        return LogLineChange(label, text=_tell_lengths(*change["chars"]))
    if "count" in change:
        before, after = change["count"]
        return LogLineChange(label, str(before), str(after))
    if "old" not in change:
        return LogLineChange(label, text=_("changed"))
    old, new = change["old"], change["new"]
    if model == "post" and name in FIELDS and not FIELDS[name].is_column:
        return LogLineChange(label, _join(show_items(name, old, names)), _join(show_items(name, new, names)))
    if model == "post" and name in FIELDS:
        return LogLineChange(label, show_value(name, old, names), show_value(name, new, names))
    return LogLineChange(label, _show(model, name, old), _show(model, name, new))


def _tell_lengths(before: int, after: int) -> str:
    texts = ngettext("%(count)s character", "%(count)s characters", after) % {"count": f"{after:,}"}
    return f"{texts} ({after - before:+,})" if after != before else texts


def _label(model: str, name: str) -> str:
    if model == "post" and name in FIELDS:
        return FIELDS[name].label
    if (model, name) == ROLES:
        return _("roles")
    found: Any = apps.all_models["news"].get(model)
    field = found and {each.name: each for each in found._meta.get_fields()}.get(name)
    return str(getattr(field, "verbose_name", name)) if field else _(name)


def _show(model: str, name: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return _join(map(name_role if (model, name) == ROLES else str, value))
    found: Any = apps.all_models["news"].get(model)
    field = found and {each.name: each for each in found._meta.get_fields()}.get(name)
    choices = dict(getattr(field, "flatchoices", None) or ())
    return str(choices.get(value, value))


def _join(texts: Iterable[str]) -> str:
    return _(", ").join(texts)


def _moment(text: str) -> str:
    moment: dt.datetime | None = parse_datetime(text)
    return f"{localtime(moment):%Y-%m-%d %H:%M}" if moment else text
