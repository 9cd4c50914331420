"""What is typed is kept before it is saved, offered again, and gone once it is saved."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from news.models import Activity, Draft, Post, Revision
from news.publishing.posts import workflow
from news.publishing.posts.relations import set_tags
from news.publishing.posts.saving import save_post
from tests.admin.forms import fill, post_url, read_form, send
from tests.factories import AuthorFactory, CategoryFactory, ImageFactory, PostFactory
from tests.people import make_person

pytestmark = pytest.mark.django_db
BEGIN = "/admin/news/post/begin/"
ACCEPT = {"accept": "application/json"}


def autosave(client, post, values, tab="a", number=1, **changes):
    url = post_url(post, "autosave") if post else BEGIN
    sent = {**values, "draft_tab": tab, "draft_number": number, **changes}
    return client.post(url, sent, headers=ACCEPT)


def opened(client, post=None):
    return read_form(client.get(post_url(post) if post else reverse("admin:news_post_add")))


def test_the_text_is_kept_and_the_live_post_is_not_touched(editor):
    post = PostFactory(title="原来的")
    before = Post.objects.values().get(pk=post.pk)
    answer = autosave(editor, post, opened(editor, post), title="改过的", intruder="x", csrfmiddlewaretoken="x")
    assert answer.status_code == 200
    assert answer.json()["version"] == 1
    assert "token" not in answer.json()
    draft = Draft.objects.get()
    assert (draft.user, draft.post, draft.base_version, draft.values["title"]) == (editor.user, post, 1, ["改过的"])
    assert {"intruder", "csrfmiddlewaretoken"}.isdisjoint(draft.values)
    assert Post.objects.values().get(pk=post.pk) == before
    assert not Revision.objects.exists()


@pytest.mark.parametrize("facts", [{"draft_tab": ""}, {"draft_number": "x"}, {"version": "1.1:forged"}])
def test_what_our_forms_do_not_send_is_refused(editor, facts):
    post = PostFactory()
    assert autosave(editor, post, opened(editor, post), **facts).status_code == 403
    assert not Draft.objects.exists()


def test_who_may_not_change_a_post_keeps_no_draft_of_it(desk):
    reporter, editor = desk("reporter"), desk("editor")
    post = PostFactory(owner=editor.user)
    values = opened(editor, post)
    assert autosave(reporter, post, values).status_code == 404
    own = PostFactory(owner=reporter.user)  # published: handed in
    token = opened(editor, own)["version"]
    assert autosave(reporter, own, {"version": token, "title": "x"}).status_code == 403
    assert editor.get(post_url(post, "autosave")).status_code == 405


def test_a_text_that_is_too_long_is_answered_413_with_words(editor):
    post = PostFactory()
    answer = autosave(editor, post, opened(editor, post), body="长" * 800_000)
    assert answer.status_code == 413
    assert "2 MiB" in answer.json()["error"]


def test_restoring_brings_back_every_field_exactly(editor):
    post = PostFactory(title="原来的", tags=["旧"])
    categories, authors, image = CategoryFactory.create_batch(2), AuthorFactory.create_batch(2), ImageFactory()
    typed = {
        "title": "改过的",
        "summary": "摘要\n两行",
        "body": "<p>正文 <strong>粗</strong></p>",
        "category_list": [str(categories[1].pk), str(categories[0].pk)],
        "author_list": [str(authors[1].pk), str(authors[0].pk)],
        "tag_list": "海港，AI",
        "header_image": str(image.pk),
        "published_at_0": "2026-13-45",  # half typed, not a date
        "published_at_1": "08:",
        "has_comments": "false",
        "source_url": "not an address",
    }
    autosave(editor, post, opened(editor, post), **typed)
    form = read_form(editor.get(post_url(post), {"draft": "1"}))
    for name, value in typed.items():
        assert [text.lstrip("\n") for text in form[name]] == (value if isinstance(value, list) else [value]), name
    assert "is_featured" not in form
    page = editor.get(post_url(post)).content.decode()
    assert "?draft=1&amp;tab=a" in page
    assert read_form(editor.get(post_url(post)))["title"] == ["原来的"]


def test_a_restored_form_saves_and_the_draft_is_gone(editor):
    post = PostFactory(title="原来的")
    autosave(editor, post, opened(editor, post), title="改过的")
    form = read_form(editor.get(post_url(post), {"draft": "1"}))
    assert send(editor, post_url(post), form).status_code == 302
    assert Post.objects.get(pk=post.pk).title == "改过的"
    assert not Draft.objects.exists()


def test_a_draft_of_an_older_version_leads_into_the_conflict(editor):
    post = save_post(Post(title="原来的", owner=editor.user))
    autosave(editor, post, opened(editor, post), title="我的")
    theirs = Post.objects.get(pk=post.pk)
    theirs.title = "同事的"
    save_post(theirs, make_person("editor"))
    page = editor.get(post_url(post), {"draft": "1"})
    assert page.context["is_restored_old"]
    assert send(editor, post_url(post), read_form(page)).status_code == 409
    assert Post.objects.get(pk=post.pk).title == "同事的"
    assert Draft.objects.get().values["title"] == ["我的"]


def test_saving_one_tab_leaves_the_text_of_the_other(editor):
    post = PostFactory()
    values = opened(editor, post)
    autosave(editor, post, values, tab="a", title="甲")
    assert autosave(editor, post, values, tab="b", title="乙").json()["has_other_tab"]
    send(editor, post_url(post), {**values, "title": "乙", "draft_tab": "b"})
    assert Draft.objects.get().values["title"] == ["甲"]
    assert editor.session["saved_tabs"] == ["b"]


def test_saving_drops_only_ones_own_draft(desk):
    first, second = desk("editor"), desk("editor")
    post = PostFactory()
    autosave(first, post, opened(first, post), title="甲")
    autosave(second, post, opened(second, post), title="乙")
    fill(first, post, title="甲", draft_tab="a")
    assert [row.user for row in Draft.objects.all()] == [second.user]


def test_the_text_is_still_kept_when_somebody_saved_and_the_answer_says_who(desk):
    me, other = desk("editor"), desk("editor", first_name="李雷")
    post = save_post(Post(title="原来的"))
    values = opened(me, post)
    fill(other, post, title="同事的")
    answer = autosave(me, post, values, title="我的").json()
    assert "李雷" in answer["moved"]["text"]
    assert Draft.objects.get().values["title"] == ["我的"]
    page = me.get(answer["moved"]["url"]).content.decode()
    assert "<del>" in page
    assert "我</ins>" in page


def test_what_another_tab_of_mine_has_saved_already_is_no_alarm(editor):
    post = save_post(Post(title="原来的"))
    values = opened(editor, post)
    fill(editor, post, title="同样的")
    answer = autosave(editor, post, values, title="同样的").json()
    assert answer["is_stored"]
    assert "moved" not in answer
    assert not Draft.objects.exists()
    send(editor, post_url(post), {**values, "title": "再改", "version": answer["token"]})
    assert Post.objects.get(pk=post.pk).title == "再改"


def test_text_for_a_post_that_was_handed_in_meanwhile_is_kept_too(reporter):
    post = save_post(Post(title="稿", owner=reporter.user), reporter.user)
    values = opened(reporter, post)
    workflow.submit(Post.objects.get(pk=post.pk), reporter.user)
    answer = autosave(reporter, post, values, title="还想改").json()
    assert answer["is_closed"]
    assert Draft.objects.get().values["title"] == ["还想改"]
    assert "还想改" in reporter.get(post_url(post, "draft")).content.decode()


def test_the_comparison_names_the_fields_and_marks_the_characters(editor):
    post = PostFactory(title="港口清晨", body="<p>一</p><p>二</p>")
    set_tags(post, ["旧"])
    autosave(editor, post, opened(editor, post), title="港口黄昏", body="<p>一</p><p>三</p>", tag_list="旧，新")
    differences = editor.get(post_url(post, "draft")).context["differences"]
    assert [each.name for each in differences] == ["title", "body", "tag_list"]
    assert [(piece.kind, piece.text) for piece in differences[0].pieces] == [
        ("same", "港口"),
        ("removed", "清晨"),
        ("added", "黄昏"),
    ]


def test_what_comes_late_is_told_the_number_to_go_on_from(editor):
    post = PostFactory()
    values = opened(editor, post)
    autosave(editor, post, values, number=7, title="新")
    assert autosave(editor, post, values, number=6, title="旧").json() == {"is_late": True, "number": 7}
    assert Draft.objects.get().values["title"] == ["新"]


def test_discarding_asks_first(editor):
    post = PostFactory()
    autosave(editor, post, opened(editor, post), title="改过的")
    assert editor.get(post_url(post, "discard")).status_code == 200
    assert Draft.objects.exists()
    assert editor.post(post_url(post, "discard"), {"tab": "a"}).headers["Location"] == post_url(post)
    assert not Draft.objects.exists()


# --- a new post ----------------------------------------------------------------


def test_the_first_text_of_a_new_form_makes_the_post(reporter):
    values = opened(reporter)
    answer = autosave(reporter, None, values, title="新稿").json()
    post = Post.objects.get()
    assert (post.owner, post.title, post.status, post.version) == (reporter.user, "新稿", "draft", 1)
    assert (answer["id"], answer["url"]) == (post.pk, post_url(post))
    assert autosave(reporter, None, values, number=2, title="新稿二").json()["id"] == post.pk
    assert [row.action for row in Activity.objects.all()] == ["began"]
    sent = {**values, "version": answer["token"], "title": "新稿三", "draft_tab": "a"}
    assert send(reporter, answer["url"], sent).status_code == 302
    assert Post.objects.get().title == "新稿三"
    assert not Draft.objects.exists()


@pytest.mark.parametrize("facts", [{}, {"title": "  ", "language": "en"}])
def test_an_empty_form_makes_nothing(reporter, facts):
    assert autosave(reporter, None, opened(reporter), **facts).json() == {"is_empty": True}
    assert not Post.objects.exists()


def test_a_new_form_that_is_sent_before_it_knows_of_its_post_makes_no_second_one(reporter):
    values = opened(reporter)
    autosave(reporter, None, values, title="新稿")
    sent = {**values, "title": "新稿", "draft_tab": "a"}
    assert send(reporter, reverse("admin:news_post_add"), sent).status_code == 302
    assert send(reporter, reverse("admin:news_post_add"), sent).status_code == 302  # a double click
    post = Post.objects.get()
    assert (post.title, post.version) == ("新稿", 2)


def test_posts_begun_and_never_saved_are_offered_on_the_form_for_a_new_one(desk):
    reporter, other = desk("reporter"), desk("reporter")
    autosave(reporter, None, opened(reporter), title="没写完的稿子")
    assert "没写完的稿子" in reporter.get(reverse("admin:news_post_add")).content.decode()
    assert "没写完的稿子" not in other.get(reverse("admin:news_post_add")).content.decode()
    post = Post.objects.get()
    assert reporter.post(post_url(post, "discard")).headers["Location"] == reverse("admin:news_post_add")
    assert not Post.objects.exists()


def test_who_may_not_add_posts_begins_none(desk):
    client = desk("reporter")
    values = opened(client)
    client.user.groups.clear()
    client.user.user_permissions.clear()
    assert autosave(client, None, values, title="x").status_code == 403


def test_the_number_of_queries_does_not_grow_with_the_drafts(reporter):
    def count():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            reporter.get(reverse("admin:news_post_add"))
        return len(queries)

    autosave(reporter, None, opened(reporter), title="一", tab="t0")
    few = count()
    for number in range(1, 6):
        autosave(reporter, None, opened(reporter), title="多", tab=f"t{number}")
    assert count() == few
