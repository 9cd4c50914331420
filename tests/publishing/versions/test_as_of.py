"""What readers saw at a moment: the newest revision of then, if it was public by its own times."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from news.models import Post
from news.models.states import PostState
from news.publishing.posts import workflow
from news.publishing.posts.saving import save_post
from news.publishing.versions.as_of import seen_at
from tests.factories import PostFactory

pytestmark = pytest.mark.django_db
START = dt.datetime(2026, 11, 1, 8, tzinfo=dt.UTC)


def hour(number):
    return START + dt.timedelta(hours=number)


def at(number):
    return time_machine.travel(hour(number), tick=False)


def read(post):
    return Post.objects.for_page().get(pk=post.pk)


@pytest.fixture
def post():
    """Draft from hour 0, published at 2, changed at 4, taken off at 6, back at 8, trashed at 10."""
    with at(0):
        post = PostFactory(title="一稿", status="draft", published_at=None, path_on=None)
        save_post(post)
    with at(2):
        workflow.publish(post, None)
    with at(4):
        post.title = "二稿"
        save_post(post)
    with at(6):
        workflow.unpublish(post, None)
    with at(8):
        workflow.publish(post, None)
    with at(10):
        workflow.trash(post, None)
    return post


@pytest.mark.parametrize(
    ("number", "title", "state"),
    [
        (-1, None, None),
        (1, None, PostState.DRAFT),
        (2, "一稿", PostState.PUBLISHED),
        (3, "一稿", PostState.PUBLISHED),
        (5, "二稿", PostState.PUBLISHED),
        (7, None, PostState.DRAFT),
        (9, "二稿", PostState.PUBLISHED),
        (11, None, PostState.TRASHED),
    ],
)
def test_each_moment_shows_what_was_public_then(post, number, title, state):
    seen = seen_at(read(post), hour(number))
    assert (seen.post.title if seen.post else None, seen.state) == (title, state)


def test_a_scheduled_post_appeared_by_time_alone():
    with at(0):
        post = PostFactory(status="draft", published_at=None, path_on=None)
        workflow.publish(post, None, hour(5))
    assert seen_at(read(post), hour(4)).state == PostState.SCHEDULED
    assert seen_at(read(post), hour(5)).post is not None


def test_corrections_made_later_were_not_seen_then():
    with at(0):
        post = PostFactory(published_at=hour(-1))
        revision = save_post(post).revisions.get()
    del revision.snapshot["corrections"]
    revision.save()
    post.corrections.create(text="后来的更正", corrected_at=timezone.now())
    assert list(seen_at(read(post), hour(1)).post.corrections.all()) == []
