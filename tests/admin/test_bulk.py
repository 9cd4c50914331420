"""Acts on many posts: asked first, told with reasons, nobody's change overwritten, taken back for ten minutes."""

import csv
import datetime as dt
import io

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from news.models import Activity, Post
from news.models.states import PostState
from news.publishing.posts.saving import save_post
from news.publishing.versions.snapshots import take_snapshot
from tests.admin.forms import act, ask, confirm
from tests.factories import AuthorFactory, CategoryFactory, ImageFactory, PostFactory, TagFactory
from tests.people import make_person

pytestmark = pytest.mark.django_db
LIST = reverse("admin:news_post_changelist")


def make_posts(count=1, **values):
    links = {"categories": [CategoryFactory()], "authors": [AuthorFactory()]}
    return PostFactory.create_batch(count, **{"status": "draft", "published_at": None, **links, **values})


def said(response):
    return [str(message) for message in response.context["messages"]]


def undo(client):
    return client.post(reverse("admin:news_post_bulk"), {"undo": "1", "back": LIST}, follow=True)


def states():
    return sorted(post.state.value for post in Post.objects.all())


def test_of_ten_posts_two_invalid_ones_are_skipped_with_their_reasons_and_links(editor):
    posts = make_posts(8)
    bare = PostFactory(status="draft", title="无分类", authors=[AuthorFactory()])
    held = make_posts(title="保密", embargo_until=timezone.now() + dt.timedelta(days=2))[0]
    question = ask(editor, "publish_selected", [*posts, bare, held]).content.decode()
    assert "no category" in question or "缺少分类" in question
    assert not Post.objects.published().exists()
    (sentence,) = said(act(editor, "publish_selected", [*posts, bare, held]))
    assert Post.objects.published().count() == 8
    assert "8" in sentence
    assert "2" in sentence
    for post in (bare, held):
        assert reverse("admin:news_post_change", args=[post.pk]) in sentence


def test_a_post_that_was_changed_after_the_question_is_left_and_named(editor):
    first, second = make_posts(2)
    question = ask(editor, "publish_selected", [first, second])
    second.title = "他人刚改过"
    save_post(second)
    (sentence,) = said(confirm(editor, question))
    assert "他人刚改过" in sentence
    assert (Post.objects.get(pk=first.pk).state, Post.objects.get(pk=second.pk).state) == (
        PostState.PUBLISHED,
        PostState.DRAFT,
    )


def test_the_answer_to_a_question_is_the_askers_and_for_that_act_alone(desk, editor):
    post = make_posts()[0]
    question = ask(editor, "publish_selected", [post])
    confirm(desk("chief"), question)
    confirm(editor, question, {"act": "trash_selected"})
    confirm(editor, question, {"token": "forged"})
    assert Post.objects.get().state == PostState.DRAFT
    assert editor.post(reverse("admin:news_post_bulk"), {"act": "no_such_act"}).status_code == 404
    assert desk("reporter").post(reverse("admin:news_post_bulk"), {"act": "publish_selected"}).status_code == 403


ANSWERS = {
    "publish_selected": {},
    "schedule_selected": {"at_0": "2031-05-01", "at_1": "08:30"},
    "change_categories_selected": {"how": "replace"},
    "add_tags_selected": {"tags": "海尔、科创中国，AIoT"},
    "remove_tags_selected": {"tags": "旧闻"},
    "change_authors_selected": {},
    "trash_selected": {},
}


@pytest.mark.parametrize("name", ANSWERS)
def test_every_act_can_be_taken_back_whole(editor, name):
    posts = make_posts(3, tags=["旧闻", "海尔"])
    before = {post.pk: without_version(post) for post in posts}
    more = {"categories": [CategoryFactory().pk], "authors": [AuthorFactory().pk, AuthorFactory().pk]}
    act(editor, name, posts, answers={**ANSWERS[name], **more})
    after = {post.pk: without_version(post) for post in Post.objects.all()}
    assert all(after[pk] != before[pk] for pk in before)
    assert "undo" in editor.get(LIST).content.decode()
    undo(editor)
    restored = {post.pk: without_version(post) for post in Post.objects.all()}
    if name == "publish_selected":  # readers may have seen the address: it stays the post's
        for snapshot in (*restored.values(), *before.values()):
            for field in ("path_on", "first_published_at"):
                snapshot.pop(field)
    assert restored == before
    assert "undo" not in editor.get(LIST).content.decode()


def without_version(post):
    snapshot = take_snapshot(post)
    snapshot["tags"].sort()
    return snapshot


def test_taking_back_leaves_what_was_edited_since_and_names_it(editor):
    first, second = make_posts(2)
    act(editor, "publish_selected", [first, second])
    second = Post.objects.get(pk=second.pk)
    second.title = "发布后又改"
    save_post(second)
    (sentence,) = said(undo(editor))
    assert "发布后又改" in sentence
    assert states() == ["draft", "published"]


