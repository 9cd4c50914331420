"""Every note and problem has a sentence, and describing one never fails."""

import ast
import re
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.functional import Promise
from hypothesis import given
from hypothesis import strategies as st

from news import exchange
from news.exchange import messages
from news.exchange.record import Note
from news.images.messages import REASONS

CODES = (*messages.NOTES, *messages.PROBLEMS)
SOURCE = Path(exchange.__file__).parent


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def used_codes(name: str) -> set[str]:
    """The first argument of every `Note(…)` or `FormatError(…)` in the package."""
    found = set()
    for file in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == name and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    found.add(first.value)
    return found


def test_every_note_in_the_code_has_a_sentence():
    assert used_codes("Note") <= set(messages.NOTES)


def test_every_problem_in_the_code_has_a_sentence():
    assert used_codes("FormatError") | used_codes("Problem") <= set(messages.PROBLEMS)


@pytest.mark.parametrize(
    "sentence", [*messages.NOTES.values(), *messages.PROBLEMS.values(), *messages.PHRASES.values()]
)
def test_sentences_are_translated_late(sentence):
    assert isinstance(sentence, Promise)


@pytest.mark.parametrize("code", CODES)
def test_missing_facts_leave_a_gap(code):
    describe = (
        messages.describe_note if code in messages.NOTES else lambda note: messages.describe_problem(note.code, {})
    )
    assert "%" not in describe(Note(code))


def test_facts_fill_the_sentence():
    assert (
        messages.describe_note(Note("title-repaired", {"title": "一"}))
        == "The title was repaired to “一”; the original is kept."
    )
    assert "0xD6" in messages.describe_problem("not-utf8", {"line": 3, "byte": "0xD6"})


def test_a_problem_inside_a_note_is_a_phrase():
    note = Note("lenient-front-matter", {"line": 2, "problem": "colon"})
    assert messages.describe_note(note) == (
        "Line 2 is not valid YAML (a colon in a value without quotation marks); it was read as plain text."
    )
    refused = Note("image-refused", {"url": "u", "problem": "never heard of"})
    assert messages.describe_note(refused) == "The image u was rejected: never heard of."


def test_unknown_codes_show_themselves():
    assert messages.describe_note(Note("new-thing", {"a": 1})) == "new-thing, a: 1"
    assert messages.describe_problem("new-thing", {}) == "new-thing"


def test_percent_signs_in_facts_are_text():
    assert messages.describe_note(Note("title-repaired", {"title": "100%s %(x)d"})).count("100%s %(x)d") == 1


def test_a_broken_translation_shows_the_code(monkeypatch):
    monkeypatch.setitem(messages.NOTES, "date-missing", "100 % %(broken")
    assert messages.describe_note(Note("date-missing", {"a": "b"})) == "date-missing, a: b"


def test_a_refused_file_names_its_line():
    assert "line 7" in messages.describe_problem("fence-missing", {"line": 7, "fence": "---"})


def test_placeholders_are_named():
    for sentence in [*messages.NOTES.values(), *messages.PROBLEMS.values()]:
        assert not re.search(r"%(?!\([a-z_]+\)s)", str(sentence))


@given(st.text(), st.dictionaries(st.text(max_size=10), st.text() | st.integers()))
def test_describing_never_raises(code, facts):
    assert isinstance(messages.describe_note(Note(code, facts)), str)
    assert isinstance(messages.describe_problem(code, facts), str)


def test_every_refusal_of_a_picture_has_a_phrase():
    assert {f"picture-{code}" for code in REASONS} <= set(messages.PHRASES)
