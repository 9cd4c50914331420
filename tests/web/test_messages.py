"""Every reason has a sentence in the reader's language, and telling it never fails."""

import ast
import re
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from news import web
from news.web.errors import FINAL_CODES, FetchError
from news.web.messages import PHRASES, SENTENCES, describe_fetch_error
from news.web.responses import STATUS_CODES
from news.web.streams import CERTIFICATE_PROBLEMS


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def used_codes():
    """The first argument of every `FetchError(…)` in the package, also where one of several is chosen."""
    found = set(STATUS_CODES.values())
    for file in Path(web.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "FetchError" and node.args:
                found |= {part.value for part in ast.walk(node.args[0]) if isinstance(part, ast.Constant)}
    return found | {"cut-off", "not-http-answer", "server-error", "status"}


def test_the_codes_of_the_code_and_the_sentences_are_the_same():
    assert used_codes() == set(SENTENCES)


def test_what_is_final_is_a_code_there_is():
    assert set(SENTENCES) > FINAL_CODES


def test_the_list_of_codes_in_the_documentation_is_complete():
    listed = set(re.findall(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*", FetchError.__doc__))
    assert set(SENTENCES) <= listed


def test_a_sentence_names_the_facts():
    assert describe_fetch_error("rate-limited", {"host": "example.com", "status": 429}) == (
        "The site “example.com” asks us to come back later (429)."
    )
    assert "10.0\xa0MB" in describe_fetch_error("answer-too-large", {"host": "example.com", "max_bytes": 10 << 20})


def test_no_sentence_tells_what_a_name_means_inside_the_network():
    facts = {"host": "intranet", "address": "10.1.2.3"}
    assert not [code for code in SENTENCES if "10.1.2.3" in describe_fetch_error(code, facts)]


def test_every_problem_of_a_certificate_has_a_phrase():
    assert {*CERTIFICATE_PROBLEMS.values(), "invalid"} == set(PHRASES)
    assert describe_fetch_error("certificate", {"host": "example.com", "problem": "expired"}) == (
        "The certificate of “example.com” is not valid (it has expired); tell its owner, or try again later."
    )


def test_a_missing_fact_leaves_a_gap_and_an_unknown_code_gives_itself():
    assert "…" in describe_fetch_error("unknown-host", {})
    assert describe_fetch_error("strange", {"host": "example.com"}) == "strange, host: example.com"


def test_a_translation_with_a_broken_placeholder_gives_the_code(monkeypatch):
    monkeypatch.setitem(SENTENCES, "tls", "%(host)d")
    assert describe_fetch_error("tls", {"host": "example.com"}) == "tls, host: example.com"


@given(st.sampled_from([*SENTENCES, "x"]), st.dictionaries(st.text(max_size=10), st.text() | st.integers()))
def test_describing_never_raises(code, facts):
    assert isinstance(describe_fetch_error(code, facts), str)
