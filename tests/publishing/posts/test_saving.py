"""Saving a post: nobody's text is lost, addresses stay, what is stored is measured and clean."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from news.models import Address, Post
from news.publishing.errors import EditConflictError, NoFreeSlugError
from news.publishing.posts.saving import save_post, write_row
from news.publishing.posts.workflow import purge
from tests.factories import PostFactory, UserFactory

pytestmark = pytest.mark.django_db
UTC = dt.UTC


def draft(**values):
    return PostFactory(**{"status": Post.Status.DRAFT, "published_at": None, "path_on": None, **values})


def test_a_save_raises_the_version_and_keeps_a_revision_with_the_user():
    post, user = draft(), UserFactory()
    post.title = "改过的标题"
    save_post(post, user, "typo")
    stored = Post.objects.get(pk=post.pk)
    revision = post.revisions.get()
    assert (stored.title, stored.version) == ("改过的标题", 2)
    assert (revision.version, revision.user, revision.reason) == (2, user, "typo")


def test_the_second_of_two_editors_is_refused_and_nothing_of_the_first_is_lost():
    post = draft()
    mine, theirs = Post.objects.get(pk=post.pk), Post.objects.get(pk=post.pk)
    theirs.body = "<p>先到的稿子</p>"
    save_post(theirs)
    mine.body = "<p>后到的稿子</p>"
    with pytest.raises(EditConflictError) as error:
        save_post(mine)
    stored = Post.objects.get(pk=post.pk)
    assert (stored.body, stored.version) == ("<p>先到的稿子</p>", 2)
    assert (error.value.post_id, error.value.expected_version) == (post.pk, 1)
    assert post.revisions.count() == 1


def test_the_version_a_form_was_opened_with_counts_not_the_one_just_read():
    post = draft()
    save_post(Post.objects.get(pk=post.pk))
    fresh = Post.objects.get(pk=post.pk)
    with pytest.raises(EditConflictError):
        write_row(fresh, expected_version=1)
    write_row(Post.objects.get(pk=post.pk), expected_version=2)


def test_a_post_purged_meanwhile_does_not_come_back():
    post = draft(trashed_at=timezone.now())
    open_elsewhere = Post.objects.get(pk=post.pk)
    purge(post)
    with pytest.raises(EditConflictError):
        save_post(open_elsewhere)
    assert not Post.objects.filter(pk=open_elsewhere.pk).exists()


def test_an_empty_slug_is_made_from_the_title():
    post = save_post(Post(title="重庆银行行长访谈", body="<p>文</p>"))
    assert post.slug == "chong-qing-yin-hang-hang-zhang-fang-tan"


def test_two_posts_of_one_day_with_one_slug_get_different_addresses():
    now = timezone.now() - dt.timedelta(hours=1)
    posts = [
        save_post(Post(title="晨报", slug="chen-bao", status=Post.Status.APPROVED, published_at=now)) for _ in range(7)
    ]
    assert len({post.get_absolute_url() for post in posts}) == 7
    assert posts[0].slug == "chen-bao"
    assert posts[1].slug == "chen-bao-2"


def test_drafts_may_share_a_slug_until_they_get_a_day():
    first, second = draft(slug="chen-bao"), draft(slug="chen-bao")
    save_post(first)
    save_post(second)
    assert first.slug == second.slug == "chen-bao"


def test_the_database_refuses_two_posts_at_one_address():
    first = PostFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        PostFactory(slug=first.slug, path_on=first.path_on)


def test_no_free_slug_is_said_when_all_are_taken(monkeypatch):
    first = PostFactory(slug="voll")
    monkeypatch.setattr("news.publishing.posts.saving.slugs_to_try", lambda slug: [slug])
    with pytest.raises(NoFreeSlugError):
        save_post(PostFactory.build(slug="voll", path_on=first.path_on, published_at=first.published_at))


def test_another_broken_rule_is_not_taken_for_a_taken_slug():
    post = PostFactory.build(source_url="ftp://example/")
    with pytest.raises(IntegrityError):
        save_post(post)


def test_the_day_in_the_address_is_the_date_in_the_sites_zone():
    evening_in_london = dt.datetime(2022, 8, 8, 17, 0, tzinfo=UTC)  # 01:00 of the next day in Shanghai
    post = save_post(Post(title="夜班", slug="ye-ban", status=Post.Status.APPROVED, published_at=evening_in_london))
    assert post.path_on == dt.date(2022, 8, 9)


def test_the_day_moves_with_the_time_until_readers_have_seen_it():
    later = timezone.now() + dt.timedelta(days=3)
    post = save_post(Post(title="预告", slug="yu-gao", status=Post.Status.APPROVED, published_at=later))
    post.published_at = later + dt.timedelta(days=2)
    save_post(post)
    assert post.path_on == timezone.localdate(post.published_at)
    assert not post.was_public()


def test_the_day_is_frozen_once_readers_have_seen_it():
    post = PostFactory()
    day = post.path_on
    post.published_at = timezone.now() - dt.timedelta(days=30)
    save_post(post)
    assert Post.objects.get(pk=post.pk).path_on == day


def test_a_changed_slug_of_a_public_post_leaves_its_old_address_behind():
    post = PostFactory(slug="alt")
    old = post.get_absolute_url()
    post.slug = "neu"
    save_post(post)
    assert Address.objects.get(path=old).post == post


def test_a_changed_slug_of_a_draft_or_a_scheduled_post_leaves_nothing():
    soon = timezone.now() + dt.timedelta(days=1)
    scheduled = save_post(Post(title="预告", slug="alt", status=Post.Status.APPROVED, published_at=soon))
    for post in (draft(slug="alt"), scheduled):
        post.slug = "neu"
        save_post(post)
    assert not Address.objects.exists()


def test_only_a_change_of_the_text_counts_as_updated():
    long_ago = timezone.now() - dt.timedelta(days=9)
    post = PostFactory(updated_at=long_ago)
    post.is_featured = True
    post.body += "<script>x</script>"  # cleaned away: the stored text is the same
    save_post(post)
    assert Post.objects.get(pk=post.pk).updated_at == long_ago
    post.summary = "新的摘要"
    save_post(post)
    assert Post.objects.get(pk=post.pk).updated_at > long_ago


def test_counts_and_excerpt_follow_the_body():
    post = save_post(Post(title="计数", body="<p>一二三四 five six</p>"))
    assert (post.han_count, post.word_count) == (4, 2)
    assert "一二三四" in post.excerpt
