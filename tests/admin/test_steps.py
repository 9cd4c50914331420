"""A post's steps in the form: handed in, returned with a reason, published, undone within seconds."""

import datetime as dt
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from news.models import Address, Post
from news.models.states import PostState
from news.publishing.posts import workflow
from tests.admin.forms import fill, post_url
from tests.factories import AuthorFactory, CategoryFactory, ImageFactory, PostFactory

pytestmark = pytest.mark.django_db


def draft(**values):
    parts = {"categories": [CategoryFactory()], "authors": [AuthorFactory()], "header_image": ImageFactory(alt="码头")}
    return PostFactory(**{"status": "draft", "published_at": None, "path_on": None, **parts, **values})


def stored(post):
    return Post.objects.get(pk=post.pk)


def undo(client, post, response):
    token = parse_qs(urlsplit(response["Location"]).query)["done"][0]
    return client.post(reverse("admin:news_post_undo", args=[post.pk]), {"undo": token}, follow=True)


class TestReturn:
    def test_it_goes_back_with_the_reason_and_what_was_changed_meanwhile(self, editor):
        post = draft(status="in_review")
        fill(editor, post, "_return", title="改过的题", return_note="请补充来源。")
        assert (stored(post).status, stored(post).review_note, stored(post).title) == (
            "draft",
            "请补充来源。",
            "改过的题",
        )
        revision = stored(post).revisions.first()
        assert (revision.reason, revision.note, revision.user) == ("returned", "请补充来源。", editor.user)

    def test_without_a_reason_nothing_happens_and_the_form_says_why(self, editor):
        post = draft(status="in_review")
        response = fill(editor, post, "_return", return_note="  ")
        assert response.status_code == 200
        assert stored(post).status == "in_review"

    def test_only_what_was_handed_in_can_go_back(self, editor, reporter):
        post = draft()
        assert fill(editor, post, "_return", return_note="?").status_code == 403
        own = draft(owner=reporter.user)
        assert fill(reporter, own, "_return", return_note="?").status_code == 403


class TestUndo:
    def test_a_publication_is_taken_back_as_if_nobody_had_seen_it(self, editor, client):
        post = draft(title="早了一步")
        response = fill(editor, post, "_publish", title="早了一步，改")
        path = stored(post).get_absolute_url()
        assert client.get(path).status_code == 200
        undo(editor, post, response)
        assert client.get(path).status_code == 404
        after = stored(post)
        assert (after.state, after.published_at, after.first_published_at, after.path_on) == (
            PostState.DRAFT,
            None,
            None,
            None,
        )
        assert after.title == "早了一步，改"
        assert not Address.objects.exists()

    def test_a_new_post_published_at_once_becomes_a_draft(self, editor, client):
        add = reverse("admin:news_post_add")
        from tests.admin.forms import read_form

        values = read_form(editor.get(add)) | {"title": "新", "body": "<p>文</p>", "language": "zh-hans"}
        values |= {"category_list": [CategoryFactory().pk], "author_list": [AuthorFactory().pk]}
        response = editor.post(add, {**values, "_publish": "1"})
        post = Post.objects.get()
        assert post.is_public()
        undo(editor, post, response)
        assert stored(post).state == PostState.DRAFT

    @pytest.mark.parametrize(
        ("button", "state"), [("_unpublish", "draft"), ("_archive", "archived"), ("_submit", "in_review")]
    )
    def test_every_step_can_be_taken_back(self, editor, button, state):
        post = draft() if button == "_submit" else workflow.publish(draft(), None)
        before = stored(post)
        response = fill(editor, post, button)
        assert stored(post).status == state
        undo(editor, post, response)
        after = stored(post)
        assert (after.status, after.published_at, after.path_on) == (before.status, before.published_at, before.path_on)

    def test_a_reporter_takes_back_the_handing_in_and_nothing_else(self, reporter):
        post = draft(owner=reporter.user)
        undo(reporter, post, fill(reporter, post, "_submit"))
        assert stored(post).status == "draft"

    def test_after_fifteen_seconds_it_is_too_late(self, editor):
        post = draft()
        response = fill(editor, post, "_publish")
        with time_machine.travel(timezone.now() + dt.timedelta(seconds=16)):
            undo(editor, post, response)
        assert stored(post).is_public()

    def test_what_somebody_saved_since_is_not_undone(self, editor):
        post = draft()
        response = fill(editor, post, "_publish")
        workflow.archive(stored(post), None)
        undo(editor, post, response)
        assert stored(post).status == "archived"

    def test_a_forged_step_undoes_nothing(self, editor):
        post = draft()
        fill(editor, post, "_publish")
        editor.post(reverse("admin:news_post_undo", args=[post.pk]), {"undo": f"{post.pk}.2._publish:x:y"})
        assert stored(post).is_public()


class TestAfterPublication:
    def test_the_form_shows_the_link_its_code_the_next_draft_and_the_way_back(self, editor):
        draft(title="下一篇", owner=editor.user)
        post = draft()
        page = editor.get(fill(editor, post, "_publish")["Location"]).content.decode()
        assert f"http://testserver{stored(post).get_absolute_url()}" in page
        assert "下一篇" in page
        assert 'name="undo"' in page

    def test_a_reload_after_the_time_offers_no_way_back_any_more(self, editor):
        post = draft()
        address = fill(editor, post, "_publish")["Location"]
        with time_machine.travel(timezone.now() + dt.timedelta(seconds=11)):
            assert 'name="undo"' not in editor.get(address).content.decode()


class TestEmbargo:
    def test_the_form_names_the_end_of_the_embargo(self, desk):
        client = desk("publisher")
        post = draft(embargo_until=timezone.now() + dt.timedelta(days=1))
        response = fill(client, post, "_publish")
        assert response.status_code == 200
        assert date_format(timezone.localtime(post.embargo_until), "DATETIME_FORMAT") in response.content.decode()
        assert not stored(post).is_public()


def test_a_scheduled_post_published_without_a_time_is_out_now(editor):
    post = workflow.publish(draft(), None, at=timezone.now() + dt.timedelta(days=1))
    fill(editor, post, "_publish", published_at_0="", published_at_1="")
    assert stored(post).is_public()


def test_a_step_opens_the_form_again_with_its_buttons(editor):
    post = draft()
    assert editor.get(post_url(post), {"done": "x"}).status_code == 200
