"""Planned changes of live posts: made once at their time, merged with what happened since, one never delays another."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.utils import timezone

from news.models import Activity, Post, ScheduledChange
from news.publishing.posts import scheduled_changes, workflow
from news.publishing.posts.recording import record_revision
from news.publishing.posts.saving import save_post
from news.publishing.posts.scheduled_changes import (
    ChangeRefusedError,
    apply_due_changes,
    cancel_change,
    schedule_change,
)
from news.publishing.versions.fields import TEXT_FIELDS
from news.publishing.versions.snapshots import take_snapshot
from tests.factories import CategoryFactory, PostFactory
from tests.people import make_person

pytestmark = pytest.mark.django_db
SOON = dt.timedelta(hours=1)


def wish(post, **values):
    stored = take_snapshot(post)
    return {field.name: stored[field.name] for field in TEXT_FIELDS} | values


def plan(post, user=None, **values):
    return schedule_change(post, wish(post, **values), timezone.now() + SOON, user or make_person("editor"))


def run(moment=None):
    return list(apply_due_changes(moment or timezone.now() + 2 * SOON))


def stored(post):
    return Post.objects.get(pk=post.pk)


def test_until_its_time_nothing_changes_and_then_everything_planned_does():
    category, user = CategoryFactory(), make_person("editor")
    post = PostFactory(title="旧")
    change = plan(post, user, title="新", body="<p>新文</p>", categories=[category.pk], tags=["海港"])
    assert run(timezone.now()) == []
    assert stored(post).title == "旧"
    (result,) = run()
    now = stored(post)
    assert (result.error, now.title, now.ordered_categories(), now.is_public()) == ("", "新", [category], True)
    change.refresh_from_db()
    assert (change.made_version, change.error, change.done_at is None) == (now.version, "", False)
    assert now.revisions.first().reason == "changed as planned"
    assert list(Activity.objects.values_list("action", flat=True)) == ["changed as planned", "change planned"]
    assert run() == []


@pytest.mark.parametrize(
    ("post", "at", "values", "code"),
    [
        ({"status": "draft"}, SOON, {"title": "新"}, "not-live"),
        ({}, -SOON, {"title": "新"}, "past"),
        ({}, SOON, {}, "nothing"),
    ],
)
def test_what_cannot_be_planned_is_refused(post, at, values, code):
    post = PostFactory(**post)
    with pytest.raises(ChangeRefusedError) as caught:
        schedule_change(post, wish(post, **values), timezone.now() + at, make_person("editor"))
    assert caught.value.code == code


def test_one_at_a_time():
    post = PostFactory()
    first = plan(post, title="一")
    with pytest.raises(ChangeRefusedError):
        plan(post, title="二")
    assert cancel_change(first, make_person("editor"))
    assert not cancel_change(first, make_person("editor"))
    plan(post, title="二")
    run()
    assert stored(post).title == "二"


def test_fields_that_only_one_side_changed_are_merged():
    post = PostFactory(title="旧", summary="旧摘要")
    plan(post, title="新")
    other = stored(post)
    other.summary = "别人的摘要"
    save_post(other, make_person("editor"))
    assert [result.error for result in run()] == [""]
    assert (stored(post).title, stored(post).summary) == ("新", "别人的摘要")


def test_a_field_that_both_changed_is_nobodys_to_overwrite():
    post = PostFactory(title="旧")
    change = plan(post, title="新", subtitle="副")
    other = stored(post)
    other.title = "别人的"
    save_post(other)
    (result,) = run()
    assert result.error == "both:title"
    assert (stored(post).title, stored(post).subtitle) == ("别人的", "")
    change.refresh_from_db()
    assert (change.error, change.made_version) == ("both:title", None)
    assert cancel_change(change, make_person("editor"))  # puts it away
    change.refresh_from_db()
    assert change.error == ""


def test_both_to_the_same_is_no_conflict():
    post = PostFactory(title="旧")
    plan(post, title="新")
    other = stored(post)
    other.title = "新"
    save_post(other)
    assert [result.error for result in run()] == [""]


def test_a_post_that_is_not_public_any_more_is_left_alone():
    post = PostFactory(title="旧")
    plan(post, title="新")
    workflow.unpublish(stored(post), None)
    assert [result.error for result in run()] == ["not-live"]
    assert stored(post).title == "旧"


def test_without_what_it_was_made_from_it_is_not_guessed():
    post = PostFactory(title="旧")
    plan(post, title="新")
    save_post(stored(post))
    post.revisions.filter(version=1).delete()
    assert [result.error for result in run()] == ["no-base"]


def test_one_that_cannot_be_made_delays_no_other():
    posts = PostFactory.create_batch(3, title="旧")
    rows = [plan(post, title="新") for post in posts]
    ScheduledChange.objects.filter(pk=rows[0].pk).update(snapshot={"published_at": 3, "title": {"not": "text"}})
    results = run()
    assert [result.error.split(":")[0] for result in results] == ["failed", "", ""]
    assert [stored(post).title for post in posts] == ["旧", "新", "新"]


def test_a_save_in_the_same_moment_is_tried_again(monkeypatch):
    post = PostFactory(title="旧")
    plan(post, title="新")
    really, calls = scheduled_changes.write_row, []

    def write_row(row, *args, **kwargs):
        calls.append(row)
        if len(calls) == 1:
            Post.objects.filter(pk=row.pk).update(version=row.version + 1)
            record_revision(stored(row), None)
        return really(row, *args, **kwargs)

    monkeypatch.setattr(scheduled_changes, "write_row", write_row)
    run()
    # The transaction that lost is rolled back, the other save in it too: what counts is that it was tried once more.
    assert len(calls) == 2
    assert stored(post).title == "新"


def test_a_run_that_died_is_taken_over_when_its_claim_ends():
    post = PostFactory(title="旧")
    change = plan(post, title="新")
    moment = timezone.now() + 2 * SOON
    ScheduledChange.objects.filter(pk=change.pk).update(claimed_until=moment + SOON)
    assert run(moment) == []
    assert len(run(moment + 2 * SOON)) == 1


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_make_each_change_once():
    posts = PostFactory.create_batch(6, title="旧")
    for post in posts:
        plan(post, title="新")
    moment, results, errors = timezone.now() + 2 * SOON, [], []

    def work():
        try:
            results.extend(apply_due_changes(moment))
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(8)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    while left := list(apply_due_changes(moment)):  # what a busy database has put off
        results.extend(left)
    assert errors == []
    assert sorted(result.pk for result in results) == sorted(ScheduledChange.objects.values_list("pk", flat=True))
    assert [(post.title, post.version) for post in Post.objects.all()] == [("新", 2)] * 6
