"""Actions on several posts, the trash, and what they say about what they did."""

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from news.models import Address, Post
from news.models.states import PostState
from tests.admin.forms import act, ask, post_url
from tests.factories import CategoryFactory, PostFactory, ReadyPostFactory

pytestmark = pytest.mark.django_db


def ready_posts(count=1, **values):
    """Drafts that lack nothing."""
    return ReadyPostFactory.create_batch(count, **{"status": "draft", **values})


MARKUP = "<script>alert(1)</script><img src=x onerror=alert(2)>"


def messages_of(response):
    return [str(message) for message in response.context["messages"]]


def test_deleting_is_moving_to_the_trash_after_a_question(editor):
    post = PostFactory()
    question = editor.get(post_url(post, "delete")).content.decode()
    assert post.title in question
    response = editor.post(post_url(post, "delete"), {"post": "yes"}, follow=True)
    assert Post.objects.get(pk=post.pk).state == PostState.TRASHED
    assert post.title in messages_of(response)[0]
    assert post.title not in {row.title for row in response.context["cl"].result_list}


def test_several_posts_go_to_the_trash_after_a_question(editor):
    posts = PostFactory.create_batch(3)
    question = ask(editor, "trash_selected", posts)
    assert all(post.title in question.content.decode() for post in posts)
    assert Post.objects.trashed().count() == 0
    act(editor, "trash_selected", posts)
    assert Post.objects.trashed().count() == 3


def test_djangos_own_deletion_is_not_offered_and_does_not_run(desk):
    post = PostFactory()
    client = desk("admin")
    assert "delete_selected" not in client.get(reverse("admin:news_post_changelist")).content.decode()
    act(client, "delete_selected", [post], post="yes")
    assert Post.objects.filter(pk=post.pk).exists()


def test_all_posts_of_a_filter_are_reached_across_pages(editor):
    ready_posts(60)
    first = Post.objects.order_by("-updated_at").first()
    act(editor, "publish_selected", [first], select_across="1")
    assert Post.objects.published().count() == 60


def test_more_than_a_thousand_at_once_are_refused_whole(editor, monkeypatch):
    monkeypatch.setattr("news.admin.post_list.bulk.MAX_AT_ONCE", 2)
    posts = ready_posts(3)
    act(editor, "publish_selected", posts)
    assert not Post.objects.published().exists()


def test_what_cannot_be_done_is_counted_not_hidden(editor):
    (draft,), published = ready_posts(), PostFactory(title="早已发布")
    (said,) = messages_of(act(editor, "publish_selected", [draft, published]))
    assert said.count("1") >= 2
    assert "早已发布" in said


def test_a_purged_post_is_gone_for_readers_and_its_address_says_so(desk):
    post = PostFactory(trashed_at=timezone.now())
    address = post.get_absolute_url()
    client = desk("chief")
    assert post.title in ask(client, "purge_selected", [post], "?state=trashed").content.decode()
    assert Post.objects.exists()
    act(client, "purge_selected", [post], "?state=trashed")
    assert not Post.objects.exists()
    assert Address.objects.get(path=address).target is None


def test_each_act_is_in_the_history_with_the_person(editor):
    (post,) = ready_posts()
    act(editor, "publish_selected", [post])
    editor.post(post_url(post, "delete"), {"post": "yes"})
    history = editor.get(post_url(post, "history"))
    told = [(row.reason, row.revision.user) for row in history.context["rows"]]
    assert told[:2] == [(gettext("trashed"), editor.user), (gettext("published"), editor.user)]
    page = history.content.decode()
    assert all(text in page for text in (gettext("trashed"), gettext("published"), editor.user.username))


def test_markup_in_a_title_or_name_stays_text_everywhere(editor):
    category = CategoryFactory(name=MARKUP[:90])
    post = ReadyPostFactory(title=MARKUP, status="draft", categories=[category], tags=["<b>x</b>"])
    pages = [
        editor.get(reverse("admin:news_post_changelist")),
        editor.get(post_url(post)),
        editor.get(post_url(post, "delete")),
        editor.get(post_url(post, "history")),
        ask(editor, "trash_selected", [post]),
        editor.get(reverse("admin:news_category_changelist")),
        editor.get(reverse("admin:news_category_change", args=[category.pk])),
        act(editor, "publish_selected", [post]),
        editor.post(post_url(post, "delete"), {"post": "yes"}, follow=True),
        editor.get(post_url(post)),
        editor.post(post_url(post, "restore"), follow=True),
        editor.get(reverse("admin:index")),
    ]
    for number, response in enumerate(pages):
        page = response.content.decode()
        assert "<script>alert" not in page, number
        assert "<img src=x" not in page, number
        assert "<b>x</b>" not in page, number


def test_markup_in_a_title_stays_text_in_the_message_after_saving(editor):
    from tests.admin.forms import fill

    for button in ("_continue", "_save", "_publish"):
        response = fill(editor, ReadyPostFactory(title="x", status="draft"), button, title=MARKUP)
        page = editor.get(response.headers["Location"]).content.decode()
        assert "alert(1)" in page
        assert "<script>alert" not in page
