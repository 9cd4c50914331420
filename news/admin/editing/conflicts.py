"""Compare two texts of a post with their common base: what differs, who changed it, and what can be merged."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django import forms
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model

from news.admin.editing.snapshot_values import show_value
from news.admin.list_widgets import ListWidget
from news.models import Post, Revision, User
from news.publishing.versions.fields import FIELDS, FORM_FIELDS, PostField
from news.publishing.versions.merging import ChangedBy, compare_three
from news.publishing.versions.snapshots import take_snapshot
from news.text.differences import DiffPiece, diff_text

FILLED_IN = frozenset({"slug", "published_at"})  # a save fills these in when the form leaves them empty
SAME_SHOWN = 60  # characters of unchanged text shown on either side of a difference


class FieldDifference(NamedTuple):
    """`who` has changed the field since the common base version. The pieces lead from theirs to mine. `name` is the
    form field's."""

    name: str
    label: str
    who: ChangedBy
    theirs: str
    mine: str
    pieces: list[DiffPiece]


def compared_fields(form: forms.BaseForm) -> list[PostField]:
    """Return the form's fields that belong to the post, in the order of the form."""
    return [FORM_FIELDS[name] for name in form.fields if name in FORM_FIELDS]


def find_base(post: Post, version: int | None) -> dict[str, Any]:
    """Return the snapshot of the version the form was opened with; empty when no revision of it is kept."""
    row = Revision.objects.filter(post=post, version=version or 0).first()
    return row.snapshot if row else {}


def read_mine(form: forms.ModelForm, values: dict[str, Any]) -> dict[str, Any]:
    """Return a form's values in the format of a snapshot. An invalid field has the text that was typed."""
    return {
        field.name: _as_stored(field, values.get(field.form, form.data.get(field.form)))
        for field in compared_fields(form)
    }


def compare_form(
    form: forms.ModelForm, base: dict[str, Any], stored: dict[str, Any], mine: dict[str, Any]
) -> dict[str, ChangedBy]:
    """Return the fields in which mine and theirs differ, with who changed them. Without a base, both count as having
    changed each.

    A slug that the form leaves empty is no difference, because a save makes one. A time filled in since is theirs.
    """
    names = [field.name for field in compared_fields(form) if field.name in stored]
    found = compare_three([name for name in names if name != "slug" or mine[name]], base, mine, stored)
    filled_in = {name for name in FILLED_IN & found.keys() if name not in base and not mine[name]}
    return found | dict.fromkeys(filled_in, "theirs")


def describe(
    form: forms.ModelForm, found: Mapping[str, ChangedBy], stored: dict[str, Any], mine: dict[str, Any]
) -> list[FieldDifference]:
    return [_describe(form, FIELDS[name], who, stored[name], mine[name]) for name, who in found.items()]


def follow_own_saves(form: Any, values: dict[str, Any], user: User) -> bool:
    """Tell whether every save since the form was opened is this user's own and changes no field that the form changes,
    so that no one else's text is at risk. If so, put what was saved into `values`."""
    post, since = form.instance, form.expected_version
    rows = list(Revision.objects.filter(post=post, version__gt=since).values_list("version", "user_id"))
    base = find_base(post, since)
    if not base or len(rows) != post.version - since or any(user_id != user.pk for _, user_id in rows):
        return False
    found = compare_form(form, base, take_snapshot(post), read_mine(form, values))
    if "both" in found.values():
        return False
    for field in [FIELDS[name] for name, who in found.items() if who == "theirs"]:
        values[field.form] = _stored_value(post, field)
    return True


def sent_values(form: forms.BaseForm, name: str) -> dict[str, list[str]]:
    """Return what a browser sends for an untouched field of the form."""
    bound = form[name]
    widget, value = bound.field.widget, bound.value()
    if isinstance(widget, forms.MultiWidget):
        parts: Any = value if isinstance(value, list | tuple) else widget.decompress(value)
        shown = [each.format_value(part) or "" for each, part in zip(widget.widgets, parts, strict=True)]
        return {f"{name}_{at}": [text] for at, text in enumerate(shown)}
    if isinstance(widget, forms.NullBooleanSelect):
        return {name: [widget.format_value(value)]}
    if isinstance(widget, forms.CheckboxInput):
        return {name: ["on"] if value else []}
    if isinstance(widget, ListWidget):
        return {name: [str(key) for key in value or []], f"{name}_new": []}
    shown = widget.format_value(value)
    return {name: [str(each) for each in shown] if isinstance(shown, list | tuple) else [str(shown or "")]}


def take_theirs(data: Any, names: Iterable[str], stored_form: forms.BaseForm) -> Any:
    """Return a copy of the submitted data in which the named fields have their stored values."""
    changed = data.copy()
    for name in names:
        for key, values in sent_values(stored_form, name).items():
            changed.setlist(key, values)
    return changed


def _describe(form: forms.BaseForm, field: PostField, who: ChangedBy, theirs: Any, mine: Any) -> FieldDifference:
    old, new = show_value(field.name, theirs), show_value(field.name, mine)
    return FieldDifference(field.form, str(form[field.form].label), who, old, new, shorten(diff_text(old, new)))


def shorten(pieces: list[DiffPiece]) -> list[DiffPiece]:
    """Leave out the middle of long unchanged runs."""
    return [
        DiffPiece("same", f"{piece.text[:SAME_SHOWN]} … {piece.text[-SAME_SHOWN:]}")
        if piece.kind == "same" and len(piece.text) > 3 * SAME_SHOWN
        else piece
        for piece in pieces
    ]


def _as_stored(field: PostField, value: Any) -> Any:
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, list):
        return [each.pk if isinstance(each, Model) else each for each in value]
    if isinstance(value, str) and field.is_column and field.refers_to is None:
        return Post._meta.get_field(field.name).get_prep_value(value)  # type: ignore[union-attr]  # a column
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def _stored_value(post: Post, field: PostField) -> Any:
    match field.name:
        case "categories":
            return post.ordered_categories()
        case "authors":
            return post.ordered_authors()
        case "tags":
            return [tag.name for tag in post.tags.all()]
    return getattr(post, field.attribute)
