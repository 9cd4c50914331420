"""Snapshots: what goes in comes out again, links and their order included."""

import pytest
from django.utils import timezone

from news.publishing.posts.recording import apply_snapshot, record_revision
from news.publishing.posts.relations import set_authors, set_categories, set_tags
from news.publishing.posts.saving import save_post
from news.publishing.versions.snapshots import take_snapshot
from tests.factories import AuthorFactory, CategoryFactory, ImageFactory, PostFactory, SourceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def post():
    return PostFactory(
        source=SourceFactory(),
        header_image=ImageFactory(),
        pinned_until=timezone.now(),
        has_comments=False,
        categories=CategoryFactory.create_batch(3),
        authors=AuthorFactory.create_batch(2),
        tags=["海港", "AI"],
    )


def test_a_snapshot_put_back_gives_the_same_snapshot(post):
    snapshot = take_snapshot(post)
    post.title, post.body, post.source = "别的", "<p>别的</p>", None
    set_categories(post, [])
    set_authors(post, [])
    set_tags(post, [])
    save_post(post)
    apply_snapshot(post, snapshot)
    save_post(post)
    assert take_snapshot(post) == {**snapshot, "updated_at": take_snapshot(post)["updated_at"]}


def test_what_no_longer_exists_is_left_out(post):
    snapshot = take_snapshot(post)
    first, *others = post.ordered_authors()
    set_authors(post, others)
    first.delete()
    apply_snapshot(post, snapshot)
    assert post.ordered_authors() == others


def test_a_source_that_was_deleted_since_is_left_out_too():
    post = PostFactory(source=SourceFactory())
    snapshot = take_snapshot(post)
    source, post.source = post.source, None
    save_post(post)
    source.delete()
    apply_snapshot(post, snapshot)
    assert save_post(post).source is None


def test_recording_one_version_twice_completes_the_same_revision(post):
    record_revision(post, None)
    set_tags(post, ["潮汐"])
    record_revision(post, None, "tags")
    revision = post.revisions.get()
    assert (revision.snapshot["tags"], revision.reason) == (["潮汐"], "tags")


def test_the_order_of_links_is_the_order_given(post):
    categories = post.ordered_categories()
    set_categories(post, [categories[2], categories[0], categories[2]])
    assert post.ordered_categories() == [categories[2], categories[0]]
    assert post.primary_category == categories[2]


def test_links_that_stay_are_not_written_again(post, django_assert_num_queries):
    categories = post.ordered_categories()
    with django_assert_num_queries(1):
        set_categories(post, categories)


def test_the_same_moment_in_another_zone_is_no_change():
    post = PostFactory()
    before = take_snapshot(post)
    post.published_at = timezone.localtime(post.published_at)
    assert take_snapshot(post) == before
