"""Compares two snapshots of a post field by field and returns data; the doors add the words and the markup."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from news.models import Post
from news.publishing.versions.comparing_bodies import BodyPart, ComparedPicture, compare_bodies
from news.publishing.versions.fields import FIELDS, POST_FIELDS, PostField, is_same, read_second
from news.publishing.versions.reference_names import ReferenceNames, ids_in
from news.text.differences import Budget, DiffPiece, PieceKind, diff_text, find_steps


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that differs. `kind` decides which parts are filled: `pieces` for «text», `old` and `new` for «value»,
    `items` for «list», the pictures for «image», `body` for «body»."""

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
        """Tells whether the field is a body whose changes a reader cannot see."""
        return self.kind == "body" and all(part.status == "same" for part in self.body)


def compare_snapshots(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[FieldChange]:
    """Lists the changes in the order of a post's fields, the body last. Skips fields that either snapshot lacks. Time
    is bounded whatever the texts; the number of queries does not grow with them."""
    fields = [field for field in POST_FIELDS if field.is_told and field.name in old and field.name in new]
    differing = [each for each in fields if not is_same(each.name, old[each.name], new[each.name])]
    known = ReferenceNames({each.name: snapshot[each.name] for each in differing} for snapshot in (old, new))
    changes = [_compare(each, old[each.name], new[each.name], known) for each in differing]
    return sorted(changes, key=lambda change: change.kind == "body")


def _compare(of: PostField, old: Any, new: Any, names: ReferenceNames) -> FieldChange:
    match of.kind:
        case "html":
            return FieldChange(of.name, of.label, "body", body=compare_bodies(old or "", new or ""))
        case "image":
            shown = [_header(names, pk) for pk in (old, new)]
            return FieldChange(of.name, of.label, "image", old_picture=shown[0], new_picture=shown[1])
        case "line" | "lines":
            return FieldChange(of.name, of.label, "text", pieces=diff_text(old or "", new or ""))
        case "list":
            return FieldChange(of.name, of.label, "list", items=_compare_lists(of.name, old, new, names))
    before, after = show_value(of.name, old, names), show_value(of.name, new, names)
    return FieldChange(of.name, of.label, "value", old=before, new=after)


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
    """Returns linked rows as their names."""
    if name in ("categories", "authors"):
        return [names.name(name, pk) for pk in ids_in(value)]
    if name == "corrections":
        return [text for text, _at in value or []]
    return list(value or [])


def show_value(name: str, value: Any, names: ReferenceNames) -> str:
    """Returns one value as a person reads it; "" when it is empty."""
    if value is None or value == "":
        return _("unknown") if name == "has_comments" else ""
    match FIELDS[name].kind:
        case "moment":
            moment = read_second(value)
            return f"{localtime(moment):%Y-%m-%d %H:%M:%S}" if moment else ""
        case "reference" | "image":
            return names.name(name, value)
        case "flag":
            return _("yes") if value else _("no")
        case "choice":
            column: Any = Post._meta.get_field(name)
            return str(dict(column.flatchoices).get(value, value))
    return str(value)
