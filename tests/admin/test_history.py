"""What a post was: its versions, two of them compared, one brought back, what readers saw at a moment."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from news.admin.posts.versions import sign_version
from news.models import Activity, EditLock, Post, Revision
from news.publishing.posts.recording import record_revision
from news.publishing.posts.saving import save_post
from tests.admin.forms import fill, post_url
from tests.factories import CategoryFactory, PostFactory
from tests.people import ALL_ROLES, make_person

pytestmark = pytest.mark.django_db
PAGES = ("history", "compare", "asof")


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


@pytest.fixture
def desk_in_english(desk):
    return lambda role, **values: desk(role, interface_language="en", **values)


@pytest.fixture
def editor(desk_in_english):
    return desk_in_english("editor")


def make_versions(count, post=None, user=None):
    post = post or PostFactory(body="<p>甲</p>")
    record_revision(post, user)
    for number in range(count - 1):
        post.title, post.body = f"第{number}稿", f"<p>{'甲' * (number + 2)}</p>"
        save_post(post, user, "published" if number else "", note="有话" if number == 1 else "")
    return post


def restore(client, post, revision, version=None):
    values = {"revision": revision, "version": version or sign_version(Post.objects.get(pk=post.pk))}
    return client.post(post_url(post, "restore_revision"), values)


class TestTheList:
    def test_each_version_is_there_with_who_when_why_and_how_long(self, editor):
        post = make_versions(3, user=editor.user)
        rows = editor.get(post_url(post, "history")).context["rows"]
        assert [(row.revision.version, row.size, row.growth, row.previous) for row in rows] == [
            (3, 3, 1, 2),
            (2, 2, 1, 1),
            (1, 1, None, None),
        ]
        assert [(row.reason, row.note) for row in rows] == [("published", "有话"), ("saved", ""), ("saved", "")]
        assert rows[0].state == "published"

    def test_the_number_of_queries_does_not_grow(self, editor, django_assert_max_num_queries):
        post = make_versions(4, user=make_person("editor"))
        editor.get(post_url(post, "history"))
        with django_assert_max_num_queries(12) as few:
            editor.get(post_url(post, "history"))
        for _ in range(10):
            save_post(post, make_person("editor"))
        with django_assert_max_num_queries(len(few)):
            editor.get(post_url(post, "history"))

    def test_it_goes_on_over_pages(self, editor):
        post = make_versions(45)
        for page, numbers in (
            (1, range(45, 25, -1)),
            (2, range(25, 5, -1)),
            (3, range(5, 0, -1)),
            ("x", range(45, 25, -1)),
        ):
            rows = editor.get(post_url(post, "history"), {"page": page}).context["rows"]
            assert [row.revision.version for row in rows] == list(numbers)

    def test_a_post_without_versions_has_a_page_too(self, editor):
        assert "No versions yet" in editor.get(post_url(PostFactory(), "history")).content.decode()

    def test_the_last_five_stand_beside_the_form(self, editor):
        post = make_versions(7)
        response = editor.get(post_url(post))
        assert [row.revision.version for row in response.context["last_revisions"]] == [7, 6, 5, 4, 3]
        assert post_url(post, "history") in response.content.decode()


class TestComparing:
    def compare(self, client, post, **values):
        return client.get(post_url(post, "compare"), values)

    def test_exactly_the_changed_characters_are_marked(self, editor):
        post = PostFactory(title="海尔集团发布新平台")
        record_revision(post, None)
        post.title = "海尔智家发布新平台"
        save_post(post)
        response = self.compare(editor, post, old=1, new=2)
        assert [change.name for change in response.context["changes"]] == ["title"]
        page = response.content.decode()
        assert "集团<span" in page.replace("\n", "")
        assert ">智家<span" in page.partition("<ins>")[2].replace("</span>", ">", 1).replace(">>", ">")

    def test_any_two_versions_in_any_order_and_the_last_two_by_default(self, editor):
        post = make_versions(3)
        assert self.compare(editor, post, old=3, new=1).context["old"].version == 3
        default = self.compare(editor, post).context
        assert (default["old"].version, default["new"].version) == (2, 3)

    @pytest.mark.parametrize("values", [{"old": 1, "new": 9}, {"old": "x", "new": 1}, {"old": 1}, {"change": "7"}])
    def test_a_version_that_is_not_there_leads_back_to_the_list(self, editor, values):
        post = make_versions(2)
        assert self.compare(editor, post, **values).headers["Location"] == post_url(post, "history")

    def test_a_post_without_versions_leads_there_too(self, editor):
        post = PostFactory()
        assert self.compare(editor, post).status_code == 302

    def test_markup_in_either_version_stays_text(self, editor):
        post = PostFactory(title="<b>x</b>")
        record_revision(post, None)
        post.title, post.body = "<script>alert(1)</script>", "<p>&lt;script&gt;alert(2)&lt;/script&gt;</p>"
        save_post(post)
        page = self.compare(editor, post).content.decode()
        assert "<script>alert" not in page
        assert "<b>x</b>" not in page


class TestBringingBack:
    def test_the_text_comes_back_as_a_new_version_with_a_row_in_the_log(self, editor):
        post = make_versions(3)
        response = restore(editor, post, 2)
        assert response.headers["Location"] == post_url(post)
        post.refresh_from_db()
        assert (post.title, post.version, post.revisions.first().reason) == ("第0稿", 4, "reverted")
        assert Activity.objects.get().action == "reverted"
        assert "restored version 2" in editor.get(post_url(post, "history")).content.decode()

    def test_it_is_refused_when_the_post_has_moved_on(self, editor):
        post = make_versions(2)
        seen = sign_version(post)
        save_post(Post.objects.get(pk=post.pk))
        response = restore(editor, post, 1, seen)
        assert response.status_code == 409
        assert "Nothing was changed" in response.content.decode()
        assert Post.objects.get(pk=post.pk).version == 3

    def test_a_token_of_another_post_or_none_is_refused(self, editor):
        post, other = make_versions(2), make_versions(2)
        for token in (sign_version(other), "x", ""):
            assert editor.post(post_url(post, "restore_revision"), {"revision": 1, "version": token}).status_code == 409

    def test_a_lock_of_somebody_else_is_kept(self, editor):
        post = make_versions(2)
        EditLock.objects.create(
            post=post, owner=make_person("editor"), expires_at=timezone.now() + dt.timedelta(hours=1)
        )
        assert restore(editor, post, 1).status_code == 409

    def test_what_could_not_come_back_is_said(self, editor):
        category = CategoryFactory(name="旧栏目")
        post = make_versions(1, PostFactory(categories=[category]))
        post.category_links.all().delete()
        post.title = "别的"
        save_post(post)
        editor.post(reverse("admin:news_category_delete", args=[category.pk]), {"post": "yes"})
        restore(editor, post, 1)
        assert "旧栏目" in editor.get(post_url(post)).content.decode()

    def test_a_get_does_nothing(self, editor):
        assert editor.get(post_url(make_versions(2), "restore_revision")).status_code == 405


class TestWhatReadersSaw:
    def see(self, client, post, at):
        return client.get(post_url(post, "asof"), {"at": at})

    def test_the_real_page_as_it_was(self, editor, client):
        post = make_versions(3, PostFactory(title="初稿", published_at=timezone.now() - dt.timedelta(days=9)))
        long_ago = timezone.now() - dt.timedelta(days=2)
        Revision.objects.filter(post=post, version=1).update(created_at=long_ago)
        response = self.see(editor, post, (long_ago + dt.timedelta(hours=1)).isoformat())
        page = response.content.decode()
        assert '<article class="post"' in page
        assert "<h1>初稿</h1>" in page
        assert "data-post=" not in page  # looking at it is no reading
        assert 'name="robots" content="noindex"' in page
        assert response.headers["Cache-Control"] == "private, no-store"
        assert "noindex" in response.headers["X-Robots-Tag"]
        assert "sha256-" in response.headers["Content-Security-Policy"]
        assert "<h1>第1稿</h1>" in self.see(editor, post, timezone.now().isoformat()).content.decode()

    def test_readers_of_a_draft_saw_nothing(self, editor):
        post = make_versions(1, PostFactory(status="draft"))
        page = self.see(editor, post, timezone.now().isoformat()).content.decode()
        assert "Readers saw nothing" in page
        assert "draft" in page
        assert "did not exist yet" in self.see(editor, post, "2001-01-01T00:00").content.decode()

    @pytest.mark.parametrize("at", ["yesterday", "2026-13-01T00:00", "2026-11-26T99:99", "0001-01-01T00:00+23:00"])
    def test_what_is_no_moment_is_told(self, editor, at):
        response = self.see(editor, make_versions(1), at)
        assert response.status_code in (200, 400)
        assert "saw nothing" in response.content.decode() or "is not a time" in response.content.decode()

    def test_it_may_be_asked_without_a_moment(self, editor):
        assert editor.get(post_url(make_versions(1), "asof")).status_code == 200


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", ALL_ROLES)
def test_who_sees_whose_history(desk, role, page):
    client = desk(role)
    own, other = (make_versions(2, PostFactory(owner=owner)) for owner in (client.user, make_person("reporter")))
    query = {"at": timezone.now().isoformat()}
    assert client.get(post_url(own, page), query).status_code == 200
    assert client.get(post_url(other, page), query).status_code == (404 if role == "reporter" else 200)


@pytest.mark.parametrize("role", ALL_ROLES)
def test_who_brings_back_what(desk, role):
    client = desk(role)
    draft = make_versions(2, PostFactory(owner=client.user, status="draft"))
    live = make_versions(2, PostFactory(owner=client.user))
    other = make_versions(2, PostFactory(owner=make_person("reporter"), status="draft"))
    trashed = make_versions(2, PostFactory(owner=client.user, trashed_at=timezone.now()))
    may = role != "reporter"
    expected = [302, 302 if may else 403, 302 if may else 404, 403]
    assert [restore(client, post, 1).status_code for post in (draft, live, other, trashed)] == expected


def test_a_correction_is_one_version_one_row_and_shown_in_the_history(editor):
    from tests.publishing.posts.test_corrections import inline

    post = make_versions(1)
    fill(editor, post, **inline("十一年应为十六年。"))
    row = Activity.objects.get()
    assert row.facts["changes"]["corrections"] == {"count": [0, 1]}
    changes = editor.get(post_url(post, "compare")).context["changes"]
    assert [(change.name, change.items[0].text) for change in changes] == [("corrections", "十一年应为十六年。")]
