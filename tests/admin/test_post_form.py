"""The form of a post: saved whole, cleaned, in order, and never over somebody else's text."""

import datetime as dt

import pytest
from django.utils import timezone

from news.models import Post, Revision, Tag
from news.models.states import PostState
from news.publishing.errors import EditConflictError
from news.publishing.posts import workflow
from news.publishing.posts.saving import save_post
from news.publishing.versions.fields import TYPED_FIELDS
from tests.admin.forms import fill, post_url, read_form, send
from tests.factories import AuthorFactory, CategoryFactory, PostFactory, ReadyPostFactory

pytestmark = pytest.mark.django_db
HOSTILE = '<p onclick="x()">正文<script>alert(1)</script></p><p><a href="javascript:alert(1)">链接</a></p>'


def messages_of(response):
    return [str(message) for message in response.context["messages"]]


def test_a_new_post_is_saved_with_everything(editor):
    categories, authors = CategoryFactory.create_batch(2), AuthorFactory.create_batch(2)
    response = fill(
        editor,
        None,
        title="行业唯一！海尔入选",
        body="<p>正文</p>",
        category_list=[categories[1].pk, categories[0].pk],
        author_list=[authors[1].pk, authors[0].pk],
        tag_list="AI，ai、港口; “潮汐”",
    )
    post = Post.objects.get()
    assert response.headers["Location"] == post_url(post)
    assert (post.owner, post.status, post.version) == (editor.user, "draft", 1)
    assert post.ordered_categories() == categories[::-1]
    assert post.ordered_authors() == authors[::-1]
    assert {tag.name for tag in post.tags.all()} == {"AI", "港口", "“潮汐”"}
    assert post.slug == "hang-ye-wei-yi-hai-er-ru-xuan"
    revision = Revision.objects.get()
    assert (revision.user, revision.snapshot["categories"]) == (editor.user, [row.pk for row in categories[::-1]])


def test_what_is_saved_is_clean_and_the_editor_is_told(editor):
    response = fill(editor, None, title="清洗", body=HOSTILE)
    body = Post.objects.get().body
    assert "正文" in body
    for word in ("onclick", "<script", "javascript:"):
        assert word not in body
    page = editor.get(response.headers["Location"])
    assert any("script" in message for message in messages_of(page))


def test_saving_without_a_change_writes_nothing(editor):
    post = PostFactory(tags=["海港"], categories=CategoryFactory.create_batch(2), has_comments=True)
    before = Post.objects.values().get(pk=post.pk)
    assert fill(editor, post).status_code == 302
    assert Post.objects.values().get(pk=post.pk) == before
    assert not Revision.objects.exists()


def test_the_order_is_shown_and_can_be_changed(editor):
    first, second, third = categories = CategoryFactory.create_batch(3)
    post = PostFactory(categories=[third, first])
    assert read_form(editor.get(post_url(post)))["category_list"] == [str(third.pk), str(first.pk)]
    fill(editor, post, category_list=[second.pk, third.pk])
    assert Post.objects.get(pk=post.pk).ordered_categories() == [second, third]
    assert len(categories) == 3


def test_a_category_is_shown_with_its_path(editor):
    child = CategoryFactory(name="芯片", parent=CategoryFactory(name="高科技"))
    page = editor.get(post_url(PostFactory(categories=[child]))).content.decode()
    assert "高科技 › 芯片" in page


def test_tags_that_hold_a_separator_survive_opening_and_saving(editor):
    post = PostFactory()
    post.tags.set(['a, b "c"', "海港"])
    fill(editor, post, title="别的")
    assert {tag.name for tag in post.tags.all()} == {'a, b "c"', "海港"}
    assert Tag.objects.count() == 2


def test_too_many_or_too_long_tags_are_said(editor):
    assert fill(editor, None, title="x", tag_list="，".join(map(str, range(31)))).status_code == 200
    assert fill(editor, None, title="x", tag_list="长" * 101).status_code == 200
    assert not Post.objects.exists()


def test_a_body_of_more_than_two_mebibytes_is_said(editor):
    response = fill(editor, None, title="x", body=f"<p>{'长' * 700_000}</p>")
    assert response.status_code == 200
    assert response.context["adminform"].form.errors["body"]


# --- two editors ---------------------------------------------------------------


@pytest.fixture
def opened(editor):
    """A form that was opened before somebody else saved the post."""
    post = PostFactory(title="开头", body="<p>开头</p>")
    values = read_form(editor.get(post_url(post)))
    theirs = Post.objects.get(pk=post.pk)
    theirs.body = "<p>同事的稿子</p>"
    save_post(theirs, editor.user.__class__.objects.create(username="lilei", is_staff=True))
    return post, values


