"""What our writer writes as front matter, our reader reads equal, and other readers take for the same texts."""

import datetime as dt

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from news.exchange.frontmatter.loading import load_header
from news.exchange.frontmatter.splitting import split_front_matter
from news.exchange.frontmatter.values import tidy_text
from news.exchange.frontmatter.writing import UnwritableError, write_yaml

TEXTS = st.text(max_size=40) | st.sampled_from(
    ["NO", "00123", "2022-08-08", "1:30:00", "~", "null", "<<", "&a", "*b", "!c", "%d", "@e", "`f", "- g", "? h", ": i",
     "j: k", "l #m", "# n", "'o'", '"p"', "[q]", "{r: s}", "|", ">", "---", "...", "a\n---\nb", "<<<<<<< HEAD", "\\n",
     " t ", "\tu", "v\n", "\nw", "x\n\n", "y\n z", "z \n", "中文：正文", "🚢", "a\u2028b", "\u3000缩进", "it's", "="]
)  # fmt: skip
VALUES = st.recursive(
    TEXTS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4), max_leaves=12
)


def read_back(values):
    return load_header(split_front_matter(f"---\n{write_yaml(values)}---\nbody")).values


def tidy(value):
    """What can be stored at all: keys have one line, and nothing holds characters no database takes."""
    if isinstance(value, str):
        return tidy_text(value)
    if isinstance(value, list):
        return [tidy(item) for item in value]
    return {tidy_text(key).replace("\n", " "): tidy(item) for key, item in value.items()}


@given(st.dictionaries(TEXTS, VALUES, max_size=6))
def test_what_is_written_is_read_equal(values):
    assert read_back(values) == tidy(values)


@given(st.dictionaries(TEXTS, TEXTS, max_size=6))
def test_every_text_is_a_text_to_other_readers_too(values):
    wanted = tidy(values)
    assert yaml.safe_load(write_yaml(values)) == (wanted or None)


def test_the_order_of_keys_is_kept():
    values = {"title": "a", "date": "b", "abbrlink": "c"}
    assert list(read_back(values)) == list(values)


def test_what_shall_be_a_number_a_flag_or_a_moment_is_written_plain():
    at = dt.datetime(2022, 8, 8, 13, 58, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    text = write_yaml({"comments": False, "sticky": 3, "date": at, "id": "007"})
    assert text == "comments: false\nsticky: 3\ndate: 2022-08-08 13:58:00+08:00\nid: '007'\n"
    assert yaml.safe_load(text)["date"] == at


def test_it_looks_like_what_people_write():
    values = {
        "title": "夜航渡轮：加开两班",
        "categories": [["港城", "交通"], ["新闻"]],
        "author": {"name": "周岸"},
        "text": "一\n二",
    }
    assert write_yaml(values) == (
        "title: 夜航渡轮：加开两班\n"
        "categories:\n  - - 港城\n    - 交通\n  - - 新闻\n"
        "author:\n  name: 周岸\n"
        "text: |-\n  一\n  二\n"
    )


def test_nothing_is_no_line():
    assert write_yaml({}) == ""
    assert read_back({"a": [], "b": {}, "c": ""}) == {"a": [], "b": {}, "c": ""}


def test_what_cannot_be_read_back_is_not_written():
    deep = "x"
    for _level in range(12):
        deep = [deep]
    with pytest.raises(UnwritableError, match="too-deep"):
        write_yaml({"a": deep})
    with pytest.raises(UnwritableError, match="key-too-long"):
        write_yaml({"k" * 1001: "a"})
