"""Problem details (RFC 9457): every error answer, in English and worded for programmers."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from news.api.shapes import INTEGER, STRING, Field, Shape

CONTENT_TYPE = "application/problem+json"
SHOWN_CHARS = 60  # how much of a request's text is quoted
PROBLEM = Shape(
    "Problem",
    (
        Field("type", STRING, lambda row, _: "about:blank", "RFC 9457: the status says it all."),
        Field("title", STRING, lambda row, _: row.status.phrase),
        Field("status", INTEGER, lambda row, _: int(row.status)),
        Field("detail", STRING, lambda row, _: row.detail),
    ),
)
# Members that only some problems have.
EXTENSIONS = {
    "parameter": STRING | {"description": "The parameter that was not understood."},
    "allowed": {"type": "array", "items": STRING, "description": "What would have been accepted."},
}


class ProblemError(Exception):
    """Ends a request with a status and a sentence; `facts` are the problem's extension members."""

    def __init__(self, status: HTTPStatus, detail: str, **facts: Any) -> None:
        super().__init__(detail)
        self.status, self.detail, self.facts = status, detail, facts


def bad_parameter(name: str, detail: str, allowed: Iterable[str] | None = None) -> ProblemError:
    facts = {"parameter": cut(name)} | ({} if allowed is None else {"allowed": list(allowed)})
    return ProblemError(HTTPStatus.BAD_REQUEST, detail, **facts)


def cut(text: str) -> str:
    """Return the beginning of a request's text, so that the answer cannot grow with it."""
    return text if len(text) <= SHOWN_CHARS else text[:SHOWN_CHARS] + "…"
