"""Every reason has a sentence, and telling one never fails."""

import ast
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.functional import Promise

from news import images
from news.images.messages import REASONS, describe_image_reason

SOURCE = Path(images.__file__).parent


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def used_codes():
    """The first argument of every ImageRefusedError, and what a worker's answer refuses with."""
    for file in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "ImageRefusedError":
                yield from (each.value for each in node.args[:1] if isinstance(each, ast.Constant))
            if isinstance(node, ast.Dict):
                pairs = zip(node.keys, node.values, strict=True)
                named = {key.value: value for key, value in pairs if isinstance(key, ast.Constant)}
                yield from (
                    each.value for key, each in named.items() if key == "refused" and isinstance(each, ast.Constant)
                )


def test_every_reason_in_the_code_has_a_sentence():
    assert set(used_codes()) <= set(REASONS)


@pytest.mark.parametrize("code", REASONS)
def test_missing_facts_leave_a_gap_and_sentences_are_translated_late(code):
    assert isinstance(REASONS[code], Promise)
    assert "%" not in describe_image_reason(code, {})


def test_facts_fill_the_sentence():
    assert "10 MiB" in describe_image_reason("too-large", {"max_mib": 10, "size_mib": 12})


def test_an_unknown_code_gives_itself():
    assert describe_image_reason("moon-phase", {"day": 3}) == "moon-phase, day: 3"
