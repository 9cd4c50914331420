"""A post's way: submitted, published, scheduled, unpublished, archived, trashed, restored, purged."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from news.models import Activity, Address, AppendOnlyError, Post
from news.models.states import PostState
from news.publishing.errors import EditConflictError, EmbargoError
from news.publishing.log.activity import record_activity
from news.publishing.posts import workflow
from news.publishing.posts.saving import save_post
from tests.factories import PostFactory, UserFactory

pytestmark = pytest.mark.django_db


def draft(**values):
    return PostFactory(**{"status": Post.Status.DRAFT, "published_at": None, "path_on": None, **values})


def is_listed(post):
    return Post.objects.published().filter(pk=post.pk).exists()


def test_a_draft_is_submitted_then_published_and_only_then_public():
    post, user = draft(), UserFactory()
    workflow.submit(post, user)
    assert post.state == PostState.IN_REVIEW
    assert not is_listed(post)
    workflow.publish(post, user)
    assert is_listed(post)
    assert [row.reason for row in post.revisions.order_by("version")] == ["submitted", "published"]


def test_publishing_without_a_time_publishes_now():
    post = workflow.publish(draft(), None)
    assert timezone.now() - post.published_at < dt.timedelta(minutes=1)
    assert post.first_published_at == post.published_at


def test_a_time_to_come_schedules():
    post = workflow.publish(draft(), None, at=timezone.now() + dt.timedelta(hours=2))
    assert post.state == PostState.SCHEDULED
    assert not is_listed(post)
    assert Post.objects.published(at=timezone.now() + dt.timedelta(hours=3)).filter(pk=post.pk).exists()


def test_publishing_again_brings_back_the_same_address():
    post = workflow.publish(draft(slug="wieder"), None)
    address = post.get_absolute_url()
    workflow.unpublish(post, None)
    assert not is_listed(post)
    workflow.publish(post, None)
    assert post.get_absolute_url() == address


def test_an_unpublished_scheduled_post_gives_its_day_back():
    post = workflow.publish(draft(), None, at=timezone.now() + dt.timedelta(hours=2))
    workflow.unpublish(post, None)
    assert (post.path_on, post.first_published_at) == (None, None)


def test_an_archived_post_is_not_public():
    post = workflow.archive(PostFactory(), None)
    assert post.state == PostState.ARCHIVED
    assert not is_listed(post)


@pytest.mark.parametrize("status", ["draft", "in_review", "approved", "archived"])
def test_the_trash_gives_back_exactly_what_it_was_given(status):
    post = save_post(PostFactory(status=status))
    before = Post.objects.values().get(pk=post.pk)
    workflow.trash(post, None)
    assert post.state == PostState.TRASHED
    assert not is_listed(post)
    workflow.restore(post, None)
    after = Post.objects.values().get(pk=post.pk)
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {"version"}


def test_trashing_twice_keeps_the_first_date():
    post = workflow.trash(PostFactory(), None)
    first = post.trashed_at
    assert workflow.trash(post, None).trashed_at == first


def test_only_what_lies_in_the_trash_can_be_purged():
    with pytest.raises(ValueError, match="trashed"):
        workflow.purge(PostFactory())


def test_what_readers_knew_answers_gone_after_a_purge():
    post = workflow.trash(PostFactory(), None)
    address = post.get_absolute_url()
    workflow.purge(post)
    assert Address.objects.get(path=address).target is None


def test_what_readers_never_saw_leaves_no_trace():
    post = workflow.trash(draft(), None)
    Address.objects.create(path="/imported/old/", post=post)
    workflow.purge(post)
    assert not Address.objects.exists()


def test_a_post_restored_meanwhile_is_not_purged():
    post = workflow.trash(PostFactory(), None)
    open_elsewhere = Post.objects.get(pk=post.pk)
    workflow.restore(post, None)
    with pytest.raises(EditConflictError):
        workflow.purge(open_elsewhere)
    assert Post.objects.filter(pk=post.pk).exists()


def test_the_state_of_a_row_is_the_state_that_lists_it():
    now = timezone.now()
    for status in Post.Status.values:
        for time in (now - dt.timedelta(hours=1), now + dt.timedelta(hours=1)):
            PostFactory(status=status, published_at=time)
            PostFactory(status=status, published_at=time, trashed_at=now)
    for post in Post.objects.all():
        assert [state for state in PostState.values if Post.objects.in_state(state).filter(pk=post.pk)] == [post.state]


def test_a_returned_post_is_a_draft_with_the_reason_until_it_is_handed_in_again():
    post = PostFactory(status="in_review", submitted_at=timezone.now())
    workflow.send_back(post, None, "请补充信息来源。")
    stored = Post.objects.get(pk=post.pk)
    assert (stored.status, stored.review_note, stored.submitted_at) == ("draft", "请补充信息来源。", None)
    assert stored.revisions.first().note == "请补充信息来源。"
    workflow.submit(stored, None)
    assert (stored.review_note, stored.submitted_at is not None) == ("", True)


def test_nothing_is_returned_without_a_reason():
    post = PostFactory(status="in_review")
    with pytest.raises(ValueError, match="reason"):
        workflow.send_back(post, None, "  ")


def test_an_embargo_holds_whoever_publishes_and_however():
    until = timezone.now() + dt.timedelta(hours=3)
    post = draft(embargo_until=until)
    with pytest.raises(EmbargoError) as caught:
        workflow.publish(post, None, at=until - dt.timedelta(seconds=1))
    assert caught.value.until == until
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.filter(pk=post.pk).update(status="approved", published_at=timezone.now(), path_on="2026-01-01")
    workflow.publish(Post.objects.get(pk=post.pk), None, at=until)
    assert Post.objects.get(pk=post.pk).is_scheduled


def test_every_step_is_in_the_log_with_the_person_and_the_versions():
    post, user = draft(), UserFactory()
    workflow.publish(workflow.submit(post, user), user)
    rows = Activity.objects.about(post).values_list("action", "user", "user_name", "version_from", "version_to")
    assert list(rows) == [("published", user.pk, user.username, 2, 3), ("submitted", user.pk, user.username, 1, 2)]


def test_the_log_is_only_added_to():
    entry = record_activity(None, "saved", PostFactory())
    for act in (entry.save, entry.delete, Activity.objects.all().delete, lambda: Activity.objects.update(title="")):
        with pytest.raises(AppendOnlyError):
            act()
