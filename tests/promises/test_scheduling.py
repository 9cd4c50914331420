"""A scheduled post is there at its second with no job running: page, lists, feed, news sitemap, search, API."""

import datetime as dt

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from news.models import Post
from news.publishing.posts import workflow
from tests.factories import CategoryFactory, PostFactory

pytestmark = pytest.mark.django_db
TITLE = "准点出现的文章"
PLACES = (
    "/",
    "/feed/",
    "/feed/atom/",
    "/feed.json",
    "/news-sitemap.xml",
    "/search/?q=准点出现",
    "/api/v1/posts/",
)


@pytest.fixture
def scheduled():
    at = (timezone.now() + dt.timedelta(hours=3)).replace(microsecond=0)
    post = PostFactory(status="draft", published_at=None, path_on=None, title=TITLE, categories=[CategoryFactory()])
    return workflow.publish(post, None, at=at)


def seen(client, post, moment):
    """Where it can be seen at a moment, its own page first."""
    cache.clear()
    with time_machine.travel(moment, tick=False):
        path = Post.objects.get(pk=post.pk).get_absolute_url()
        page = client.get(path).status_code
        shown = [place for place in PLACES if path in client.get(place).content.decode()]
    return page, shown


def test_one_second_before_it_is_nowhere_and_one_second_after_everywhere(client, scheduled):
    second = dt.timedelta(seconds=1)
    assert seen(client, scheduled, scheduled.published_at - second) == (404, [])
    assert seen(client, scheduled, scheduled.published_at + second) == (200, list(PLACES))


def test_put_off_it_stays_away_at_its_first_time(client, scheduled):
    first = scheduled.published_at
    workflow.publish(Post.objects.get(pk=scheduled.pk), None, at=first + dt.timedelta(hours=1))
    assert seen(client, scheduled, first + dt.timedelta(seconds=1)) == (404, [])


def test_taken_back_it_never_appears(client, scheduled):
    workflow.unpublish(Post.objects.get(pk=scheduled.pk), None)
    with time_machine.travel(scheduled.published_at + dt.timedelta(days=1)):
        assert TITLE not in client.get("/").content.decode()
