"""The admin tells in sentences what an import decided, and takes it back."""

import contextlib
import io

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.urls import reverse

from news.exchange.locks import hold_import_lock
from news.models import Activity, ImportBatch, ImportItem, Post
from news.publishing.posts.saving import save_post
from tests.factories import PostFactory
from tests.people import ALL_ROLES

pytestmark = pytest.mark.django_db


def test_decisions_and_problems_are_sentences_in_the_language_of_the_person(admin_client):
    batch = ImportBatch.objects.create()
    notes = [{"code": "title-repaired", "facts": {"title": "甲_乙"}}, {"code": "no-source-url"}]
    ImportItem.objects.create(batch=batch, path="a.md", outcome="created", notes=notes, post=PostFactory())
    reason = {"code": "not-utf8", "facts": {"line": 3, "byte": "0xff", "offset": 7}}
    ImportItem.objects.create(batch=batch, path="b.md", outcome="failed", reason=reason)
    page = admin_client.get("/admin/news/importitem/").content.decode()
    assert "甲_乙" in page
    assert "0xff" in page
    for code in ("title-repaired", "no-source-url", "not-utf8"):
        assert code not in page


def test_a_fact_from_a_hostile_file_stays_text(admin_client):
    notes = [{"code": "title-repaired", "facts": {"title": "<img src=x onerror=alert(1)>"}}]
    ImportItem.objects.create(batch=ImportBatch.objects.create(), path="a.md", outcome="created", notes=notes)
    assert "<img src=x" not in admin_client.get("/admin/news/importitem/").content.decode()


@pytest.fixture
def batch(db, settings, tmp_path):
    """Three files imported by the real command: two posts, one of them edited since, and a file that failed."""
    settings.DATA_DIR, settings.NEWS_REPORTS_DIR = tmp_path, tmp_path / "reports"
    posts = tmp_path / "blog" / "_posts"
    posts.mkdir(parents=True)
    for name in ("甲", "乙"):
        (posts / f"{name}.md").write_text(
            f"---\ntitle: 首_{name}\ndate: 2024-05-06\ntags: [海港]\n---\n正文\n", "utf-8"
        )
    (posts / "丙.md").write_text("---\ntitle: 丙\nnothing closes this\n", "utf-8")
    with contextlib.suppress(SystemExit):
        call_command("import_posts", str(posts), quiet=True, stderr=io.StringIO())
    save_post(Post.objects.get(title="首_乙"))
    return ImportBatch.objects.get()


def url(page, *args):
    return reverse(f"admin:news_importbatch_{page}", args=args)


@pytest.fixture
def publisher(desk):
    return desk("publisher", interface_language="en")


class TestReceipt:
    def test_it_says_what_was_decided_and_what_became_of_each_file(self, publisher, batch):
        page = publisher.get(url("change", batch.pk)).content.decode()
        for words in ("首_甲", "丙.md", "The front matter is not closed", "“…” gives only the day", "command line"):
            assert words in page
        assert url("undo", batch.pk) in page

    def test_the_list_says_the_counts_in_words(self, publisher, batch):
        page = publisher.get(url("changelist")).content.decode()
        assert "created 2" in page
        assert "failed 1" in page

    def test_files_can_be_filtered_by_outcome(self, publisher, batch):
        page = publisher.get(url("change", batch.pk), {"outcome": "failed"}).content.decode()
        assert "丙.md" in page
        assert "甲.md" not in page

    def test_it_is_paged_and_asks_the_database_as_often_for_many_files(self, publisher, batch):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        def cost():
            with CaptureQueriesContext(connection) as queries:
                publisher.get(url("change", batch.pk))
            return len(queries)

        publisher.get(url("change", batch.pk))
        few = cost()
        post = PostFactory()
        ImportItem.objects.bulk_create(
            ImportItem(batch=batch, path=f"{n}.md", outcome="created", post=post) for n in range(70)
        )
        assert cost() == few
        page = publisher.get(url("change", batch.pk), {"outcome": "created", "page": 2}).content.decode()
        assert "2 / 2" in page
        assert "outcome=created&amp;page=1" in page

    def test_it_cannot_be_written(self, publisher, batch):
        assert publisher.post(url("change", batch.pk), {"state": "done"}).status_code == 403

    def test_an_import_that_is_not_there_leads_back(self, publisher, batch):
        assert publisher.get(url("change", batch.pk + 7)).status_code == 302
        assert publisher.get(url("undo", batch.pk + 7)).status_code == 302


