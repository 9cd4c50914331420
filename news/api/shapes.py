"""Tables of fields, from which both the answers and the OpenAPI document are generated."""

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
    """Return a schema that also allows null."""
    return {"anyOf": [schema, {"type": "null"}]}


def one_of(*values: str) -> Schema:
    return {"type": "string", "enum": list(values)}


@dataclass(frozen=True, slots=True)
class Field:
    """`read` is given a row and the place of the answer. `is_heavy` fields are in lists only when requested by name."""

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
    """An object with a closed list of fields. `name` is its name in the OpenAPI document."""

    name: str
    fields: tuple[Field, ...]

    def write(self, row: Any, place: PagePlace, names: Collection[str] | None = None) -> dict[str, Any]:
        """Write all fields, or those in `names`, in the table's order."""
        return {field.name: field.read(row, place) for field in self.fields if names is None or field.name in names}

    def names(self, *, in_list: bool) -> tuple[str, ...]:
        """Return the names of the fields that may be requested."""
        return tuple(field.name for field in self.fields if field.is_in_lists or not in_list)

    def default_names(self, *, in_list: bool) -> tuple[str, ...]:
        """Return the names of the fields that an answer has when none are requested."""
        light = {field.name for field in self.fields if not field.is_heavy}
        return tuple(name for name in self.names(in_list=in_list) if name in light or not in_list)

    def ref(self) -> Schema:
        return {"$ref": f"#/components/schemas/{self.name}"}

    def many(self) -> Schema:
        return {"type": "array", "items": self.ref()}

    def schema(self, *, is_sparse: bool = False) -> Schema:
        """Return the JSON schema. `is_sparse` makes no field required, because `fields` may leave any out."""
        required = {} if is_sparse else {"required": [field.name for field in self.fields]}
        properties = {field.name: field.described() for field in self.fields}
        return {"type": "object", "properties": properties, **required, "additionalProperties": False}
