"""Compare and split names of tags, categories, authors and sources. All spellings of a name share one key."""

import re
import unicodedata

# Default-ignorable characters, which a reader cannot see: soft hyphen, zero-width, bidi marks, variation selectors.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)
_NAME = re.compile(r'\s*(?:"((?:[^"\n]|"")*)"(?=\s*(?:[,，、;；\n]|\Z))|([^,，、;；\n]*))')


def fold_key(text: str) -> str:
    """Return the key shared by all spellings of a name; ignores width, case, spacing and invisible characters."""
    visible = _INVISIBLE.sub("", text)
    folded = unicodedata.normalize("NFKC", visible).casefold()
    # Case folding and NFKC can each bring back what the other removed.
    folded = _INVISIBLE.sub("", unicodedata.normalize("NFKC", folded))
    return " ".join(folded.split())


def split_names(text: str) -> list[str]:
    """Split a typed list of names at commas, semicolons (also Chinese ones) and line ends.

    A part in double quotes may contain separators; a quote in it is doubled. Of repeats the first spelling is kept.
    """
    names: dict[str, str] = {}
    position = 0
    while position <= len(text):
        match = _NAME.match(text, position)
        if match is None:
            break
        name = " ".join((match[2] if match[1] is None else match[1].replace('""', '"')).split())
        key = fold_key(name)
        if key:
            names.setdefault(key, name)
        position = match.end()
        while position < len(text) and text[position].isspace() and text[position] != "\n":
            position += 1
        position += 1  # the separator
    return list(names.values())
