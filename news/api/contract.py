"""The types of the API: what an endpoint is, what it receives and what it returns."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from news.api.parameters import Parameter
from news.api.shapes import Schema
from news.rendering.site import PagePlace


@dataclass(frozen=True, slots=True)
class APIRequest:
    """A parsed request: `values` are the parsed parameters, `texts` the same as they were written."""

    place: PagePlace
    values: dict[str, Any]
    texts: dict[str, str]


@dataclass(frozen=True, slots=True)
class APIResult:
    """`modified` is a POSIX time, None if unknown. It is only informative; the ETag alone decides on a 304."""

    data: dict[str, Any]
    modified: float | None = None


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`route` uses Django's syntax. `key` describes the path parameter that selects one row; "" for a list."""

    name: str
    route: str
    about: str
    parameters: tuple[Parameter, ...]
    schema: Schema
    answer: Callable[..., APIResult]
    key: str = ""
