"""Determines the encoding of a file that is not UTF-8, if it is certain, and notes what decoding lost or dropped."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from news.exchange.frontmatter.decoding import decode_text
from news.exchange.record import FormatError, Note

if TYPE_CHECKING:
    from charset_normalizer import CharsetMatch

# The encodings that charset-normalizer may choose, and our names for them.
_MULTIBYTE = {"gb18030": "GB18030", "big5": "Big5", "cp932": "Shift_JIS", "euc_jp": "EUC-JP", "cp949": "EUC-KR"}
_SINGLE_BYTE = {"cp1252": "Windows-1252", "cp1250": "Windows-1250", "cp1251": "Windows-1251"}
_NAMES = _MULTIBYTE | _SINGLE_BYTE

# Windows-1252 is certain if all non-ASCII letters of a text belong to one of these alphabets.
_ALPHABETS = ("áéíóúñü¿¡ªº", "àâæçéèêëîïôœùûüÿ", "äöüß", "áâãàçéêíóôõú", "àèéìîòóù")
_SIGNS = "«»‘’“”–—…•·°©®€£§ \xa0"

ASCII_MAX = 0x7F
_SAMPLE_BYTES = 64 << 10
_LEAST_EVIDENCE = 12  # non-ASCII bytes; fewer prove nothing
_LEAST_ASCII_SHARE = 4  # in languages with such alphabets, fewer than one letter in this many is not ASCII
_MAX_MESS = 0.1  # by charset-normalizer's measure of characters that do not belong together
_LEAST_LEAD = 0.05  # over every other candidate

# U+0085 is only nominally a line end. Left-to-right and right-to-left marks stay: Arabic and Hebrew need them.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]")
_BYTE = re.compile(rb"[\x80-\xff]")


@dataclass(frozen=True, slots=True)
class FileText:
    """The text of a file without invisible or unstorable characters, and notes on its decoding."""

    text: str
    notes: tuple[Note, ...] = ()


def read_text(raw: bytes) -> FileText:
    """Decode UTF-8, UTF-16 with its mark, or another encoding if it is certain (`docs/exchange.md` has the rule).

    Raises: FormatError (too-large, binary, not-utf8, encoding-unsure, not-utf16) with the line.
    """
    try:
        text, notes = decode_text(raw), []
    except FormatError as error:
        if error.code != "not-utf8":
            raise
        text, encoding = _decode_other(raw, error)
        notes = [Note("encoding-assumed", {"encoding": encoding})]
    return FileText(_CONTROLS.sub("", text), (*notes, *_describe_oddities(text)))


def _describe_oddities(text: str) -> Iterable[Note]:
    if found := _CONTROLS.search(text):
        count = sum(1 for _ in _CONTROLS.finditer(text))
        yield Note("controls-dropped", {"line": _line_at(text, found.start()), "count": count})
    if "\ufffd" in text:
        facts: dict[str, str | int] = {"line": _line_at(text, text.index("\ufffd")), "count": text.count("\ufffd")}
        yield Note("characters-lost", facts)


def _line_at(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _decode_other(raw: bytes, error: FormatError) -> tuple[str, str]:
    evidence = sum(byte > ASCII_MAX for byte in raw)
    matches = _rank(raw) if evidence >= _LEAST_EVIDENCE else []
    if encoding := _choose(raw, matches):
        try:
            return raw.decode(encoding), _NAMES[encoding]
        except UnicodeDecodeError:  # the bad byte is beyond the sample
            raise error from None
    if not matches:
        raise error
    names = ", ".join(_NAMES[match.encoding] for match in matches[:3])
    raise FormatError("encoding-unsure", error.line, **error.facts, maybe=names) from error


def _rank(raw: bytes) -> "list[CharsetMatch]":
    """Return the possible encodings of the file, likeliest first, one for each different text."""
    from charset_normalizer import from_bytes

    sample = _sample(raw)
    for end in (len(sample), len(sample) - 1):  # the cut may have split a character
        found = from_bytes(sample[:end], cp_isolation=list(_NAMES), enable_fallback=False)
        known = [match for match in found if match.encoding in _NAMES]
        if ranked := sorted(known, key=lambda match: (match.chaos, list(_NAMES).index(match.encoding))):
            break
    return list({str(match): match for match in reversed(ranked)}.values())[::-1]


def _sample(raw: bytes) -> bytes:
    """Return the non-ASCII lines, up to a size: guessing takes time, and ASCII is no evidence."""
    if len(raw) <= _SAMPLE_BYTES:
        return raw
    special = [line for line in raw.split(b"\n") if _BYTE.search(line)]
    sizes = accumulate(map(len, special))
    lines = [line for line, size in zip(special, sizes, strict=True) if size <= _SAMPLE_BYTES]
    return b"\n".join(lines) or raw[:_SAMPLE_BYTES]


def _choose(raw: bytes, matches: "list[CharsetMatch]") -> str:
    """Return the encoding, or "" if it is not certain."""
    if not matches or matches[0].chaos > _MAX_MESS:
        return ""
    best, *others = matches
    if best.encoding in _SINGLE_BYTE:
        return "cp1252" if _is_one_alphabet(raw) else ""
    rivals = (other for other in others if other.encoding in _MULTIBYTE)
    return best.encoding if all(other.chaos - best.chaos >= _LEAST_LEAD for other in rivals) else ""


def _is_one_alphabet(raw: bytes) -> bool:
    try:
        text = raw.decode("cp1252").lower()
    except UnicodeDecodeError:
        return False
    special = [letter for letter in text if not letter.isascii()]
    letters = set(special) - set(_SIGNS)
    is_rare = len(special) * _LEAST_ASCII_SHARE < len(text)
    return is_rare and bool(letters) and any(letters <= set(alphabet) for alphabet in _ALPHABETS)
