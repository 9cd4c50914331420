"""Splits the arguments of a plugin's tag."""

import re

_WORD = re.compile(r"""([\w.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|`([^`]*)`|(\S+))|"([^"]*)"|'([^']*)'|`([^`]*)`|(\S+)""")
_QUOTED_OR_BARE = re.compile(r""""([^"]*)"|'([^']*)'|(\S+)""")


def split_words(args: str) -> list[str]:
    """Return the words; a text in quotation marks counts as one."""
    return [first or second or third for first, second, third in _QUOTED_OR_BARE.findall(args)]


def split_named(args: str) -> tuple[list[str], dict[str, str]]:
    """Return the positional arguments, and the named ones by lower-case name."""
    words: list[str] = []
    named: dict[str, str] = {}
    for match in _WORD.finditer(args):
        name, *values = match.groups(default="")
        value = next(filter(None, values), "")
        if name:
            named[name.lower()] = value
        else:
            words.append(value)
    return words, named
