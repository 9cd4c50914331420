"""The letter a name stands under, and the character drawn for it."""

import pytest

from news.text.initials import first_character, initial_letter


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("潮汐", "C"),
        ("重庆", "C"),
        ("重要新闻", "Z"),
        ("AIoT", "A"),
        ("ａｉ", "A"),
        ("élan", "E"),
        ("５G", "#"),
        ("#tag", "#"),
        ("Ωmega", "#"),
        ("", "#"),
        ("  芯片", "X"),
    ],
)
def test_pinyin_and_latin_letters_share_one_alphabet(name, letter):
    assert initial_letter(name) == letter


@pytest.mark.parametrize(
    ("name", "drawn"), [("陆远棹", "陆"), ("iris", "I"), ("“科创”", "科"), ("ß", "S"), ("——", "·"), ("４２", "4")]
)
def test_the_first_character_that_says_something_is_drawn(name, drawn):
    assert first_character(name) == drawn
