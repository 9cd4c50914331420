"""Two texts compared: exactly what changed, by Han character."""

from hypothesis import given
from hypothesis import strategies as st

from news.text.differences import DiffPiece, diff_text

TEXT = st.text(alphabet="海尔集团a b1,，\n", max_size=60)


def test_only_the_changed_characters_are_marked():
    assert diff_text("海尔集团发布新平台", "海尔智家发布新平台") == [
        DiffPiece("same", "海尔"),
        DiffPiece("removed", "集团"),
        DiffPiece("added", "智家"),
        DiffPiece("same", "发布新平台"),
    ]


def test_latin_words_change_as_a_whole():
    assert diff_text("the old text", "the new text")[1:3] == [DiffPiece("removed", "old"), DiffPiece("added", "new")]


def test_a_latin_word_among_han_stands_for_itself():
    assert diff_text("用AIoT平台", "用IoT平台") == [
        DiffPiece("same", "用"),
        DiffPiece("removed", "AIoT"),
        DiffPiece("added", "IoT"),
        DiffPiece("same", "平台"),
    ]


def test_equal_texts_are_one_piece_and_empty_ones_none():
    assert diff_text("同", "同") == [DiffPiece("same", "同")]
    assert diff_text("", "") == []


@given(TEXT, TEXT)
def test_both_texts_can_be_read_back(old, new):
    pieces = diff_text(old, new)
    assert "".join(text for kind, text in pieces if kind != "added") == old
    assert "".join(text for kind, text in pieces if kind != "removed") == new


def test_a_text_that_is_wholly_new_and_long_ends_soon():
    old, new = "甲乙丙丁" * 20_000, "子丑寅卯" * 20_000
    assert [piece.kind for piece in diff_text(old, new)] == ["removed", "added"]
