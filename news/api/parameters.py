"""Query parameters: a closed list for each endpoint. Anything else is refused by name, never ignored.

An unknown parameter that is silently dropped looks like a working filter; one that reaches the database is worse.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from news.api.problems import bad_parameter, cut
from news.api.shapes import Schema, one_of
from news.rendering.languages import language_tag, site_languages

MAX_LIMIT = 100
DEFAULT_LIMIT = 20
MAX_CHARS = 1000
SLUG = r"[-a-zA-Z0-9_]{1,60}"
CATEGORY_PATH = r"[-a-zA-Z0-9_]{1,60}(?:/[-a-zA-Z0-9_]{1,60}){0,20}"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:?\d\d)?)?", re.ASCII)
_YEARS = range(1900, 9999)  # outside these years, applying a time zone could overflow the calendar


@dataclass(frozen=True, slots=True)
class Parameter:
    """`parse` turns text into a value, or raises ValueError saying what was expected."""

    name: str
    about: str
    schema: Schema
    parse: Callable[[str], Any]


def read_parameters(request: HttpRequest, parameters: Iterable[Parameter]) -> dict[str, Any]:
    """Return the given parameters' values by name. Raises: ProblemError for an unknown, repeated or invalid one."""
    known = {parameter.name: parameter for parameter in parameters}
    values: dict[str, Any] = {}
    for name in request.GET:
        if name not in known:
            raise bad_parameter(name, f"There is no parameter “{cut(name)}” here.", known)
        if len(request.GET.getlist(name)) > 1:
            raise bad_parameter(name, f"“{name}” is given more than once.")
        text = str(request.GET[name])
        if len(text) > MAX_CHARS:
            raise bad_parameter(name, f"“{name}” is too long.")
        try:
            values[name] = known[name].parse(text)
        except ValueError as error:
            expected = f"“{name}” must be {error}, not “{cut(text)}”."
            raise bad_parameter(name, expected, known[name].schema.get("enum")) from None
    return values


def choice(name: str, about: str, values: Iterable[str]) -> Parameter:
    values = list(values)

    def parse(text: str) -> str:
        if text not in values:
            raise ValueError("one of " + ", ".join(values))
        return text

    return Parameter(name, about, one_of(*values), parse)


def pattern(name: str, about: str, expected: str, regex: str) -> Parameter:
    compiled = re.compile(regex, re.ASCII)

    def parse(text: str) -> str:
        if not compiled.fullmatch(text):
            raise ValueError(expected)
        return text

    return Parameter(name, about, {"type": "string", "pattern": f"^{regex}$"}, parse)


def moment(name: str, about: str) -> Parameter:
    return Parameter(name, about, {"type": "string", "format": "date-time"}, parse_moment)


def parse_moment(text: str) -> dt.datetime:
    """Return an aware time. A date means its first moment; a time without an offset is in the site's zone."""
    text = text.replace(" ", "+")  # an unescaped «+» arrives as a space
    try:
        found = dt.datetime.fromisoformat(text if _MOMENT.fullmatch(text) else "")
    except ValueError:
        found = dt.datetime.min  # noqa: DTZ901  (outside the years below)
    if found.year not in _YEARS:
        raise ValueError("a date or a time after ISO 8601, such as 2026-03-01T08:00:00+08:00")
    return found if found.tzinfo else timezone.make_aware(found, timezone.get_default_timezone())


def parse_limit(text: str) -> int:
    if not re.fullmatch(r"[1-9]\d{0,2}", text, re.ASCII) or int(text) > MAX_LIMIT:
        raise ValueError(f"a number from 1 to {MAX_LIMIT}")
    return int(text)


def fields_of(names: Iterable[str]) -> Parameter:
    """Make the parameter that selects an answer's fields from a closed list."""
    names = list(names)

    def parse(text: str) -> list[str]:
        asked = text.split(",")
        unknown = next((name for name in asked if name not in names), None)
        if unknown is not None:
            raise bad_parameter("fields", f"There is no field “{cut(unknown)}” here.", names)
        return asked

    schema = {"type": "array", "items": one_of(*names)}
    return Parameter("fields", "Names of the fields to return, separated by commas.", schema, parse)


def language_code(tag: str) -> str:
    """Return the language code as rows store it: «zh-Hans» → «zh-hans»."""
    return next(code for code in site_languages() if language_tag(code) == tag)


LIMIT = Parameter(
    "limit",
    f"The maximum number of items in a response; the default is {DEFAULT_LIMIT}.",
    {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT},
    parse_limit,
)
CURSOR = Parameter("cursor", "Where to continue; taken from “next” in the previous response.", {"type": "string"}, str)
