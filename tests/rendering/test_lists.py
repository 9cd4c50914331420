"""The home page repeats nothing; lists have twelve posts a page; months are counted by address."""

import datetime as dt

import pytest
from django.utils import timezone

from news.models import Post
from news.rendering.lists import arrange_home, count_months, language_first
from tests.factories import CategoryFactory, PostFactory

pytestmark = pytest.mark.django_db


def ago(hours):
    return timezone.now() - dt.timedelta(hours=hours)


def all_posts(lists):
    yield lists.lead
    yield from lists.secondary
    for _day, posts in lists.latest:
        yield from posts
    for block in lists.blocks:
        yield block.lead
        yield from block.posts


def test_no_post_appears_twice():
    categories = [CategoryFactory() for _ in range(3)]
    for number in range(40):
        PostFactory(categories=[categories[number % 3]], published_at=ago(number + 1))
    shown = [post.pk for post in all_posts(arrange_home("zh-hans", categories))]
    assert len(shown) == len(set(shown)) > 20


def test_newest_first_behind_pinned_and_featured():
    posts = [PostFactory(published_at=ago(hours)) for hours in (1, 2, 3, 4)]
    Post.objects.filter(pk=posts[2].pk).update(is_featured=True)
    Post.objects.filter(pk=posts[3].pk).update(pinned_until=timezone.now() + dt.timedelta(hours=1))
    Post.objects.filter(pk=posts[1].pk).update(pinned_until=ago(1))  # over
    lists = arrange_home("zh-hans", [])
    assert [post.pk for post in all_posts(lists)] == [posts[3].pk, posts[2].pk, posts[0].pk, posts[1].pk]


def test_the_chromes_language_comes_first():
    chinese = [PostFactory(language="zh-hans", published_at=ago(1)) for _ in range(2)]
    english = PostFactory(language="en", published_at=ago(9))
    assert arrange_home("en", []).lead == english
    assert arrange_home("zh-hans", []).lead in chinese
    posts = language_first(Post.objects.published(), "en", 2)
    assert [post.language for post in posts] == ["en", "zh-hans"]


def test_blocks_are_top_categories_with_posts_from_below():
    root = CategoryFactory()
    leaf = CategoryFactory(parent=root)
    for number in range(20):
        PostFactory(categories=[leaf], published_at=ago(number + 1))
    (block,) = arrange_home("zh-hans", [root]).blocks
    assert block.category == root
    assert len(block.posts) == 3


def test_an_empty_site_has_an_empty_home_page():
    lists = arrange_home("zh-hans", [])
    assert lists.lead is None
    assert lists.latest == lists.blocks == lists.topics == []


def test_months_are_counted_newest_first():
    for day in ("2022-08-31", "2022-08-01", "2022-09-01", "2020-01-01"):
        PostFactory(published_at=dt.datetime.fromisoformat(f"{day}T12:00:00+08:00"))
    PostFactory(status="draft")
    counted = [
        (year, [(month.first_day.month, month.count) for month in months])
        for year, months in count_months(Post.objects.published())
    ]
    assert counted == [(2022, [(9, 1), (8, 2)]), (2020, [(1, 1)])]