def test_a_later_save_is_answered_409_with_the_text_kept(editor, opened):
    post, values = opened
    response = send(editor, post_url(post), values, body="<p>我的稿子</p>", tag_list="我的标签")
    page = response.content.decode()
    assert response.status_code == 409
    assert "我的稿子" in page
    assert "我的标签" in page
    assert "lilei" in page
    stored = Post.objects.get(pk=post.pk)
    assert (stored.body, stored.version, stored.tags.count()) == ("<p>同事的稿子</p>", 2, 0)


def test_sending_the_409_page_again_does_not_overwrite_either(editor, opened):
    post, values = opened
    first = send(editor, post_url(post), values, body="<p>我的稿子</p>")
    again = send(editor, post_url(post), read_form(first))
    assert again.status_code == 409
    assert Post.objects.get(pk=post.pk).body == "<p>同事的稿子</p>"


def test_the_409_page_offers_to_save_on_top_and_theirs_stays_a_revision(editor, opened):
    post, values = opened
    page = send(editor, post_url(post), values, body="<p>我的稿子</p>")
    token = page.context["theirs_version"]
    response = send(editor, post_url(post), read_form(page), "_save_over", _save_over=token)
    assert response.status_code == 302
    assert Post.objects.get(pk=post.pk).body == "<p>我的稿子</p>"
    assert Revision.objects.get(version=2).snapshot["body"] == "<p>同事的稿子</p>"


def test_saving_on_top_conflicts_again_when_a_third_save_came_between(editor, opened):
    post, values = opened
    page = send(editor, post_url(post), values, body="<p>我的稿子</p>")
    third = Post.objects.get(pk=post.pk)
    third.title = "第三次"
    save_post(third)
    response = send(editor, post_url(post), read_form(page), "_save_over", _save_over=page.context["theirs_version"])
    assert response.status_code == 409
    assert Post.objects.get(pk=post.pk).title == "第三次"


def test_a_save_between_look_and_write_is_a_conflict_too(editor, monkeypatch):
    post = PostFactory(body="<p>开头</p>")
    values = read_form(editor.get(post_url(post)))

    def be_late(row, expected_version=None):
        monkeypatch.undo()
        theirs = Post.objects.get(pk=row.pk)
        theirs.body = "<p>同事的稿子</p>"
        raise EditConflictError(row.pk, expected_version or 0)

    monkeypatch.setattr("news.admin.posts.saving.write_row", be_late)
    assert send(editor, post_url(post), values, body="<p>我的稿子</p>").status_code == 302
    assert Post.objects.get(pk=post.pk).body == "<p>我的稿子</p>"


@pytest.mark.parametrize("button", ["_continue", "_publish", "_submit"])
def test_a_double_click_is_no_conflict(desk, button):
    client = desk("reporter" if button == "_submit" else "editor")
    post = ReadyPostFactory(title="稿子", body="<p>一</p>", status="draft", owner=client.user)
    values = {**read_form(client.get(post_url(post))), "body": "<p>二</p>", "slug": ""}
    assert send(client, post_url(post), values, button).status_code == 302
    once = Post.objects.values().get(pk=post.pk)
    second = send(client, post_url(post), values, button)
    assert second.status_code == (409 if button == "_submit" else 302)  # what is handed in is no longer the reporter's
    assert Post.objects.values().get(pk=post.pk) == once


def test_publish_on_a_form_that_says_what_another_tab_saved_still_publishes(editor):
    post = ReadyPostFactory(title="稿子", body="<p>一</p>", status="draft")
    values = {**read_form(editor.get(post_url(post))), "body": "<p>二</p>"}
    send(editor, post_url(post), values)
    assert send(editor, post_url(post), values, "_publish").status_code == 302
    assert Post.objects.published().filter(pk=post.pk, body="<p>二</p>").exists()


@pytest.mark.parametrize("token", ["", "1.1", "1.1:forged", None])
def test_a_form_without_its_version_is_not_saved(editor, token):
    post = PostFactory(title="原来的")
    values = read_form(editor.get(post_url(post)))
    values["version"] = token or ""
    response = send(editor, post_url(post), values, title="别的")
    assert response.status_code == 200
    assert Post.objects.get(pk=post.pk).title == "原来的"


def test_the_version_of_another_post_does_not_count(editor):
    post, other = PostFactory(title="原来的"), PostFactory()
    values = read_form(editor.get(post_url(post)))
    values["version"] = read_form(editor.get(post_url(other)))["version"]
    assert send(editor, post_url(post), values, title="别的").status_code == 200
    assert Post.objects.get(pk=post.pk).title == "原来的"


