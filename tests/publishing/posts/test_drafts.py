"""Unsaved texts: never over a newer one, never over another tab's, never the live text."""

import pytest

from news.models import Activity, Draft, Post, Revision
from news.publishing.posts.drafts import (
    MAX_BYTES,
    DraftTooLargeError,
    FormText,
    begin_post,
    discard_draft,
    drop_draft,
    find_text,
    is_never_saved,
    keep_draft,
    read_draft,
)
from news.publishing.posts.saving import save_post
from tests.factories import PostFactory, UserFactory

pytestmark = pytest.mark.django_db


def typed(title, tab="a", number=1, **facts):
    return FormText({"title": [title]}, 1, tab, number, **facts)


def titles(user, post):
    kept = read_draft(Draft.objects.get(user=user, post=post))
    return [each.fields["title"][0] for each in (kept.newest, *kept.others)]


def test_a_draft_touches_neither_the_post_nor_its_version():
    user, post = UserFactory(), PostFactory(title="原来的")
    before = Post.objects.values().get(pk=post.pk)
    keep_draft(user, post, typed("改过的"))
    assert Post.objects.values().get(pk=post.pk) == before
    assert not Revision.objects.exists()
    assert not Activity.objects.exists()


def test_what_comes_late_does_not_replace_what_is_newer():
    user, post = UserFactory(), PostFactory()
    keep_draft(user, post, typed("新", number=5))
    assert keep_draft(user, post, typed("旧", number=4)).is_late
    assert keep_draft(user, post, typed("同", number=5)).is_late
    assert titles(user, post) == ["新"]


def test_the_text_of_another_tab_is_kept_beside_it_and_told():
    user, post = UserFactory(), PostFactory()
    keep_draft(user, post, typed("甲", tab="a"))
    assert [each.tab for each in keep_draft(user, post, typed("乙", tab="b")).others] == ["a"]
    assert titles(user, post) == ["乙", "甲"]
    keep_draft(user, post, typed("甲二", tab="a", number=2))
    assert titles(user, post) == ["甲二", "乙"]
    assert keep_draft(user, post, typed("旧", tab="b", number=1)).is_late
    assert find_text(Draft.objects.get(), "b").fields == {"title": ["乙"]}


def test_two_tabs_with_the_same_text_are_one_draft():
    user, post = UserFactory(), PostFactory()
    keep_draft(user, post, typed("同", tab="a"))
    assert keep_draft(user, post, typed("同", tab="b")).others == []


def test_a_form_that_was_filled_from_a_draft_takes_its_place():
    user, post = UserFactory(), PostFactory()
    keep_draft(user, post, typed("甲", tab="a"))
    keep_draft(user, post, typed("甲又", tab="b", restored_from="a"))
    assert titles(user, post) == ["甲又"]


def test_saving_one_tab_leaves_what_the_other_has_typed():
    user, post = UserFactory(), PostFactory()
    keep_draft(user, post, typed("甲", tab="a"))
    keep_draft(user, post, typed("乙", tab="b"))
    drop_draft(user, post, "b")
    assert titles(user, post) == ["甲"]
    drop_draft(user, post, "a")
    assert not Draft.objects.exists()


def test_two_people_have_a_draft_each():
    post, first, second = PostFactory(), UserFactory(), UserFactory()
    keep_draft(first, post, typed("甲"))
    keep_draft(second, post, typed("乙"))
    drop_draft(first, post)
    assert titles(second, post) == ["乙"]


def test_what_is_too_long_is_refused_and_says_how_long_it_may_be():
    with pytest.raises(DraftTooLargeError) as error:
        keep_draft(UserFactory(), PostFactory(), typed("长" * (MAX_BYTES // 3)))
    assert error.value.max_bytes == MAX_BYTES


def test_a_form_begins_one_post_however_often_it_asks():
    user = UserFactory()
    first = begin_post(user, typed("标题", number=1), "标题", "en")
    again = begin_post(user, typed("标题二", number=2), "标题二", "en")
    assert first.pk == again.pk
    assert (first.owner, first.title, first.status, first.language, first.version) == (user, "标题", "draft", "en", 1)
    assert titles(user, first) == ["标题二"]
    assert [row.action for row in Activity.objects.all()] == ["began"]
    assert begin_post(user, typed("别的", tab="b"), "", "en").pk != first.pk
    drop_draft(user, first)
    assert begin_post(user, typed("迟到", number=3), "迟到", "en").pk == first.pk


def test_a_begun_post_goes_with_its_draft_and_a_saved_one_stays():
    user = UserFactory()
    shell = begin_post(user, typed("标题"), "标题", "en")
    assert is_never_saved(shell)
    assert discard_draft(user, shell)
    assert not Post.objects.exists()
    saved = begin_post(user, typed("标题", tab="b"), "标题", "en")
    save_post(saved, user)
    keep_draft(user, saved, typed("改", tab="b", number=2))
    assert not discard_draft(user, saved)
    assert Post.objects.get() == saved
    assert not Draft.objects.exists()
