"""Bytes of a file to a record: which format reads it. A new format is one line in FORMATS."""

from types import ModuleType

from news.exchange.formats import hexo
from news.exchange.options import ImportOptions
from news.exchange.record import FormatError, Record
from news.exchange.source_files import SourceFile

FORMATS: dict[str, ModuleType] = {hexo.NAME: hexo}
MAX_FILE_BYTES = 8 << 20
HEAD_BYTES = 4 << 10


def read_bytes(source: SourceFile) -> bytes:
    """Raises: FormatError (unreadable-file, too-large)."""
    try:
        if source.file.stat().st_size > MAX_FILE_BYTES:
            raise FormatError("too-large", max_mib=MAX_FILE_BYTES >> 20)
        return source.file.read_bytes()
    except OSError as error:
        raise FormatError("unreadable-file") from error


def read_record(source: SourceFile, raw: bytes, options: ImportOptions) -> Record | None:
    """The post in a file; None for a file that merely lies in the folder and is no post in any format.

    Raises: FormatError.
    """
    reader = FORMATS.get(options.format) or _recognise(source, raw)
    if reader is None:
        return None
    record: Record = reader.read_file(raw, source.relative, options.zone)
    return record


def _recognise(source: SourceFile, raw: bytes) -> ModuleType | None:
    head = raw[:HEAD_BYTES]
    found = next((reader for reader in FORMATS.values() if reader.can_read(source.file, head)), None)
    if found is None and source.is_surely_post:
        return hexo  # its error says what is wrong with the file, and where
    return found
