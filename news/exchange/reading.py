"""Chooses the format that reads a file and turns the file's bytes into a record.

A new format needs a module in `formats`, a line in FORMATS and a place in GUESSES; `sites` recognises its folders.
"""

from dataclasses import replace
from glob import escape
from pathlib import PurePosixPath
from stat import S_ISREG
from types import ModuleType

from news.exchange.fields.naming import strip_language
from news.exchange.formats import hexo, hugo, jekyll
from news.exchange.formats.post_file import find_kind
from news.exchange.options import ImportOptions
from news.exchange.record import FormatError, Note, Record
from news.exchange.source_files import SourceFile

FORMATS: dict[str, ModuleType] = {hexo.NAME: hexo, jekyll.NAME: jekyll, hugo.NAME: hugo}
GUESSES = (hugo, jekyll, hexo)  # for a file that belongs to no known site, the first that can read it
MAX_FILE_BYTES = 8 << 20
HEAD_BYTES = 4 << 10


def read_bytes(source: SourceFile) -> bytes:
    """Raises: FormatError (unreadable-file, too-large)."""
    try:
        facts = source.file.stat()
        if not S_ISREG(facts.st_mode):  # reading a pipe could block for ever
            raise FormatError("unreadable-file")
        if facts.st_size > MAX_FILE_BYTES:
            raise FormatError("too-large", max_mib=MAX_FILE_BYTES >> 20)
        return source.file.read_bytes()
    except OSError as error:
        raise FormatError("unreadable-file") from error


def read_record(source: SourceFile, raw: bytes, options: ImportOptions) -> Record | None:
    """Return the post in a file, or None if the file is not a post in any format.

    Raises: FormatError, including NotAPostError for a page of the site that is not a post.
    """
    reader, is_guess = (FORMATS[options.format], False) if options.format in FORMATS else _recognise(source, raw)
    if reader is None:
        return None
    record: Record = reader.read_file(raw, source.relative, options.zone, options.permalink)
    if reader is hugo and not record.translation_of:
        record = replace(record, translation_of=hugo.find_original(source.relative, _siblings(source)))
    if is_guess and len(record.category_paths) > 1:  # Hexo would have read them as one path
        record = replace(record, notes=(*record.notes, Note("format-guessed", {"format": reader.NAME.title()})))
    return record


def _recognise(source: SourceFile, raw: bytes) -> tuple[ModuleType | None, bool]:
    """Choose by what only Hugo writes, else by the site's folder, else guess from name and place (the flag is True)."""
    head = raw[:HEAD_BYTES]
    path = PurePosixPath(source.relative)
    kind = find_kind(path, head)
    is_object = kind == "json" and not hexo.can_read(path, head)
    if kind == "toml" or is_object:
        return hugo, False
    if source.site and (kind or source.is_surely_post):
        return FORMATS[source.site], False
    found = next((reader for reader in GUESSES if reader.can_read(path, head)), None)
    if found is None and source.is_surely_post:
        return hexo, False  # its error says what is wrong with the file, and where
    return found, found is not hexo


def _siblings(source: SourceFile) -> list[str]:
    """Return the names of files in the page's folder that may be its translations."""
    stem = strip_language(source.file.stem)[0]
    return sorted(file.name for file in source.file.parent.glob(f"{escape(stem)}.*"))
