"""Folding, tokens, terms and marks: what makes two spellings one, and what a query asks for."""

import pytest

from news.text.folding import fold_text, fold_with_positions
from news.text.highlighting import cut_around, split_marked
from news.text.search_tokens import PINYIN_MARK, index_tokens, parse_terms, path_words, pinyin_tokens


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("海爾創新產業園", "海尔创新产业园"),
        ("ＡＩｏＴ", "aiot"),
        ("Straße", "STRASSE"),
        ("顯著", "显着"),  # 著 is kept in some words and simplified in others
        ("乾坤", "干坤"),
        ("㍿", "株式会社"),
        ("ﾊﾛｰ", "ハロー"),
    ],
)
def test_spellings_of_one_word_fold_to_one(one, other):
    assert fold_text(one) == fold_text(other)


def test_a_part_of_a_text_folds_to_a_part_of_the_folded_text():
    """OpenCC with phrases would not do this: 乾 alone and in 乾坤 would differ."""
    text = "乾坤後著藉口瞭解乾隆裏臺灣"
    assert all(fold_text(text[start:end]) in fold_text(text) for start in range(12) for end in range(start, 13))


def test_positions_lead_back_to_the_text_also_where_folding_lengthens_it():
    folded, positions = fold_with_positions("甲㍿Ｂß")
    assert folded == "甲株式会社bss"
    assert positions == [0, 1, 1, 1, 1, 2, 3, 3, 4]


def test_chinese_becomes_pairs_and_nothing_crosses_punctuation():
    assert index_tokens("海尔创新，AIoT感知 5G") == ["海尔", "尔创", "创新", "新", "aiot", "感知", "知", "5g"]
    assert index_tokens("") == []


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("aiot/感知", ["aiot", "感知"]),
        ("20%", ["20"]),
        ("AIoT平台", ["aiot", "平台"]),
        ("海尔 海尔", ["海尔"]),
        ("“专精特新 企业” 创新", ["专精特新 企业", "创新"]),
        ('"smart city"', ["smart city"]),
        ('"没有关上', ["没有关上"]),
        ("% / ……", []),
        ("\x00\x01", []),
        ("", []),
    ],
)
def test_a_query_is_cut_into_terms(query, texts):
    assert [term.text for term in parse_terms(query)] == texts


def test_a_query_is_bounded():
    assert len(parse_terms(" ".join(f"w{number}" for number in range(40)))) == 10
    assert sum(len(term.text) for term in parse_terms("创" * 10_000)) == 200


def test_words_of_three_letters_are_also_beginnings_and_numbers_are_not():
    assert {term.text: term.is_prefix for term in parse_terms("rebuil ai 2022 新 创新")} == {
        "rebuil": True,
        "ai": False,
        "2022": False,
        "新": True,
        "创新": False,
    }


def test_a_title_is_spelled_in_syllables_joined_and_in_initials():
    spelled = {token.removeprefix(PINYIN_MARK) for token in pinyin_tokens("海尔创新 AIoT")}
    assert {"hai", "er", "haierchuangxin", "chuangxin", "hecx", "cx"} <= spelled
    assert "aiot" not in spelled


def test_marks_stand_on_every_spelling_and_lose_nothing():
    text = "海爾的ＡＩｏＴ与 aiots、iAIoT，海尔"
    pieces = split_marked(text, parse_terms("海尔 aiot"))
    assert [piece.text for piece in pieces if piece.is_marked] == ["海爾", "ＡＩｏＴ", "aiots", "海尔"]
    assert "".join(piece.text for piece in pieces) == text


def test_overlapping_hits_are_one_mark():
    assert [piece.text for piece in split_marked("产学研究", parse_terms("产学研 研究")) if piece.is_marked] == [
        "产学研究"
    ]


def test_the_words_around_the_first_hit():
    text = "前" * 100 + "创新" + "后" * 100
    cut = cut_around(text, parse_terms("创新"), 120)
    assert cut.startswith("…前")
    assert cut.endswith("后…")
    assert "创新" in cut
    assert 56 <= len(cut) <= 64
    assert cut_around(text, parse_terms("没有"), 120) == ""
    english = cut_around("word " * 50 + "needle " + "other " * 50, parse_terms("needle"), 60)
    assert set(english.strip("…").split()) == {"word", "needle", "other"}


def test_the_words_of_a_path():
    assert path_words("/2022/08/hai-er_chuang-xin.html") == "hai er chuang xin"
    assert path_words("/p/海尔创新/") == "海尔创新"
