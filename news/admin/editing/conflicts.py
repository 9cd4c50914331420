"""Two texts of one post, and the one both came from: what differs, who changed it, and what goes together."""

import json
from collections.abc import Iterable
from typing import Any, Literal, NamedTuple

from django import forms
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.utils.dateparse import parse_datetime

from news.admin.editing.snapshot_values import show_value
from news.admin.list_widgets import ListWidget
from news.models import Post, Revision, User
from news.publishing.posts.recording import DATETIME_FIELDS, take_snapshot
from news.text.differences import DiffPiece, diff_text
from news.text.keys import fold_key

Who = Literal["mine", "theirs", "both"]
LINKS = {"category_list": "categories", "author_list": "authors", "tag_list": "tags"}
REFERENCES = {"header_image": "header_image_id", "source": "source_id", "translation_of": "translation_of_id"}
# The header image's description is the picture's, `version` and `header_seen` are about the form.
BESIDE = frozenset({"version", "header_seen", "header_alt", "header_focal_x", "header_focal_y"})
FILLED_IN = frozenset({"slug", "published_at"})  # what a save sets where the form leaves it empty
EMPTY: tuple[Any, ...] = ("", None, [])
SAME_SHOWN = 60  # characters of what is the same, on either side of a difference


class FieldDifference(NamedTuple):
    """`who` has changed the field since the version both began with. The pieces lead from theirs to mine."""

    name: str
    label: str
    who: Who
    theirs: str
    mine: str
    pieces: list[DiffPiece]


def compared_names(form: forms.BaseForm) -> list[str]:
    return [name for name in form.fields if name not in BESIDE]


def find_base(post: Post, version: int | None) -> dict[str, Any]:
    """The post as the form was opened with; empty when no revision of it is kept."""
    row = Revision.objects.filter(post=post, version=version or 0).first()
    return row.snapshot if row else {}


def read_mine(form: forms.ModelForm, values: dict[str, Any]) -> dict[str, Any]:
    """A form's values by field, as a snapshot has them. A field with a fault says what was typed."""
    return {name: _as_stored(name, values.get(name, form.data.get(name))) for name in compared_names(form)}


def compare_three(
    form: forms.ModelForm, base: dict[str, Any], stored: dict[str, Any], mine: dict[str, Any]
) -> list[tuple[str, Who]]:
    """The fields in which mine and theirs differ, with who changed them. Without a base every one counts as both's."""
    found: list[tuple[str, Who]] = []
    for name in compared_names(form):
        key = key_of(name)
        if key not in stored or _is_same(name, mine[name], stored[key]):
            continue
        found.append((name, _who(name, base, stored[key], mine[name])))
    return found


def describe(form: forms.ModelForm, found: Iterable[tuple[str, Who]], stored: Any, mine: Any) -> list[FieldDifference]:
    return [_describe(form, name, who, stored[key_of(name)], mine[name]) for name, who in found]


def follow_own_saves(form: Any, values: dict[str, Any], user: User) -> bool:
    """Whether all that was saved since the form was opened is this user's own and touches no field that the form has
    changed: then nobody else's text is in question. What was saved is put into `values`."""
    post, since = form.instance, form.expected_version
    rows = list(Revision.objects.filter(post=post, version__gt=since).values_list("version", "user_id"))
    base = find_base(post, since)
    if not base or len(rows) != post.version - since or any(user_id != user.pk for _, user_id in rows):
        return False
    found = compare_three(form, base, take_snapshot(post), read_mine(form, values))
    if any(who == "both" for _, who in found):
        return False
    for name in [name for name, who in found if who == "theirs"]:
        values[name] = _stored_value(post, name)
    return True


def sent_values(form: forms.BaseForm, name: str) -> dict[str, list[str]]:
    """What a browser sends for a field of a form that nobody touched."""
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
    """A copy of what was sent in which some fields say what is stored."""
    changed = data.copy()
    for name in names:
        for key, values in sent_values(stored_form, name).items():
            changed.setlist(key, values)
    return changed


def key_of(name: str) -> str:
    return LINKS.get(name) or REFERENCES.get(name) or name


def _describe(form: forms.BaseForm, name: str, who: Who, theirs: Any, mine: Any) -> FieldDifference:
    old, new = show_value(key_of(name), theirs), show_value(key_of(name), mine)
    return FieldDifference(name, str(form[name].label), who, old, new, shorten(diff_text(old, new)))


def shorten(pieces: list[DiffPiece]) -> list[DiffPiece]:
    """Leaves out the middle of long runs that both have."""
    return [
        DiffPiece("same", f"{piece.text[:SAME_SHOWN]} … {piece.text[-SAME_SHOWN:]}")
        if piece.kind == "same" and len(piece.text) > 3 * SAME_SHOWN
        else piece
        for piece in pieces
    ]


def _who(name: str, base: dict[str, Any], theirs: Any, mine: Any) -> Who:
    key = key_of(name)
    if key not in base:
        return "theirs" if name in FILLED_IN and not mine else "both"
    if _is_same(name, mine, base[key]):
        return "theirs"
    return "mine" if _is_same(name, theirs, base[key]) else "both"


def _is_same(name: str, mine: Any, other: Any) -> bool:
    if name == "slug" and not mine:
        return True
    if name == "tag_list":
        return {fold_key(tag) for tag in mine or []} == {fold_key(tag) for tag in other or []}
    if name in DATETIME_FIELDS:
        return _whole_second(mine) == _whole_second(other)
    return mine == other or (mine in EMPTY and other in EMPTY)


def _whole_second(value: Any) -> Any:
    """A form's fields have no microseconds."""
    moment = parse_datetime(value) if isinstance(value, str) else None
    return moment.replace(microsecond=0) if moment else value or None


def _as_stored(name: str, value: Any) -> Any:
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, list):
        return [each.pk if isinstance(each, Model) else each for each in value]
    if isinstance(value, str) and key_of(name) == name:
        return Post._meta.get_field(name).get_prep_value(value)  # type: ignore[union-attr]  # a column
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def _stored_value(post: Post, name: str) -> Any:
    if name == "category_list":
        return post.ordered_categories()
    if name == "author_list":
        return post.ordered_authors()
    return [tag.name for tag in post.tags.all()] if name == "tag_list" else getattr(post, name)
