"""Texts told twice have near prints, other texts have not."""

import random
from pathlib import Path

import pytest

from news.text.simhash import ALIKE, NEAR, as_signed, as_unsigned, bands_of, distance, likeness, make_simhash

POSTS = Path(__file__).parents[2] / "news" / "demo" / "posts"
PAIRS = 200


def read_texts():
    texts = [path.read_text().split("---", 2)[-1].strip() for path in sorted(POSTS.glob("*.md"))]
    return [text for text in texts if len(text) > 300]


def retell(text, draw):
    """As a second outlet prints an agency's report."""
    match draw.choice(("source", "width", "typing", "cut", "lead")):
        case "source":
            return f"{text}\n（来源：新海晚报　责任编辑：李雷）"
        case "width":
            return text.replace("，", ",").replace("。", ". ").replace("“", '"').replace("1", "１")
        case "typing":
            letters = list(text)
            for _ in range(len(text) // 300 + 1):
                letters[draw.randrange(len(letters))] = draw.choice("的一是了我不在他有这")
            return "".join(letters)
        case "cut":
            return text[: int(len(text) * 0.985)]
    return f"本报讯（记者 韩梅梅）{text}"


def is_same_story(one, other):
    prints = make_simhash(one), make_simhash(other)
    return distance(*prints) <= NEAR and likeness(one, other) >= ALIKE


def test_of_200_pairs_retold_ones_are_found_and_others_are_not():
    draw = random.Random(20261126)  # noqa: S311
    texts = read_texts()
    retold = [(text, retell(text, draw)) for text in draw.choices(texts, k=PAIRS // 2)]
    others = [tuple(draw.sample(texts, 2)) for _ in range(PAIRS // 2)]
    found = sum(is_same_story(*pair) for pair in retold)
    wrong = sum(is_same_story(*pair) for pair in others)
    assert found / len(retold) >= 0.9
    assert found / (found + wrong) >= 0.95
    assert not any(is_same_story(one, other) for at, one in enumerate(texts) for other in texts[:at])


def test_width_case_spaces_and_punctuation_do_not_count():
    text = "ＡＩ平台，在 2026 年上线。" * 10
    assert make_simhash(text) == make_simhash("ai平台 在2026年上线 " * 10)


@pytest.mark.parametrize("text", ["", "短", "潮水。" * 20])
def test_a_short_text_has_no_print(text):
    assert make_simhash(text) is None


def test_a_print_is_the_same_on_every_machine_and_fits_its_columns():
    number = make_simhash("潮水在清晨退去，码头上的人开始一天的工作。" * 6)
    assert number == 3255036110762153050
    assert as_unsigned(as_signed(number)) == number
    assert -(2**63) <= as_signed(2**64 - 1) < 2**63
    assert sum(band << 16 * at for at, band in enumerate(bands_of(number))) == number
