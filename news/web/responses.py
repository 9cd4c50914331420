"""Reads the head of an answer: whether to follow a redirect, take the content, or refuse it and why."""

import re
from collections.abc import Container
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpcore

from news.web.errors import FetchError

REDIRECTS = frozenset({301, 302, 303, 307, 308})
COMPLETE = frozenset({200, 203})
ACCEPTED = frozenset({200, 201, 202, 203, 204})  # statuses that accept what was sent
MAX_RETRY_AFTER_S = 7 * 24 * 3600

STATUS_CODES = {
    **dict.fromkeys((401, 402, 403, 407, 451), "forbidden"),
    **dict.fromkeys((404, 410), "not-found"),
    429: "rate-limited",
    **dict.fromkeys((408, 425), "server-error"),
}
_SERVER_ERRORS = range(500, 600)


def header(response: httpcore.Response, name: bytes) -> bytes:
    """Return all values of a header joined into one, b"" when it is absent (RFC 9110 §5.3)."""
    return b", ".join(value for key, value in response.headers if key.lower() == name)


def first_header(response: httpcore.Response, name: bytes) -> bytes:
    return next((value for key, value in response.headers if key.lower() == name), b"")


def find_redirect(response: httpcore.Response, host: str) -> bytes | None:
    """Return the Location of a redirect, None for any other answer. Raises: FetchError (redirect-nowhere)."""
    if response.status not in REDIRECTS:
        return None
    location = first_header(response, b"location").strip()
    if not location:
        raise FetchError("redirect-nowhere", host=host)
    return location


def check_answer(response: httpcore.Response, host: str, good: Container[int] = COMPLETE) -> None:
    """Raises: FetchError unless complete content follows without a content encoding."""
    if response.status not in good:
        raise _refuse_status(response, host)
    encoding = header(response, b"content-encoding").strip().lower()
    if encoding not in (b"", b"identity"):
        raise FetchError("encoding", host=host, encoding=encoding[:40].decode("latin-1"))


def announced_bytes(response: httpcore.Response) -> int:
    """Return the value of Content-Length, 0 when it is absent; the server may lie."""
    value = first_header(response, b"content-length")
    return int(value) if re.fullmatch(rb"[0-9]{1,18}", value) else 0


def _refuse_status(response: httpcore.Response, host: str) -> FetchError:
    status = response.status
    code = STATUS_CODES.get(status, "server-error" if status in _SERVER_ERRORS else "status")
    facts: dict[str, str | int] = {"host": host, "status": status}
    retry_after_s = _read_retry_after(first_header(response, b"retry-after").decode("latin-1").strip())
    if retry_after_s is not None and code in ("rate-limited", "server-error"):
        facts["retry_after_s"] = retry_after_s
    return FetchError(code, **facts)


def _read_retry_after(text: str) -> int | None:
    """Return seconds from now, at most a week, from a number or a date (RFC 9110 §10.2.3)."""
    if re.fullmatch(r"[0-9]{1,9}", text):
        return min(int(text), MAX_RETRY_AFTER_S)
    try:
        moment = parsedate_to_datetime(text)
        seconds = (moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds()
    except (ValueError, OverflowError, TypeError):
        return None
    return min(max(0, round(seconds)), MAX_RETRY_AFTER_S)
