"""Tables of fields. What an answer holds and what the OpenAPI document says of it come from the same rows."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from news.rendering.site import PagePlace

Schema = dict[str, Any]

STRING: Schema = {"type": "string"}
INTEGER: Schema = {"type": "integer"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
URL: Schema = {"type": "string", "format": "uri"}


def optional(schema: Schema) -> Schema:
    """The same, or null."""
    return {"anyOf": [schema, {"type": "null"}]}


def one_of(*values: str) -> Schema:
    return {"type": "string", "enum": list(values)}


@dataclass(frozen=True, slots=True)
class Field:
    """`read` gets a row and the place of the answer. `is_heavy`: in a list only for those who ask for it by name."""

    name: str
    schema: Schema
    read: Callable[[Any, PagePlace], Any]
    about: str = ""
    is_heavy: bool = False
    is_in_lists: bool = True

    def described(self) -> Schema:
        return self.schema | ({"description": self.about} if self.about else {})


@dataclass(frozen=True, slots=True)
class Shape:
    """An object with a closed list of fields, under the name it has in the OpenAPI document."""

    name: str
    fields: tuple[Field, ...]

    def write(self, row: Any, place: PagePlace, names: Collection[str] | None = None) -> dict[str, Any]:
        """In the table's order; all fields, or those named."""
        return {field.name: field.read(row, place) for field in self.fields if names is None or field.name in names}

    def names(self, *, in_list: bool) -> tuple[str, ...]:
        """What may be asked for."""
        return tuple(field.name for field in self.fields if field.is_in_lists or not in_list)

    def default_names(self, *, in_list: bool) -> tuple[str, ...]:
        """What somebody gets who asks for nothing in particular."""
        light = {field.name for field in self.fields if not field.is_heavy}
        return tuple(name for name in self.names(in_list=in_list) if name in light or not in_list)

    def ref(self) -> Schema:
        return {"$ref": f"#/components/schemas/{self.name}"}

    def many(self) -> Schema:
        return {"type": "array", "items": self.ref()}

    def schema(self, *, is_sparse: bool = False) -> Schema:
        """`is_sparse`: no field is required, because `fields` leaves out what was not named."""
        required = {} if is_sparse else {"required": [field.name for field in self.fields]}
        properties = {field.name: field.described() for field in self.fields}
        return {"type": "object", "properties": properties, **required, "additionalProperties": False}
