"""Cursors: where a list goes on. Signed, so that nothing is read from what we did not write ourselves.

Without a time in them: the same page names the same next page, else its ETag would change with every answer.
"""

from typing import Any

from django.core.signing import BadSignature, Signer

from news.api.problems import bad_parameter

SIGNER = Signer(salt="news.api.cursor", sep="~")  # «~» needs no escaping in an address


def write_cursor(*position: str | int) -> str:
    return SIGNER.sign_object(list(position))


def read_cursor(text: str, *beginning: str) -> list[Any]:
    """What follows its beginning (the list and its order). Raises: ProblemError when it is not of this list."""
    try:
        position = SIGNER.unsign_object(text)
    except BadSignature:
        position = []
    if position[: len(beginning)] != list(beginning):
        raise bad_parameter("cursor", "This “cursor” belongs to another list or order. Start without one.")
    return position[len(beginning) :]