class TestUndo:
    def test_the_question_names_what_will_happen(self, publisher, batch):
        page = publisher.get(url("undo", batch.pk)).content.decode()
        for words in ("deleted: 1", "kept: 1", "首_甲", "It has been edited here since."):
            assert words in page
        assert Post.objects.count() == 2

    def test_it_is_done_told_and_written_down(self, publisher, batch):
        response = publisher.post(url("undo", batch.pk), follow=True)
        page = response.content.decode()
        assert response.redirect_chain == [(url("change", batch.pk), 302)]
        assert "deleted 1, restored 0, kept 1" in page
        assert [post.title for post in Post.objects.all()] == ["首_乙"]
        batch.refresh_from_db()
        assert (batch.state, batch.undone_by) == ("undone", publisher.user)
        assert Activity.objects.filter(action="undone").get().object_id == batch.pk

    def test_when_nothing_is_left_it_says_so(self, publisher, batch):
        publisher.post(url("undo", batch.pk))
        Post.objects.all().delete()
        ImportItem.objects.update(undo="deleted")
        page = publisher.post(url("undo", batch.pk), follow=True).content.decode()
        assert "There is nothing left to undo." in page
        assert url("undo", batch.pk) not in page

    def test_many_posts_are_undone_by_the_command(self, publisher, batch, monkeypatch):
        monkeypatch.setattr("news.admin.intake.undoing.MAX_IN_REQUEST", 1)
        for send in (publisher.get, publisher.post):
            assert f"manage.py import_undo {batch.pk}" in send(url("undo", batch.pk)).content.decode()
        assert Post.objects.count() == 2

    def test_a_running_import_is_waited_for(self, publisher, batch):
        with hold_import_lock():
            page = publisher.post(url("undo", batch.pk), follow=True).content.decode()
        assert "An import is running." in page
        assert Post.objects.count() == 2

    @pytest.mark.parametrize("role", ALL_ROLES)
    def test_only_publishers_and_above_may(self, desk, batch, role):
        client = desk(role)
        may = role in {"publisher", "chief", "admin"}
        assert client.get(url("undo", batch.pk)).status_code == (200 if may else 403)
        assert client.post(url("undo", batch.pk)).status_code == (302 if may else 403)
        assert Post.objects.count() == (1 if may else 2)

    def test_without_the_right_of_the_role_there_is_no_button(self, publisher, batch):
        group = Group.objects.get(name="publisher")
        group.permissions.remove(Permission.objects.get(codename="undo_importbatch"))
        assert url("undo", batch.pk) not in publisher.get(url("change", batch.pk)).content.decode()
        assert publisher.post(url("undo", batch.pk)).status_code == 403

    def test_a_request_from_elsewhere_is_refused(self, publisher, batch):
        from django.test import Client

        strict = Client(enforce_csrf_checks=True)
        strict.cookies = publisher.cookies
        assert strict.post(url("undo", batch.pk)).status_code == 403
        assert Post.objects.count() == 2


def test_a_hostile_title_stays_text_on_both_pages(publisher, batch):
    Post.objects.filter(title="首_甲").update(title="<img src=x onerror=alert(1)>")
    for page in ("change", "undo"):
        assert "<img src=x" not in publisher.get(url(page, batch.pk)).content.decode()


def test_an_undo_that_stopped_after_its_last_post_can_be_finished(publisher, batch):
    Post.objects.all().delete()
    ImportItem.objects.update(undo="deleted")
    ImportBatch.objects.update(state="undoing")
    publisher.post(url("undo", batch.pk))
    batch.refresh_from_db()
    assert batch.state == "undone"
