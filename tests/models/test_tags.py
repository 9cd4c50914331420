"""One tag for every spelling, and a slug for every tag."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from news.models import Post, PostTag, Tag
from tests.factories import PostFactory


@pytest.mark.django_db
def test_width_and_case_make_no_second_tag():
    post = PostFactory()
    post.tags.add("AI", "ai", "ＡＩ", " ai ")
    PostFactory().tags.add("ＡＩ")
    assert [tag.name for tag in Tag.objects.all()] == ["AI"]
    assert post.tags.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["！！！", "🌊", "・", "人工智能", "C++", "C#"])
def test_every_tag_has_a_slug_and_a_page(name):
    post = PostFactory()
    post.tags.add(name)
    tag = post.tags.get()
    assert tag.slug
    assert tag.get_absolute_url().endswith(f"/{tag.slug}/")


@pytest.mark.django_db
def test_names_with_the_same_pinyin_are_two_tags():
    first, second = Tag.objects.ensure(["事实", "实时"]), Tag.objects.ensure(["史诗"])
    slugs = {tag.slug for tag in [*first, *second]}
    assert len(slugs) == 3


@pytest.mark.django_db
def test_nothing_but_blanks_is_no_tag():
    assert Tag.objects.ensure(["", "  ", "\u200b"]) == []


@pytest.mark.django_db
def test_setting_tags_again_writes_nothing_new(django_assert_num_queries):
    post = PostFactory()
    post.tags.set(["港口", "AI"])
    ids = set(PostTag.objects.values_list("pk", flat=True))
    post.tags.set(["ＡＩ", "港口"])
    assert set(PostTag.objects.values_list("pk", flat=True)) == ids


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_make_one_tag():
    posts = [PostFactory().pk for _ in range(16)]

    def add(pk):
        try:
            Post.objects.get(pk=pk).tags.add("同时")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, posts))
    assert Tag.objects.count() == 1
    assert PostTag.objects.count() == 16


@pytest.mark.django_db
def test_any_number_of_tags_may_begin_with_the_same_long_words():
    names = [f"the quick brown fox jumps over the lazy dog and goes on running {number}" for number in range(60)]
    assert len({tag.slug for tag in Tag.objects.ensure(names)}) == 60
