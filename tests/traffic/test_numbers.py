"""Most read, and the editors' numbers."""

import datetime as dt

import pytest
from django.utils import timezone

from news.models import Post, ViewCount
from news.traffic.numbers import ViewNumbers, first_day, most_read, view_numbers, week_views
from tests.factories import PostFactory

pytestmark = pytest.mark.django_db


def count(post, views, days_ago=0):
    ViewCount.objects.create(post=post, day=first_day(1) - dt.timedelta(days=days_ago), count=views)


def titles(posts):
    return [post.title for post in posts]


def test_most_read_adds_up_seven_days_and_no_more(django_assert_num_queries):
    week, day, old = PostFactory(title="周"), PostFactory(title="日"), PostFactory(title="旧")
    for days_ago in range(7):
        count(week, 10, days_ago)
    count(day, 69)
    count(old, 1000, 7)
    PostFactory(title="没人读")
    with django_assert_num_queries(1):
        assert titles(most_read(Post.objects.published(), "zh-hans")) == ["周", "日"]


def test_the_chromes_language_comes_first_and_what_is_not_public_never():
    for title, language, views in (("少", "zh-hans", 1), ("多", "zh-hans", 5), ("most", "en", 9)):
        count(PostFactory(title=title, language=language), views)
    count(PostFactory(title="草稿", status="draft"), 99)
    count(PostFactory(title="明天", published_at=timezone.now() + dt.timedelta(days=1)), 99)
    posts = Post.objects.published()
    assert titles(most_read(posts, "zh-hans")) == ["多", "少", "most"]
    assert titles(most_read(posts, "en", 2)) == ["most", "多"]
    assert titles(most_read(posts.exclude(title="多"), "zh-hans")) == ["少", "most"]


def test_the_editors_numbers(django_assert_num_queries):
    post, other = PostFactory(), PostFactory()
    count(post, 3)
    count(post, 4, 6)
    count(post, 100, 30)
    with django_assert_num_queries(1):
        assert week_views([post.pk, other.pk]) == {post.pk: 7}
    with django_assert_num_queries(1):
        assert view_numbers(post.pk) == ViewNumbers(7, 107)
    assert view_numbers(other.pk) == ViewNumbers(0, 0)
