"""Cursors: where a list continues. They are signed, so that only cursors we wrote are accepted.

They contain no time: the same page must give the same next address, or its ETag would change with every response.
"""

from typing import Any

from django.core.signing import BadSignature, Signer

from news.api.problems import bad_parameter

SIGNER = Signer(salt="news.api.cursor", sep="~")  # «~» needs no escaping in a URL


def write_cursor(*position: str | int) -> str:
    return SIGNER.sign_object(list(position))


def read_cursor(text: str, *beginning: str) -> list[Any]:
    """Return what follows `beginning` (the list and its order). Raises: ProblemError for another list's cursor."""
    try:
        position = SIGNER.unsign_object(text)
    except BadSignature:
        position = []
    if position[: len(beginning)] != list(beginning):
        raise bad_parameter("cursor", "This “cursor” belongs to another list or order. Start without one.")
    return position[len(beginning) :]
