"""Reads the strings to translate out of the source, and the catalogue without gettext's tools."""

import ast
import gettext
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.utils.translation.template import templatize

from tests.source import ROOT, modules

CATALOGUE = ROOT / "news" / "locale" / "zh_Hans" / "LC_MESSAGES"
PO_LINE = re.compile(r'(?:(msgctxt|msgid_plural|msgid|msgstr)(?:\[(\d)\])? )?(".*")')
TEMPLATE_CALL = re.compile(r"\b(_|n?p?gettext)\(")
# How many arguments come before the first that a call translates, and how many it translates.
SHAPES = {"gettext": (0, 1), "ngettext": (0, 2), "pgettext": (1, 1), "npgettext": (1, 2)}


class Words(NamedTuple):
    """What the source asks to translate; `context` and `plural` may be empty."""

    context: str
    one: str
    plural: str


class Entry(NamedTuple):
    words: Words
    translations: tuple[str, ...]
    is_fuzzy: bool


def read_po(text: str) -> list[Entry]:
    """Entries in order, the header (empty words) included."""
    return [_read_entry(block) for block in text.split("\n\n") if "\nmsgid " in f"\n{block}"]


def _read_entry(block: str) -> Entry:
    parts: dict[str, str] = {}
    key = ""
    for line in block.splitlines():
        match = PO_LINE.fullmatch(line)
        if match:
            key = f"{match[1]}{match[2] or ''}" if match[1] else key
            parts[key] = parts.get(key, "") + ast.literal_eval(match[3])
    words = Words(parts.get("msgctxt", ""), parts["msgid"], parts.get("msgid_plural", ""))
    translations = tuple(value for name, value in parts.items() if name.startswith("msgstr"))
    return Entry(words, translations, is_fuzzy=bool(re.search(r"^#,.*\bfuzzy\b", block, re.M)))


def read_mo(path: Path) -> dict[object, str]:
    """As the standard library holds it: msgid → msgstr, (msgid, form) → msgstr, contexts joined by U+0004."""
    with path.open("rb") as file:
        return dict(gettext.GNUTranslations(file)._catalog)


@cache
def find_words() -> dict[Words, str]:
    """Every literal that the source marks for translation, with the first file it stands in."""
    found: dict[Words, str] = {}
    for name, tree in modules("cms", "news"):
        for words in _words_of_module(tree) if "migrations" not in Path(name).parts else ():
            found.setdefault(words, name)
    for path in [*_files("templates"), *_files("news")]:
        for words in _words_of_template(path.read_text()):
            found.setdefault(words, str(path.relative_to(ROOT)))
    return found


def _files(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.html"))


def _words_of_module(tree: ast.Module) -> Iterator[Words]:
    names = dict(_imported_names(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield from _words_of_call(names[node.func.id], node)


def _imported_names(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Local name → plain name of each translating function, under whatever name a module knows it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            for alias in node.names:
                plain = alias.name.removesuffix("_lazy").removesuffix("_noop")
                if plain in SHAPES:
                    yield alias.asname or alias.name, plain


def _words_of_call(name: str, call: ast.Call) -> Iterator[Words]:
    """Nothing for a call on a variable, whose words are marked elsewhere (`gettext_noop`)."""
    before, count = SHAPES[name]
    texts = [arg.value for arg in call.args[: before + count] if isinstance(arg, ast.Constant)]
    if len(texts) == before + count:
        yield Words(texts[0] if before else "", texts[before], texts[before + 1] if count > 1 else "")


def _words_of_template(source: str) -> Iterator[Words]:
    """From what Django gives to xgettext: calls between text of which every letter is crossed out."""
    code = templatize(source)
    for match in TEMPLATE_CALL.finditer(code):
        call = _parse_call(code, match.start())
        yield from _words_of_call("gettext" if match[1] == "_" else match[1], call)


def _parse_call(code: str, start: int) -> ast.Call:
    for end in (match.end() for match in re.finditer(r"\)", code) if match.end() > start):
        try:
            return ast.parse(code[start:end], mode="eval").body
        except SyntaxError:
            continue
    raise ValueError(code[start : start + 80])
