"""The preview: the real page, for those who may see the post and those with a link, and for nobody else."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from news.models import Activity, Draft, Post, PreviewLink
from news.publishing.posts import workflow
from news.publishing.posts.preview_links import make_link, revoke_link, sign_link
from tests.admin.forms import post_url, read_form
from tests.factories import CategoryFactory, PostFactory
from tests.people import ALL_ROLES, make_person

pytestmark = pytest.mark.django_db


def preview(post):
    return reverse("admin:news_post_preview", args=[post.pk])


def main_of(response):
    html = response.content.decode()
    return html[html.index("<main") : html.index("</main>")]


def draft(**values):
    return PostFactory(**{"status": "draft", "published_at": None, "path_on": None, **values})


def test_it_is_the_page_that_readers_get_once_the_post_is_published(editor, client):
    post = draft(body="<h2>码头</h2><p>清晨的码头。</p>")
    with time_machine.travel(timezone.now(), tick=False):
        before = main_of(editor.get(preview(post)))
        workflow.publish(post, None)
        assert main_of(client.get(post.get_absolute_url())) == before


def test_what_stands_in_the_form_is_shown_and_nothing_is_saved(editor):
    post, category = draft(title="旧题"), CategoryFactory(name="港口新闻")
    values = read_form(editor.get(post_url(post)))
    values |= {"title": "新题", "body": "<p>新<script>alert(1)</script>文</p>", "category_list": [category.pk]}
    html = main_of(editor.post(preview(post), {**values, "tag_list": "海尔、AIoT"}))
    assert "<h1>新题</h1>" in html
    assert "<p>新文</p>" in html
    assert "港口新闻" in html
    assert "#海尔" in html
    stored = Post.objects.get(pk=post.pk)
    assert (stored.title, stored.version, stored.categories.count()) == ("旧题", post.version, 0)


def test_a_field_with_a_fault_shows_what_is_stored(editor):
    post = draft(title="旧题")
    values = read_form(editor.get(post_url(post)))
    assert "<h1>旧题</h1>" in main_of(editor.post(preview(post), {**values, "title": "", "source_url": "javascript:x"}))


def test_ones_own_unsaved_text_is_shown_on_request_and_nobody_elses(desk):
    post, editor, other = draft(title="旧题"), desk("editor"), make_person("editor")
    values = {name: [text] for name, text in read_form(editor.get(post_url(post))).items() if isinstance(text, str)}
    for user, title in ((editor.user, "我的题"), (other, "他的题")):
        Draft.objects.create(
            user=user, post=post, base_version=1, values={**values, "title": [title]}, saved_at=timezone.now()
        )
    assert "<h1>我的题</h1>" in main_of(editor.get(preview(post), {"draft": "1"}))
    assert "<h1>旧题</h1>" in main_of(editor.get(preview(post)))


def test_it_is_never_kept_never_indexed_and_framed_by_ourselves_alone(editor):
    response = editor.get(preview(draft()))
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert "'unsafe-inline'" not in response["Content-Security-Policy"]
    assert '<meta name="robots" content="noindex">' in response.content.decode()
    assert "frame-ancestors 'none'" in editor.get(reverse("admin:index"))["Content-Security-Policy"]


@pytest.mark.parametrize("role", ALL_ROLES)
def test_who_does_not_see_the_post_does_not_see_its_preview(desk, role):
    client = desk(role)
    other = draft(owner=make_person("reporter"))
    assert client.get(preview(other)).status_code == (404 if role == "reporter" else 200)
    assert client.get(preview(draft(owner=client.user))).status_code == 200


def test_without_a_login_it_leads_to_the_login(client):
    assert client.get(preview(draft())).status_code == 302


class TestLink:
    def address(self, link):
        return reverse("admin:shared_preview", args=[sign_link(link)])

    def test_it_shows_one_post_without_a_login_until_its_end(self, client):
        post = draft(title="未发表")
        link = make_link(post, None, days=2)
        response = client.get(self.address(link))
        assert "<h1>未发表</h1>" in response.content.decode()
        assert (response["Cache-Control"], response.cookies) == ("private, no-store", {})
        with time_machine.travel(timezone.now() + dt.timedelta(days=2, seconds=1)):
            assert client.get(self.address(link)).status_code == 410

    def test_taken_back_it_opens_no_more(self, client):
        link = make_link(draft(), None)
        assert revoke_link(link, None)
        assert not revoke_link(link, None)
        assert client.get(self.address(link)).status_code == 410

    def test_a_forged_one_and_that_of_a_trashed_post_open_nothing(self, client):
        link = make_link(draft(title="机密"), None)
        assert client.get(self.address(link).replace(f"/{link.pk}.", f"/{link.pk + 1}.")).status_code == 410
        workflow.trash(Post.objects.get(pk=link.post_id), None)
        response = client.get(self.address(link))
        assert response.status_code == 410
        assert "机密" not in response.content.decode()

    def test_an_editor_makes_and_closes_one_and_both_are_in_the_log(self, editor):
        post = draft()
        url = reverse("admin:news_post_links", args=[post.pk])
        editor.post(url, {"note": "审稿人", "days": "3"})
        link = PreviewLink.objects.get()
        assert (link.note, link.user, round((link.expires_at - link.created_at).total_seconds() / 86400)) == (
            "审稿人",
            editor.user,
            3,
        )
        page = editor.get(url).content.decode()
        assert self.address(link) in page
        editor.post(url, {"revoke": link.pk})
        assert self.address(link) not in editor.get(url).content.decode()
        assert list(Activity.objects.values_list("action", flat=True)) == ["unshared", "shared"]

    def test_one_of_another_post_is_not_closed_here(self, editor):
        link = make_link(draft(), None)
        url = reverse("admin:news_post_links", args=[draft().pk])
        assert editor.post(url, {"revoke": link.pk}).status_code == 404
        assert editor.post(url, {"revoke": "x"}).status_code == 404
        assert PreviewLink.objects.open().count() == 1

    def test_more_days_than_allowed_are_refused_with_a_word(self, editor):
        response = editor.post(reverse("admin:news_post_links", args=[draft().pk]), {"days": "400"})
        assert response.status_code == 200
        assert not PreviewLink.objects.exists()
