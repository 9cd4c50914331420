"""The index of tags: public ones, by letter, the most used first, bounded."""

import pytest

from news.rendering import tag_index
from news.rendering.tag_index import make_tag_index
from tests.factories import PostFactory, TagFactory

pytestmark = pytest.mark.django_db


def test_letters_in_order_and_the_most_used_first(django_assert_num_queries):
    PostFactory(tags=["潮汐", "城市", "AI", "5G"])
    PostFactory(tags=["城市", "秘密"], status="draft")
    PostFactory(tags=["城市"])
    TagFactory(name="未用")
    with django_assert_num_queries(1):
        index = make_tag_index()
    shown = [(letter.name, letter.anchor, [each.tag.name for each in letter.tags]) for letter in index.letters]
    assert shown == [
        ("A", "letter-a", ["AI"]),
        ("C", "letter-c", ["城市", "潮汐"]),
        ("#", "letter-other", ["5G"]),
    ]
    assert index.letters[1].tags[0].post_count == 2
    assert not index.is_cut


def test_too_many_are_cut_to_the_most_used(monkeypatch):
    monkeypatch.setattr(tag_index, "INDEX_COUNT", 2)
    PostFactory(tags=["甲", "乙", "丙"])
    PostFactory(tags=["甲", "丙"])
    index = make_tag_index()
    assert index.is_cut
    assert index.count == 2
    assert {each.tag.name for letter in index.letters for each in letter.tags} == {"甲", "丙"}
