"""Checks a value against the part of JSON Schema that our OpenAPI document uses. Unknown words are an error."""

import re

from django.utils.dateparse import parse_datetime

TYPES = {"string": str, "integer": int, "array": list, "object": dict, "null": type(None)}
KNOWN = {"type", "format", "enum", "pattern", "properties", "required", "additionalProperties", "items", "anyOf"}
IGNORED = {"description", "default", "minimum", "maximum"}


def misfits(value, schema, schemas, where="$"):
    """Where a value does not fit, as sentences; empty when it does."""
    if "$ref" in schema:
        return misfits(value, schemas[schema["$ref"].rpartition("/")[2]], schemas, where)
    assert set(schema) <= KNOWN | IGNORED, (where, schema)
    if "anyOf" in schema:
        tried = [misfits(value, each, schemas, where) for each in schema["anyOf"]]
        return [] if [] in tried else [f"{where} fits none: {tried}"]
    if not isinstance(value, TYPES[schema["type"]]) or isinstance(value, bool):
        return [f"{where} is {value!r}, not {schema['type']}"]
    return [
        *_text(value, schema, where),
        *_object(value, schema, schemas, where),
        *_array(value, schema, schemas, where),
    ]


def _text(value, schema, where):
    form = schema.get("format")
    if "enum" in schema and value not in schema["enum"]:
        yield f"{where} is {value!r}, not one of {schema['enum']}"
    if form == "uri" and not re.match(r"https?://[^/\s]+/", value):
        yield f"{where} is no absolute address: {value!r}"
    if form == "date-time" and (parse_datetime(value) is None or parse_datetime(value).tzinfo is None):
        yield f"{where} is no time with an offset: {value!r}"


def _object(value, schema, schemas, where):
    if schema["type"] != "object":
        return
    properties = schema.get("properties", {})
    for name in set(schema.get("required", [])) - set(value):
        yield f"{where} lacks {name}"
    for name, each in value.items():
        if name in properties:
            yield from misfits(each, properties[name], schemas, f"{where}.{name}")
        elif schema.get("additionalProperties", True) is False:
            yield f"{where} has an unknown {name}"


def _array(value, schema, schemas, where):
    if schema["type"] == "array":
        for number, each in enumerate(value):
            yield from misfits(each, schema["items"], schemas, f"{where}[{number}]")