@pytest.mark.parametrize("move", [workflow.trash, workflow.publish])
def test_text_is_kept_when_the_post_was_moved_on_meanwhile(reporter, move):
    post = PostFactory(status="draft", owner=reporter.user, body="<p>开头</p>")
    values = read_form(reporter.get(post_url(post)))
    move(Post.objects.get(pk=post.pk), None)
    response = send(reporter, post_url(post), values, body="<p>半天的心血</p>")
    assert response.status_code == 409
    assert "半天的心血" in response.content.decode()
    assert Post.objects.get(pk=post.pk).body == "<p>开头</p>"


# --- publishing ----------------------------------------------------------------


def test_the_button_saves_and_publishes_in_one_step(editor):
    post = ReadyPostFactory(status="draft", published_at=None, path_on=None)
    response = fill(editor, post, "_publish", title="定稿")
    post.refresh_from_db()
    assert (post.title, post.state, post.version) == ("定稿", PostState.PUBLISHED, 2)
    assert [row.reason for row in post.revisions.all()] == ["published"]
    page = editor.get(response.headers["Location"])
    assert post.get_absolute_url() in messages_of(page)[0]


def test_a_time_to_come_schedules_and_says_so_in_the_sites_zone(editor):
    post = ReadyPostFactory(status="draft", published_at=None, path_on=None)
    day = timezone.localdate() + dt.timedelta(days=2)
    response = fill(editor, post, "_publish", published_at_0=day.isoformat(), published_at_1="08:00")
    post.refresh_from_db()
    assert post.state == PostState.SCHEDULED
    assert timezone.localtime(post.published_at).hour == 8
    assert post.path_on == day
    assert "8:00" in messages_of(editor.get(response.headers["Location"]))[0]


def test_a_published_post_cannot_lose_its_time(editor):
    post = PostFactory()
    response = fill(editor, post, published_at_0="", published_at_1="")
    assert response.status_code == 200
    assert "published_at" in response.context["adminform"].form.errors
    assert Post.objects.get(pk=post.pk).published_at == post.published_at


@pytest.mark.parametrize(
    ("button", "state"),
    [("_unpublish", PostState.DRAFT), ("_archive", PostState.ARCHIVED), ("_save", PostState.PUBLISHED)],
)
def test_a_published_post_is_taken_back_or_archived(editor, button, state):
    post = PostFactory()
    assert fill(editor, post, button).status_code == 302
    assert Post.objects.get(pk=post.pk).state == state


def test_the_time_is_unchanged_after_many_saves(editor):
    post = PostFactory(published_at=timezone.now().replace(microsecond=123456) - dt.timedelta(days=1))
    for number in range(5):
        fill(editor, post, title=f"第{number}次")
    stored = Post.objects.get(pk=post.pk)
    assert stored.published_at.replace(microsecond=0) == post.published_at.replace(microsecond=0)


@pytest.mark.parametrize(("status", "is_shown"), [("approved", True), ("draft", False)])
def test_view_on_site_is_offered_for_public_posts_only(editor, status, is_shown):
    post = PostFactory(status=status, language="en")
    page = editor.get(post_url(post)).content.decode()
    assert ('class="viewsitelink"' in page) == is_shown
    assert ("/en/" in page.partition('class="viewsitelink"')[0][-200:]) == is_shown


def test_the_proxy_address_of_a_picture_is_not_in_the_form(editor):
    from tests.factories import ImageFactory

    image = ImageFactory(pending=True, wrapper_url="https://cors.zfour.workers.dev/?http://images.example/a.jpg")
    post = PostFactory(header_image=image, body=f'<figure class="image"><img src="/i/{image.pk}/" alt="x"></figure>')
    assert "workers.dev" not in editor.get(post_url(post)).content.decode()


def test_whatever_was_typed_is_shown_when_the_post_was_handed_in_meanwhile(desk):
    """Found: notes, the title for search engines, the original address and the rights note were not."""
    reporter = desk("reporter")
    post = ReadyPostFactory(status="draft", owner=reporter.user)
    values = read_form(reporter.get(post_url(post)))
    workflow.submit(Post.objects.get(pk=post.pk), reporter.user)
    typed = {name: f"https://example.org/{name}" for name in [*TYPED_FIELDS, "header_alt", "return_note"]}
    refused = send(reporter, post_url(post), values, **typed)
    page = refused.content.decode()
    assert (refused.status_code, [name for name in typed if typed[name] not in page]) == (409, [])
