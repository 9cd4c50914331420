"""Counts the frames of a GIF by walking over its blocks, before anything is decoded (GIF89a, §§ 15–26)."""

_HEADER = 13
_IMAGE, _EXTENSION = 0x2C, 0x21
_IMAGE_HEADER = 9
_HAS_TABLE, _TABLE_BITS = 0x80, 0x07


def count_frames(data: bytes, enough: int) -> int:
    """Count frames, but stop at `enough`. In a damaged file, count as many as can be found."""
    count, at = 0, _HEADER
    try:
        at += _table_length(data[10])
        while count < enough and data[at] in {_IMAGE, _EXTENSION}:
            if data[at] == _IMAGE:
                count += 1
                at += 1 + _IMAGE_HEADER + _table_length(data[at + _IMAGE_HEADER]) + 1
            else:
                at += 2
            while data[at]:
                at += 1 + data[at]
            at += 1
    except IndexError:
        pass
    return count


def _table_length(flags: int) -> int:
    return 3 << ((flags & _TABLE_BITS) + 1) if flags & _HAS_TABLE else 0
