"""The chrome's language comes first."""

import datetime as dt

import pytest
from django.utils import timezone

from news.models import Post
from news.rendering.paging import language_first
from tests.factories import PostFactory

pytestmark = pytest.mark.django_db


def ago(hours):
    return timezone.now() - dt.timedelta(hours=hours)


def test_the_language_comes_first():
    PostFactory.create_batch(2, language="zh-hans", published_at=ago(1))
    PostFactory(language="en", published_at=ago(9))
    posts = language_first(Post.objects.published(), "en", 2)
    assert [post.language for post in posts] == ["en", "zh-hans"]
