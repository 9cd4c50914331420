"""Presence and locks: short-lived, and held in the transaction of the save."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from news.models import Activity, EditLock, Post
from news.publishing.errors import EditConflictError, LockedError
from news.publishing.posts.locks import (
    break_lock,
    end_presence,
    find_lock,
    note_presence,
    others_present,
    release_lock,
    renew_lock,
    take_lock,
)
from news.publishing.posts.saving import save_post
from tests.factories import PostFactory, UserFactory

pytestmark = pytest.mark.django_db


def after(**span):
    return time_machine.travel(timezone.now() + dt.timedelta(**span), tick=False)


def test_others_are_seen_for_two_minutes_and_oneself_never():
    post, me, other = PostFactory(), UserFactory(), UserFactory()
    note_presence(post, me)
    note_presence(post, other)
    note_presence(post, other)
    assert [each.user for each in others_present(post, me)] == [other]
    with after(seconds=121):
        assert others_present(post, me) == []
    end_presence(post, other)
    assert others_present(post, me) == []


def test_a_lock_stops_others_from_saving_and_ends_by_itself():
    post, owner, other = PostFactory(), UserFactory(), UserFactory()
    take_lock(post, owner)
    with pytest.raises(LockedError) as error:
        save_post(Post.objects.get(pk=post.pk), other)
    assert isinstance(error.value, EditConflictError)
    assert error.value.owner == owner
    assert Post.objects.get(pk=post.pk).version == 1
    save_post(Post.objects.get(pk=post.pk), owner)
    save_post(Post.objects.get(pk=post.pk), None)
    with after(minutes=31):
        assert find_lock(post) is None
        save_post(Post.objects.get(pk=post.pk), other)
        assert take_lock(post, other).owner == other


def test_a_lock_is_one_persons_and_is_prolonged_while_they_write():
    post, owner, other = PostFactory(), UserFactory(), UserFactory()
    first = take_lock(post, owner)
    with pytest.raises(LockedError):
        take_lock(post, other)
    with after(minutes=20):
        assert renew_lock(post, owner)
        assert find_lock(post).expires_at > first.expires_at
    assert not renew_lock(post, other)
    release_lock(post, other)
    assert find_lock(post) is not None
    release_lock(post, owner)
    assert not renew_lock(post, owner)
    assert not EditLock.objects.exists()


def test_a_broken_lock_stands_in_the_log():
    post, owner, other = PostFactory(), UserFactory(username="lilei"), UserFactory()
    break_lock(post, other)
    take_lock(post, owner)
    break_lock(post, owner)
    assert find_lock(post) is not None
    break_lock(post, other)
    assert find_lock(post) is None
    row = Activity.objects.get()
    assert (row.action, row.user, row.facts) == ("broke_lock", other, {"owner": "lilei"})
