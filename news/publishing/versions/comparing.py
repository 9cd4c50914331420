"""What differs between two snapshots of a post, field by field, as data: the doors find the words and the markup."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from news.models import Post
from news.publishing.posts.recording import DATETIME_FIELDS, FIELDS
from news.publishing.versions.comparing_bodies import BodyPart, ComparedPicture, compare_bodies
from news.publishing.versions.reference_names import ReferenceNames, ids_in
from news.text.differences import Budget, DiffPiece, PieceKind, diff_text, find_steps

LINKS = ("categories", "authors", "tags", "corrections")
LABELS = {
    "categories": gettext_lazy("categories"),
    "authors": gettext_lazy("authors"),
    "tags": gettext_lazy("tags"),
    "corrections": gettext_lazy("corrections"),
}
ECHOES = frozenset({"updated_at"})  # moves with every change of the text and tells nothing by itself
TEXTS = frozenset(
    {
        *("title", "subtitle", "slug", "summary", "source_url", "canonical_url", "rights_note"),
        *("seo_title", "seo_description", "review_note", "notes"),
    }
)
CHOICES = ("status", "language", "paragraph_style", "origin")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that differs. Which parts are filled depends on `kind`: `pieces` of a «text»; `old` and `new` of a
    «value»; `items` of a «list»; the pictures of an «image»; `body` of a «body».
    """

    name: str
    label: str
    kind: str
    pieces: list[DiffPiece] = field(default_factory=list)
    old: str = ""
    new: str = ""
    items: list[DiffPiece] = field(default_factory=list)
    old_picture: ComparedPicture | None = None
    new_picture: ComparedPicture | None = None
    body: list[BodyPart] = field(default_factory=list)

    @property
    def is_markup_only(self) -> bool:
        """A body in which a reader sees no difference."""
        return self.kind == "body" and all(part.status == "same" for part in self.body)


def compare_snapshots(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[FieldChange]:
    """In the order of a post's fields, the body last. A field that one of them does not name is passed over. Takes
    bounded time for any texts; a number of queries that does not grow with them."""
    names = [name for name in (*FIELDS, *LINKS) if name not in ECHOES and name in old and name in new]
    differing = [name for name in names if not is_same(name, old[name], new[name])]
    known = ReferenceNames({name: snapshot[name] for name in differing} for snapshot in (old, new))
    changes = [_compare(name, old[name], new[name], known) for name in differing]
    return sorted(changes, key=lambda change: change.kind == "body")


def is_same(name: str, old: Any, new: Any) -> bool:
    """Empty text and None say the same; moments are compared to the millisecond, as snapshots cut them."""
    if name in DATETIME_FIELDS:
        return _read_moment(old) == _read_moment(new)
    return (old if old is not None else "") == (new if new is not None else "")


def field_label(name: str) -> str:
    """As the form calls it, in the language of the reader."""
    if name in LABELS:
        return str(LABELS[name])
    found: Any = Post._meta.get_field(name.removesuffix("_id"))
    return str(found.verbose_name)


def _compare(name: str, old: Any, new: Any, names: ReferenceNames) -> FieldChange:
    label = field_label(name)
    if name == "body":
        return FieldChange(name, label, "body", body=compare_bodies(old or "", new or ""))
    if name == "header_image_id":
        shown = [_header(names, pk) for pk in (old, new)]
        return FieldChange(name, label, "image", old_picture=shown[0], new_picture=shown[1])
    if name in TEXTS:
        return FieldChange(name, label, "text", pieces=diff_text(old or "", new or ""))
    if name in LINKS:
        return FieldChange(name, label, "list", items=_compare_lists(name, old, new, names))
    return FieldChange(name, label, "value", old=show_value(name, old, names), new=show_value(name, new, names))


def _header(names: ReferenceNames, pk: int | None) -> ComparedPicture | None:
    if pk is None:
        return None
    image = names.row("header_image_id", pk)
    return ComparedPicture(image, f"/i/{pk}/", image.alt if image else "")


def _compare_lists(name: str, old: Any, new: Any, names: ReferenceNames) -> list[DiffPiece]:
    before, after = show_items(name, old, names), show_items(name, new, names)
    found: list[DiffPiece] = []
    for is_equal, a, b, c, d in find_steps(before, after, Budget()):
        kinds: list[tuple[PieceKind, list[str]]] = (
            [("same", before[a:b])] if is_equal else [("removed", before[a:b]), ("added", after[c:d])]
        )
        found += [DiffPiece(kind, text) for kind, texts in kinds for text in texts]
    return found


def show_items(name: str, value: Any, names: ReferenceNames) -> list[str]:
    """Links as names."""
    if name in ("categories", "authors"):
        return [names.name(name, pk) for pk in ids_in(value)]
    if name == "corrections":
        return [text for text, _at in value or []]
    return list(value or [])


def show_value(name: str, value: Any, names: ReferenceNames) -> str:
    """One value as a person reads it; "" for none."""
    if value is None or value == "":
        return _("unknown") if name == "has_comments" else ""
    if name in DATETIME_FIELDS:
        moment = _read_moment(value)
        return f"{localtime(moment):%Y-%m-%d %H:%M:%S}" if moment else ""
    if name in ("source_id", "translation_of_id", "header_image_id"):
        return names.name(name, value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return _CHOICE_LABELS[name](value) if name in CHOICES else str(value)


def _label_of(name: str) -> Callable[[str], str]:
    def find(value: str) -> str:
        found: Any = Post._meta.get_field(name)
        return str(dict(found.flatchoices).get(value, value))

    return find


_CHOICE_LABELS = {name: _label_of(name) for name in CHOICES}


def _read_moment(value: Any) -> dt.datetime | None:
    moment = parse_datetime(value) if value else None
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000) if moment else None
