"""Decodes a file as UTF-8, or as UTF-16 with a byte order mark; refuses anything else, stating the line."""

import codecs

from news.exchange.record import FormatError

MAX_FILE_BYTES = 5 << 20

_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode_text(raw: bytes) -> str:
    """Return the text without a byte order mark, line ends unchanged. Raises: FormatError (too-large, binary, not-utf8,
    not-utf16).
    """
    if len(raw) > MAX_FILE_BYTES:
        raise FormatError("too-large", 1, max_mib=MAX_FILE_BYTES >> 20)
    text = _decode_utf16(raw) if raw.startswith(_UTF16_MARKS) else _decode_utf8(raw)
    if "\0" in text:
        raise FormatError("binary", text.count("\n", 0, text.index("\0")) + 1)
    return text.removeprefix("\ufeff")


def _decode_utf8(raw: bytes) -> str:
    if b"\0" in raw:
        raise FormatError("binary", raw.count(b"\n", 0, raw.index(b"\0")) + 1)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise FormatError("not-utf8", line, byte=f"0x{raw[error.start]:02X}", offset=error.start) from error


def _decode_utf16(raw: bytes) -> str:
    try:
        return raw.decode("utf-16")
    except UnicodeDecodeError as error:
        raise FormatError("not-utf16", 1, offset=error.start) from error
