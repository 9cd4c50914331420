"""The form of a live post saved as a change to come: nothing for readers until then, nothing typed is ever lost."""

import datetime as dt

import pytest
from django.utils import timezone, translation

from news.models import Post, ScheduledChange
from news.publishing.posts.saving import save_post
from news.publishing.posts.scheduled_changes import apply_due_changes
from news.publishing.versions.fields import TYPED_FIELDS
from tests.admin.forms import post_url, read_form
from tests.factories import CategoryFactory, PostFactory
from tests.people import ALL_ROLES, make_person

pytestmark = pytest.mark.django_db
JSON = {"accept": "application/json"}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def editor(desk):
    return desk("editor", interface_language="en")


def moment(hours=1):
    at = timezone.localtime(timezone.now() + dt.timedelta(hours=hours))
    return {"change_at_0": f"{at:%Y-%m-%d}", "change_at_1": f"{at:%H:%M}"}


def plan(client, post, values=None, headers=JSON, **changes):
    values = values or read_form(client.get(post_url(post)))
    return client.post(post_url(post, "schedule_change"), {**values, **moment(), **changes}, headers=headers)


def test_what_is_typed_waits_for_its_time(editor):
    post, category = PostFactory(title="旧"), CategoryFactory()
    answer = plan(editor, post, title="新", body="<p>新文</p>", category_list=[category.pk], tag_list="海港")
    assert (answer.status_code, answer.json()["errors"]) == (201, {})
    assert (Post.objects.get().title, Post.objects.get().version) == ("旧", post.version)
    change = ScheduledChange.objects.get()
    assert (change.user, change.snapshot["title"], change.snapshot["tags"]) == (editor.user, "新", ["海港"])
    list(apply_due_changes(change.due_at))
    now = Post.objects.get()
    assert (now.title, now.body, now.primary_category) == ("新", "<p>新文</p>", category)


def test_the_form_and_the_history_show_it_and_it_is_compared_and_cancelled(editor):
    post = PostFactory(title="旧")
    assert "data-plan-url" in editor.get(post_url(post)).content.decode()
    plan(editor, post, title="新")
    change = ScheduledChange.objects.get()
    for page in ("change", "history"):
        html = editor.get(post_url(post, page)).content.decode()
        assert f"?change={change.pk}" in html
        assert "data-plan-url" not in html
    changes = editor.get(post_url(post, "compare"), {"change": change.pk}).context["changes"]
    assert [each.name for each in changes] == ["title"]
    answer = editor.post(post_url(post, "schedule_change"), {"cancel_change": change.pk}, headers=JSON)
    assert answer.status_code == 200
    assert list(apply_due_changes(change.due_at)) == []
    again = editor.post(post_url(post, "schedule_change"), {"cancel_change": change.pk}, headers=JSON)
    assert again.status_code == 409


def test_one_that_could_not_be_made_is_shown_with_the_reason_until_it_is_put_away(editor):
    post = PostFactory(title="旧")
    plan(editor, post, title="新")
    other = Post.objects.get()
    other.title = "别人的"
    save_post(other)
    list(apply_due_changes(timezone.now() + dt.timedelta(hours=2)))
    page = editor.get(post_url(post)).content.decode()
    assert "Someone has changed the same fields since: title" in page
    editor.post(post_url(post, "schedule_change"), {"cancel_change": ScheduledChange.objects.get().pk})
    assert "Someone has changed the same fields" not in editor.get(post_url(post)).content.decode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "Nothing differs"),
        ({"title": "新", "change_at_0": "2001-01-01"}, "a future time"),
        ({"title": "新", "change_at_0": ""}, "a future time"),
        ({"title": "新", "published_at_0": "2020-01-01", "published_at_1": "08:00"}, "part of a planned change"),
        ({"title": "新", "corrections-0-text": "已更正"}, "part of a planned change"),
    ],
)
def test_what_cannot_be_planned_is_told(editor, changes, said):
    answer = plan(editor, PostFactory(), **changes)
    assert (answer.status_code, said in answer.json()["said"]) == (400, True)
    assert not ScheduledChange.objects.exists()


def test_errors_of_fields_are_told(editor):
    answer = plan(editor, PostFactory(), title="")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["title"])


def test_a_form_that_is_out_of_date_is_refused(editor):
    post = PostFactory()
    values = read_form(editor.get(post_url(post)))
    save_post(Post.objects.get())
    post.title = "别"
    other = Post.objects.get()
    other.title = "别人的"
    save_post(other)
    assert plan(editor, post, values, title="新").status_code == 409


def test_a_second_one_is_refused_and_the_first_stays(editor):
    post = PostFactory()
    plan(editor, post, title="一")
    assert plan(editor, post, title="二").status_code == 400
    assert ScheduledChange.objects.get().snapshot["title"] == "一"


def test_without_scripts_the_texts_are_shown_again(editor):
    post = PostFactory()
    refused = plan(editor, post, headers={}, title="长题目要留下", change_at_0="2001-01-01")
    assert refused.status_code == 400
    assert "长题目要留下" in refused.content.decode()
    assert plan(editor, post, headers={}, title="新").headers["Location"] == post_url(post)


def test_drafts_offer_no_such_button(editor):
    post = PostFactory(status="draft")
    assert "data-plan-url" not in editor.get(post_url(post)).content.decode()
    assert plan(editor, post, title="新").status_code == 400


@pytest.mark.parametrize("role", ALL_ROLES)
def test_who_plans(desk, role):
    client = desk(role)
    own, other = PostFactory(owner=client.user), PostFactory(owner=make_person("reporter"))
    values = read_form(desk("admin").get(post_url(own))) | {"title": "新"}
    statuses = [plan(client, post, values | {"version": ""}).status_code for post in (own, other)]
    assert statuses == ([403, 404] if role == "reporter" else [400, 400])
    assert client.get(post_url(own, "schedule_change")).status_code == 405


def test_whatever_was_typed_is_shown_when_a_plan_is_refused(editor):
    """Found: notes and the title for search engines were not."""
    typed = {name: f"https://example.org/{name}" for name in TYPED_FIELDS}
    refused = plan(editor, PostFactory(), headers={}, change_at_0="2001-01-01", **typed)
    page = refused.content.decode()
    assert (refused.status_code, [name for name in typed if typed[name] not in page]) == (400, [])
