"""Two editors and one post: shown side by side, merged where it is sound, and no alarm where there is no conflict."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext

from news.models import Activity, Draft, Image, Post, Revision
from news.publishing.posts import workflow
from news.publishing.posts.locks import take_lock
from news.publishing.posts.saving import save_post
from tests.admin.forms import fill, post_url, read_form, send
from tests.factories import CategoryFactory, ImageFactory, PostFactory
from tests.people import make_person, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(db):
    return make_person("editor", username="lilei", first_name="李雷")


@pytest.fixture
def post(editor):
    return save_post(Post(title="标题", summary="摘要", body="<p>第一段</p><p>第二段</p>", language="en"), editor.user)


def save_theirs(post, user, **values):
    stored = Post.objects.get(pk=post.pk)
    for name, value in values.items():
        setattr(stored, name, value)
    return save_post(stored, user)


def who_of(page):
    return {each.name: each.who for each in page.context["differences"]}


def test_each_field_says_who_changed_it_and_the_characters_are_marked(editor, post, other):
    values = read_form(editor.get(post_url(post)))
    save_theirs(post, other, summary="他们的摘要", body="<p>第一段</p><p>第三段</p>")
    page = send(editor, post_url(post), values, body="<p>第一段</p><p>第四段</p>", tag_list="海港")
    assert page.status_code == 409
    assert who_of(page) == {"summary": "theirs", "body": "both", "tag_list": "mine"}
    body = next(each for each in page.context["differences"] if each.name == "body")
    assert [(piece.kind, piece.text) for piece in body.pieces if piece.kind != "same"] == [
        ("removed", "三"),
        ("added", "四"),
    ]
    assert Draft.objects.get().values["body"] == ["<p>第一段</p><p>第四段</p>"]


def test_saving_as_chosen_keeps_mine_and_what_only_they_changed(editor, post, other):
    values = read_form(editor.get(post_url(post)))
    save_theirs(post, other, summary="他们的摘要", title="他们的标题")
    page = send(editor, post_url(post), values, title="我的标题", subtitle="我的副题")
    token = page.context["theirs_version"]
    assert send(editor, post_url(post), read_form(page), "_save_over", _save_over=token).status_code == 302
    stored = Post.objects.get(pk=post.pk)
    assert (stored.title, stored.subtitle, stored.summary) == ("我的标题", "我的副题", "他们的摘要")
    assert Revision.objects.get(version=2).snapshot["title"] == "他们的标题"
    assert not Draft.objects.exists()


def test_theirs_can_be_chosen_for_a_field(editor, post, other):
    category = CategoryFactory()
    values = read_form(editor.get(post_url(post)))
    save_theirs(post, other, title="他们的标题", body="<p>他们的</p>")
    page = send(editor, post_url(post), values, title="我的标题", body="<p>我的</p>", category_list=[category.pk])
    chosen = {"_save_over": page.context["theirs_version"], "take_title": "theirs", "take_body": "mine"}
    send(editor, post_url(post), read_form(page), "_save_over", **chosen)
    stored = Post.objects.get(pk=post.pk)
    assert (stored.title, stored.body, stored.ordered_categories()) == ("他们的标题", "<p>我的</p>", [category])


# --- no conflict where there is none -------------------------------------------


def test_time_that_passes_is_no_change(editor):
    moment = timezone.now() + dt.timedelta(minutes=5)
    post = workflow.publish(Post(title="将发", language="en"), editor.user, moment)
    values = read_form(editor.get(post_url(post)))
    with time_machine.travel(moment + dt.timedelta(minutes=5), tick=False):
        assert send(editor, post_url(post), values, title="发布后改").status_code == 302
        stored = Post.objects.get(pk=post.pk)
        assert (stored.title, stored.is_public(), stored.published_at) == ("发布后改", True, post.published_at)


@pytest.mark.parametrize("move", [workflow.publish, workflow.submit])
def test_ones_own_act_elsewhere_is_no_conflict(editor, post, move):
    values = read_form(editor.get(post_url(post)))
    moved = move(Post.objects.get(pk=post.pk), editor.user)
    assert send(editor, post_url(post), values, title="接着改").status_code == 302
    stored = Post.objects.get(pk=post.pk)
    assert (stored.title, stored.status, stored.published_at) == ("接着改", moved.status, moved.published_at)


def test_two_tabs_of_one_person_that_changed_different_fields_go_together(editor, post):
    values = read_form(editor.get(post_url(post)))
    fill(editor, post, summary="另一页的摘要")
    assert send(editor, post_url(post), values, title="这一页的标题").status_code == 302
    stored = Post.objects.get(pk=post.pk)
    assert (stored.title, stored.summary) == ("这一页的标题", "另一页的摘要")


def test_two_tabs_of_one_person_that_changed_the_same_field_are_a_conflict(editor, post):
    values = read_form(editor.get(post_url(post)))
    fill(editor, post, title="另一页的标题")
    assert send(editor, post_url(post), values, title="这一页的标题").status_code == 409
    assert Post.objects.get(pk=post.pk).title == "另一页的标题"


# --- beside the form -----------------------------------------------------------


TOLD = gettext("Nothing was done: someone else has saved this post in the meantime. Check it, then try again.")


def test_the_page_that_asks_before_trashing_carries_the_version(editor, post, other):
    page = editor.get(post_url(post, "delete"))
    token = page.context["version"]
    save_theirs(post, other, title="他们的标题")
    answer = editor.post(post_url(post, "delete"), {"post": "yes", "version": token}, follow=True)
    assert Post.objects.get(pk=post.pk).trashed_at is None
    assert TOLD in [str(message) for message in answer.context["messages"]]
    editor.post(
        post_url(post, "delete"), {"post": "yes", "version": editor.get(post_url(post, "delete")).context["version"]}
    )
    assert Post.objects.get(pk=post.pk).trashed_at is not None


def test_a_description_that_somebody_else_wrote_meanwhile_is_not_overwritten(editor):
    image = ImageFactory(alt="旧")
    post = PostFactory(header_image=image)
    values = read_form(editor.get(post_url(post)))
    Image.objects.filter(pk=image.pk).update(alt="同事写的")
    response = editor.post(post_url(post), {**values, "header_alt": "我写的", "_continue": "1"}, follow=True)
    image.refresh_from_db()
    assert image.alt == "同事写的"
    assert any("我写的" in str(message) for message in response.context["messages"])


# --- the lock ------------------------------------------------------------------


def test_a_save_against_a_lock_is_refused_and_the_text_kept(editor, post, other):
    values = read_form(editor.get(post_url(post)))
    take_lock(post, other)
    page = send(editor, post_url(post), values, title="我的标题")
    assert page.status_code == 423
    text = page.content.decode()
    assert "李雷" in text
    assert "我的标题" in text
    assert Draft.objects.get().values["title"] == ["我的标题"]
    assert Post.objects.get(pk=post.pk).title == "标题"
    assert send(editor, post_url(post), read_form(page), "_break_lock").status_code == 302
    assert Post.objects.get(pk=post.pk).title == "我的标题"
    assert Activity.objects.filter(action="broke_lock", user=editor.user).count() == 1


def test_a_reporter_does_not_break_an_editors_lock(reporter, other):
    post = save_post(Post(title="稿", owner=reporter.user, language="en"), reporter.user)
    values = read_form(reporter.get(post_url(post)))
    take_lock(post, other)
    assert send(reporter, post_url(post), values, "_break_lock", title="改").status_code == 423
    assert reporter.post(post_url(post, "lock"), {"lock": "break"}).status_code == 403
    assert Post.objects.get(pk=post.pk).title == "稿"


def test_a_lock_that_is_taken_between_look_and_write_still_holds(editor, post, other, monkeypatch):
    from news.admin.posts import saving as post_saving

    values = read_form(editor.get(post_url(post)))
    write = post_saving.write_row

    def be_late(row, expected_version=None):
        monkeypatch.undo()
        take_lock(row, other)
        return write(row, expected_version)

    monkeypatch.setattr(post_saving, "write_row", be_late)
    answer = send(editor, post_url(post), values, title="我的标题")
    assert answer.status_code in (302, 423)  # the lock was taken inside the transaction that was undone
    assert Draft.objects.exists() or Post.objects.get(pk=post.pk).title == "我的标题"


def test_the_buttons_of_the_lock(editor, post, other):
    url = post_url(post, "lock")
    assert editor.post(url, {"lock": "take"}).json()["company"]["lock"]["is_own"]
    assert editor.post(url, {"lock": "nonsense"}).status_code == 403
    assert editor.post(url, {"lock": "release"}).json()["company"]["lock"] is None
    take_lock(post, other)
    answer = editor.post(url, {"lock": "take"})
    assert answer.status_code == 423
    assert answer.json()["company"]["lock"]["may_break"]
    assert editor.post(url, {"lock": "break"}).json()["company"]["lock"] is None


def test_save_and_close_releases_the_lock(editor, post):
    take_lock(post, editor.user)
    fill(editor, post, "_continue", title="一")
    assert editor.get(post_url(post)).context["company"]["lock"]["is_own"]
    fill(editor, post, "_save", title="二")
    assert editor.get(post_url(post)).context["company"]["lock"] is None


# --- presence ------------------------------------------------------------------


def test_the_second_to_open_the_form_sees_who_is_there(desk, post, other):
    first, second = desk("editor"), sign_in(Client(), other)
    second.post(post_url(post, "presence"))
    assert "李雷" in first.get(post_url(post)).content.decode()
    assert "李雷" in first.post(post_url(post, "presence")).json()["company"]["people"][0]
    with time_machine.travel(timezone.now() + dt.timedelta(seconds=70), tick=False):
        assert "1" in first.post(post_url(post, "presence")).json()["company"]["people"][0]
    second.post(post_url(post, "presence"), {"left": "1"})
    assert first.post(post_url(post, "presence")).json()["company"]["people"] == []


def test_presence_is_told_to_those_only_who_may_change_the_post(reporter, post):
    assert reporter.post(post_url(post, "presence")).status_code == 404
    assert reporter.post(post_url(post, "lock"), {"lock": "take"}).status_code == 404