def test_taking_back_ends_after_ten_minutes(editor):
    posts = make_posts(1)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        act(editor, "publish_selected", posts)
        clock.shift(601)
        undo(editor)
    assert states() == ["published"]


def test_a_time_that_has_passed_is_refused_and_nothing_is_written(editor):
    posts = make_posts(2)
    question = ask(editor, "schedule_selected", posts)
    answer = confirm(editor, question, {"at_0": "2020-01-01", "at_1": "08:00"})
    assert answer.status_code == 400
    assert "2020-01-01" in answer.content.decode()
    assert confirm(editor, answer, {"at_0": "2031-01-01", "at_1": "08:00"}).status_code == 200
    assert states() == ["scheduled"] * 2
    assert {f"{timezone.localtime(post.published_at):%F %R}" for post in Post.objects.all()} == {"2031-01-01 08:00"}


def test_a_returned_post_tells_its_owner_why(editor):
    post = make_posts(status="in_review")[0]
    assert confirm(editor, ask(editor, "return_selected", [post]), {"reason": " "}).status_code == 400
    act(editor, "return_selected", [post], answers={"reason": "请补来源"})
    post.refresh_from_db()
    assert (post.state, post.review_note) == (PostState.DRAFT, "请补来源")


def test_categories_are_replaced_or_put_behind(editor):
    post, more = make_posts()[0], CategoryFactory()
    had = post.ordered_categories()
    act(editor, "change_categories_selected", [post], answers={"categories": [more.pk], "how": "add"})
    assert Post.objects.get().ordered_categories() == [*had, more]
    act(editor, "change_categories_selected", [post], answers={"categories": [more.pk], "how": "replace"})
    assert Post.objects.get().ordered_categories() == [more]
    (sentence,) = said(
        act(editor, "change_categories_selected", [post], answers={"categories": [more.pk], "how": "add"})
    )
    assert "0" in sentence


def test_pictures_that_failed_wait_again_and_the_post_stays_as_it_is(editor):
    lost = ImageFactory(pending=True, state="failed", state_reason="not-found", try_count=3)
    post = make_posts(body=f'<figure class="image"><img src="/i/{lost.pk}/" alt="x"></figure>')[0]
    act(editor, "fetch_pictures_selected", [post, *make_posts()])
    lost.refresh_from_db()
    assert (lost.state, lost.try_count) == ("pending", 0)
    assert Post.objects.get(pk=post.pk).version == post.version


def test_chosen_posts_come_as_a_table_or_as_json(editor):
    posts = make_posts(2, title="=HYPERLINK(1)", tags=["甲", "乙"])
    answer = confirm(editor, ask(editor, "export_selected", posts), {"file_format": "csv"}, follow=False)
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["title"] for row in rows] == ["'=HYPERLINK(1)"] * 2
    answer = confirm(editor, ask(editor, "export_selected", posts), {"file_format": "json"}, follow=False)
    assert {post["body"] for post in answer.json()["posts"]} == {posts[0].body}


def test_a_reporter_exports_and_tags_own_posts_only(reporter):
    own = make_posts(owner=reporter.user)[0]
    other = make_posts(owner=make_person("reporter"), title="别人的")[0]
    act(reporter, "add_tags_selected", [own, other], answers={"tags": "新"})
    assert [post.tags.count() for post in (own, other)] == [1, 0]
    answer = confirm(reporter, ask(reporter, "export_selected", [own, other]), {"file_format": "csv"}, follow=False)
    assert "别人的" not in answer.content.decode()


def test_what_is_deleted_for_good_stays_in_the_log(desk):
    post = PostFactory(trashed_at=timezone.now(), title="旧稿")
    act(desk("chief"), "purge_selected", [post], "?state=trashed")
    assert not Post.objects.exists()
    assert Activity.objects.filter(action="purged", title="旧稿").count() == 1


def test_a_round_that_takes_too_long_names_what_it_did_not_reach(editor, monkeypatch):
    from news.publishing.posts import bulk

    monkeypatch.setattr(bulk, "TIME_S", -1)
    posts = make_posts(3)
    outcome = bulk.act_on_each(
        {post.pk: post.version for post in posts},
        Post.objects.all(),
        editor.user,
        lambda post, user: bulk.add_tags(post, user, [TagFactory().name]),
    )
    assert (len(outcome.done), len(outcome.skipped)) == (0, 3)


def test_a_way_back_to_another_site_is_not_taken(editor):
    question = ask(editor, "trash_selected", make_posts())
    answer = confirm(editor, question, {"back": "https://evil.example/"}, follow=False)
    assert answer.headers["Location"] == LIST
