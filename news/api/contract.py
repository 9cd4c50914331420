"""What an endpoint is, what it is asked and what it gives back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from news.api.parameters import Parameter
from news.api.shapes import Schema
from news.rendering.site import PagePlace


@dataclass(frozen=True, slots=True)
class APIRequest:
    """A request understood: `values` are what the parameters mean, `texts` what was written."""

    place: PagePlace
    values: dict[str, Any]
    texts: dict[str, str]


@dataclass(frozen=True, slots=True)
class APIResult:
    """`modified` is a POSIX time, None when nobody knows. It informs; only the digest decides on a 304."""

    data: dict[str, Any]
    modified: float | None = None


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`route` is Django's. `key` describes the part of the path that chooses one row, "" for a list."""

    name: str
    route: str
    about: str
    parameters: tuple[Parameter, ...]
    schema: Schema
    answer: Callable[..., APIResult]
    key: str = ""
