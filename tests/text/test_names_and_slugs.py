"""Names have one key however they are spelled, and addresses are short ASCII words."""

import re

import pytest
from hypothesis import given, settings

from news.text.keys import fold_key, split_names
from news.text.slugs import free_slug, numbered_slug, slugify, slugify_or_hash, slugs_to_try
from tests.text.soup import any_text


@pytest.mark.parametrize("spelling", ["AI", "ai", "ＡＩ", " ai ", "a\u200bi", "Ai\ufeff"])
def test_spellings_of_a_name_share_a_key(spelling):
    assert fold_key(spelling) == "ai"


@settings(max_examples=100, deadline=None)
@given(any_text)
def test_a_key_is_its_own_key(text):
    assert fold_key(fold_key(text)) == fold_key(text)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("a,b，c、d;e；f\ng", ["a", "b", "c", "d", "e", "f", "g"]),
        (" AI , ai,ＡＩ", ["AI"]),
        ('"a, b", c', ["a, b", "c"]),
        ('"say ""hi"""', ['say "hi"']),
        ('"open, b', ['"open', "b"]),
        ('5" disk, x', ['5" disk', "x"]),
        ("人工  智能", ["人工 智能"]),
        (",,\n;", []),
        ("", []),
    ],
)
def test_a_typed_list_is_split_into_names(text, names):
    assert split_names(text) == names


@settings(max_examples=100, deadline=None)
@given(any_text)
def test_splitting_never_fails_and_never_repeats(text):
    keys = [fold_key(name) for name in split_names(text)]
    assert len(keys) == len(set(keys))
    assert "" not in keys


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("银行", "yin-hang"),
        ("重庆", "chong-qing"),
        ("海尔2类平台 AIoT", "hai-er-2-lei-ping-tai-aiot"),
        ("ＦＵＬＬ　width", "full-width"),
        ("Café Straße Łódź", "cafe-strasse-lodz"),
        ("Golf Girls' Don't", "golf-girls-dont"),
        ("繁體中文", "fan-ti-zhong-wen"),
        ("カタカナ 한국어 русский 😀", ""),
        ("--", ""),
    ],
)
def test_slugs(text, slug):
    assert slugify(text) == slug


def test_a_slug_ends_at_a_word():
    assert slugify("行业唯一海尔平台入选", 20) == "hang-ye-wei-yi-hai"
    assert slugify("a" * 100) == "a" * 60


def test_what_cannot_be_spelled_gets_a_stable_hash():
    assert re.fullmatch(r"t-[0-9a-f]{8}", slugify_or_hash("😀"))
    assert slugify_or_hash("РУССКИЙ") == slugify_or_hash(" русский ")
    assert slugify_or_hash("银行", prefix="c") == "yin-hang"


def test_a_numbered_slug_fits():
    assert numbered_slug("yin-hang", 2) == "yin-hang-2"
    assert numbered_slug("yin-hang-xin-wen", 12, 12) == "yin-hang-12"
    assert numbered_slug("a" * 60, 2) == "a" * 58 + "-2"


def test_a_free_slug_has_the_first_number_nobody_has():
    assert free_slug("yin-hang", {"lu"}) == "yin-hang"
    assert free_slug("yin-hang", {"yin-hang", "yin-hang-2", "yin-hang-4"}) == "yin-hang-3"
    assert free_slug("yin-hang", {"yin-hang", *(f"yin-hang-{number}" for number in range(2, 200))}) == "yin-hang-200"


def test_slugs_to_try_are_numbered_and_then_random():
    tried = list(slugs_to_try("yin-hang", 3, 2))
    assert tried[:4] == ["yin-hang", "yin-hang-2", "yin-hang-3", "yin-hang-4"]
    assert len(tried) == 6
    assert all(re.fullmatch(r"yin-hang-\d{1,8}", slug) for slug in tried[4:])


@settings(max_examples=150, deadline=None)
@given(any_text)
def test_every_slug_has_the_shape_of_a_slug(text):
    slug = slugify_or_hash(text)
    assert len(slug) <= 60
    assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", slug)
    assert slugify(slug) == slug
    assert len(numbered_slug(slug, 123)) <= 60
