"""Messages between the site and its picture worker: a JSON head, then raw parts. No pickle: neither side is trusted."""

import json
from collections.abc import Sequence
from typing import Any, Protocol

MAX_HEAD = 1 << 16
MAX_PARTS = 64 << 20  # all parts of one message together
_LENGTH = 4

Head = dict[str, Any]
Message = tuple[Head, list[bytes]]


class MessageError(Exception):
    """The other side stopped within a message, or sent something that is not a message."""


class ReadableStream(Protocol):
    def read(self, size: int, /) -> bytes | None: ...


class WritableStream(Protocol):
    def write(self, data: Any, /) -> int | None: ...


def write_message(stream: WritableStream, head: Head, parts: Sequence[bytes] = ()) -> None:
    """Write one message. Raises: OSError."""
    encoded = json.dumps({**head, "sizes": [len(part) for part in parts]}).encode()
    for data in (len(encoded).to_bytes(_LENGTH), encoded, *parts):
        rest = memoryview(data)
        while rest:
            rest = rest[stream.write(rest) or 0 :]


def read_message(stream: ReadableStream) -> Message | None:
    """Return the next message; None when the stream ended between two messages. Raises: MessageError, OSError."""
    start = stream.read(_LENGTH)
    if not start:
        return None
    length = int.from_bytes(start + _read_exactly(stream, _LENGTH - len(start)))
    if length > MAX_HEAD:
        raise MessageError("the head is too long")
    head = _read_head(_read_exactly(stream, length))
    return head, [_read_exactly(stream, size) for size in _checked_sizes(head.pop("sizes", None))]


def _read_head(data: bytes) -> Head:
    try:
        head = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise MessageError("the head is no JSON") from error
    if not isinstance(head, dict):
        raise MessageError("the head is no object")
    return head


def _checked_sizes(sizes: object) -> list[int]:
    if not isinstance(sizes, list) or not all(type(size) is int and size >= 0 for size in sizes):
        raise MessageError("the sizes are no numbers")
    if sum(sizes) > MAX_PARTS:
        raise MessageError("the parts are too large")
    return sizes


def _read_exactly(stream: ReadableStream, size: int) -> bytes:
    data = bytearray()
    while len(data) < size:
        piece = stream.read(min(size - len(data), 1 << 20))
        if not piece:
            raise MessageError("the message is cut off")
        data += piece
    return bytes(data)
