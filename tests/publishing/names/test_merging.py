"""Several categories, tags, authors or sources become one: links once each and in order, old addresses lead on."""

import datetime as dt
import threading

import pytest
from django.db import connection, connections
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from news.models import Activity, Address, Author, Byline, Category, Draft, PostCategory, PostTag, ScheduledChange, Tag
from news.publishing.names import merging
from news.publishing.names.categories import order_siblings, save_category
from news.publishing.names.merging import MergeError, merge, plan_merge
from news.publishing.names.removing import delete_category
from news.publishing.posts.recording import apply_snapshot
from news.publishing.posts.saving import save_post
from news.publishing.versions.snapshots import take_snapshot
from tests.factories import (
    AuthorFactory,
    CategoryFactory,
    ImageFactory,
    PostFactory,
    SourceFactory,
    TagFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def categories_of(post):
    return [link.category for link in post.category_links.select_related("category")]


def authors_of(post):
    return [line.author for line in post.bylines.select_related("author")]


# --- Links ------------------------------------------------------------------------------------------------------------


def test_a_post_has_the_survivor_once_at_the_first_of_the_places():
    kept, other, between = AuthorFactory.create_batch(3)
    posts = [
        PostFactory(authors=[other, between, kept]),
        PostFactory(authors=[between, other]),
        PostFactory(authors=[kept, other]),
        PostFactory(authors=[between]),
    ]
    assert merge(kept, [other], UserFactory()) == 3
    assert [authors_of(post) for post in posts] == [[kept, between], [between, kept], [kept], [between]]
    assert not Author.objects.filter(pk=other.pk).exists()


def test_the_primary_category_stays_the_primary_one():
    kept, other, third = CategoryFactory.create_batch(3)
    post = PostFactory(categories=[other, third, kept])
    merge(kept, [other], None)
    assert categories_of(post) == [kept, third]
    assert post.category_links.get(category=kept).position == 0


def test_the_posts_of_a_source_change_sides_and_its_hosts_are_known_by_the_survivor():
    kept = SourceFactory(hosts=["a.example"], homepage="")
    other = SourceFactory(hosts=["b.example", "a.example"], homepage="https://b.example/")
    post = PostFactory(source=other)
    merge(kept, [other], None)
    post.refresh_from_db()
    kept.refresh_from_db()
    assert (post.source, kept.hosts, kept.homepage) == (kept, ["a.example", "b.example"], "https://b.example/")


def test_the_survivor_takes_a_picture_and_words_only_where_it_has_none():
    picture = ImageFactory()
    kept = AuthorFactory(bio="自己的")
    merge(kept, [AuthorFactory(bio="别的", role="记者", picture=picture)], None)
    kept.refresh_from_db()
    assert (kept.bio, kept.role, kept.picture) == ("自己的", "记者", picture)


def test_posts_get_no_new_version_and_the_log_one_row():
    kept, *others = TagFactory.create_batch(4)
    posts = [PostFactory(tags=[other.name]) for other in others]
    user = UserFactory()
    merge(kept, others, user)
    for post in posts:
        version = post.version
        post.refresh_from_db()
        assert (post.version, post.revisions.count()) == (version, 0)
    row = Activity.objects.get()
    assert (row.action, row.object_id, row.user, row.facts["posts"]) == ("merged", kept.pk, user, 3)
    assert set(row.facts["names"]) == {other.name for other in others}


def test_the_plan_says_what_the_merge_does():
    kept, other, third = CategoryFactory.create_batch(3)
    child = CategoryFactory(parent=other)
    PostFactory(categories=[other])
    PostFactory(categories=[other, kept])
    plan = plan_merge(kept, [other, third])
    assert (plan.post_count, plan.shared_count, plan.address_count, plan.children) == (2, 1, 2, [child])


def test_the_statements_do_not_grow_with_the_posts(django_assert_num_queries):
    def run(count):
        kept, other = TagFactory.create_batch(2)
        for _ in range(count):
            PostFactory(tags=[other.name])
        with connection.execute_wrapper(lambda execute, *args: (counts.append(1), execute(*args))[1]):
            counts.clear()
            merge(kept, [other], None)
            return len(counts)

    counts = []
    assert run(2) == run(6)


# --- Addresses and the tree -------------------------------------------------------------------------------------------


def test_old_addresses_answer_with_the_survivors(client):
    kept, other = TagFactory.create_batch(2)
    PostFactory(tags=[kept.name])
    Address.objects.create(path="/tag/older/", tag=other)
    old = other.get_absolute_url()
    merge(kept, [other], None)
    for path in (old, "/tag/older/"):
        answer = client.get(path)
        assert (answer.status_code, answer["Location"]) == (301, kept.get_absolute_url())
    assert client.get(old + "feed/")["Location"] == kept.get_absolute_url() + "feed/"


def test_the_subtree_of_a_category_moves_below_the_survivor(client):
    kept, other = save_category(Category(name="新闻")), save_category(Category(name="资讯"))
    child = save_category(Category(name="科技", parent=other))
    leaf = save_category(Category(name="芯片", parent=child))
    twin = save_category(Category(name="科技", parent=kept))
    old = [row.get_absolute_url() for row in (other, child, leaf)]
    merge(kept, [other], None)
    leaf.refresh_from_db()
    assert leaf.path == "xin-wen/ke-ji-2/xin-pian"
    assert Category.objects.get(pk=twin.pk).path == "xin-wen/ke-ji"
    assert [client.get(path)["Location"] for path in old] == [
        "/category/xin-wen/",
        "/category/xin-wen/ke-ji-2/",
        "/category/xin-wen/ke-ji-2/xin-pian/",
    ]


def test_a_parent_is_merged_into_its_own_child():
    top = save_category(Category(name="新闻"))
    child, sibling = [save_category(Category(name=name, parent=top)) for name in ("科技", "财经")]
    leaf = save_category(Category(name="芯片", parent=child))
    merge(child, [top], None)
    assert list(Category.objects.in_tree_order().values_list("path", flat=True)) == [
        "ke-ji",
        "ke-ji/cai-jing",
        "ke-ji/xin-pian",
    ]
    assert {child.pk, sibling.pk, leaf.pk} == set(Category.objects.values_list("pk", flat=True))


def test_a_path_that_would_be_too_long_changes_nothing():
    long = "x" * 60
    deep = None
    for _ in range(8):
        deep = save_category(Category(name="深", slug=long, parent=deep))
    other = save_category(Category(name="别的", slug="other"))
    save_category(Category(name="子", slug="y" * 60, parent=other))
    with pytest.raises(MergeError) as caught:
        merge(deep, [other], None)
    assert caught.value.code == "place"
    assert Category.objects.filter(path="other/" + "y" * 60).exists()


# --- What is not done yet, and what was -------------------------------------------------------------------------------


def test_an_old_revision_that_names_the_merged_one_is_restored_without_it():
    kept, other, third = CategoryFactory.create_batch(3)
    post = PostFactory(categories=[other, third])
    snapshot = take_snapshot(post)
    merge(kept, [other], None)
    post.refresh_from_db()
    apply_snapshot(post, snapshot)
    save_post(post)
    assert categories_of(post) == [third]


def test_scheduled_changes_and_unsaved_texts_name_the_survivor():
    kept, other, third = CategoryFactory.create_batch(3)
    post, user = PostFactory(categories=[other]), UserFactory()
    change = ScheduledChange.objects.create(
        post=post,
        snapshot={"categories": [other.pk, third.pk, kept.pk], "title": "新"},
        base_version=1,
        due_at=timezone.now() + dt.timedelta(days=1),
    )
    values = {"category_list": [str(other.pk)], "title": ["草稿"]}  # as the form names them
    draft = Draft.objects.create(post=post, user=user, base_version=1, saved_at=timezone.now(), values=values)
    merge(kept, [other], None)
    change.refresh_from_db()
    draft.refresh_from_db()
    assert change.snapshot == {"categories": [kept.pk, third.pk], "title": "新"}
    assert draft.values == {"category_list": [str(kept.pk)], "title": ["草稿"]}


def test_the_tags_of_a_scheduled_change_follow_by_name():
    kept, other = TagFactory(name="人工智能"), TagFactory(name="AI")
    change = ScheduledChange.objects.create(
        post=PostFactory(), snapshot={"tags": ["ａｉ", "海港"]}, base_version=1, due_at=timezone.now()
    )
    merge(kept, [other], None)
    change.refresh_from_db()
    assert change.snapshot["tags"] == ["人工智能", "海港"]


# --- Refusals and races -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("others", [[], ["kept"], ["kept", "other"]])
def test_nothing_is_merged_into_itself(others):
    rows = {"kept": TagFactory(), "other": TagFactory()}
    with pytest.raises(MergeError, match="same"):
        merge(rows["kept"], [rows[name] for name in others], None)
    assert Tag.objects.count() == 2


def test_what_is_gone_meanwhile_stops_the_whole_merge():
    kept, other, third = TagFactory.create_batch(3)
    Tag.objects.filter(pk=other.pk).delete()
    with pytest.raises(MergeError, match="gone"):
        merge(kept, [third, other], None)
    assert Tag.objects.filter(pk=third.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_two_merges_against_each_other_leave_one(monkeypatch):
    first, second = TagFactory.create_batch(2)
    post = PostFactory(tags=[first.name, second.name])
    errors, gate = [], threading.Barrier(2)

    def run(kept, other):
        gate.wait()
        try:
            merge(kept, [other], None)
        except MergeError as error:
            errors.append(error.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in ((first, second), (second, first))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == ["gone"]
    assert Tag.objects.count() == post.tags.count() == 1


# --- Deleting a category ----------------------------------------------------------------------------------------------


def test_the_posts_and_children_of_a_deleted_category_go_where_one_says(client):
    gone, target, parent = CategoryFactory.create_batch(3)
    child = CategoryFactory(parent=gone)
    post = PostFactory(categories=[gone, target])
    old = [gone.get_absolute_url(), child.get_absolute_url()]
    assert delete_category(gone, None, posts_to=target, children_to=parent) == 1
    child.refresh_from_db()
    assert categories_of(post) == [target]
    assert [client.get(path)["Location"] for path in old] == [target.get_absolute_url(), child.get_absolute_url()]
    assert child.parent == parent


def test_posts_lose_a_category_only_where_they_have_another(client):
    gone, other = CategoryFactory.create_batch(2)
    both, bare = PostFactory(categories=[gone, other]), PostFactory(categories=[gone])
    with pytest.raises(MergeError) as caught:
        delete_category(gone, None, posts_to=None, children_to=None)
    assert (caught.value.code, caught.value.facts) == ("only-category", {"count": 1})
    bare.category_links.all().delete()
    delete_category(gone, None, posts_to=None, children_to=None)
    assert list(both.category_links.values_list("category", "position")) == [(other.pk, 0)]
    assert client.get(gone.get_absolute_url()).status_code == 410


def test_a_category_goes_neither_into_itself_nor_below_itself():
    gone = CategoryFactory()
    child = CategoryFactory(parent=gone)
    for targets in ({"posts_to": gone, "children_to": None}, {"posts_to": None, "children_to": child}):
        with pytest.raises(MergeError, match="same"):
            delete_category(gone, None, **targets)


def test_siblings_get_the_order_one_gives_them():
    parent = CategoryFactory()
    rows = CategoryFactory.create_batch(3, parent=parent)
    order_siblings([rows[2].pk, rows[0].pk], None)
    found = Category.objects.filter(parent=parent).order_by("position")
    assert list(found) == [rows[2], rows[0], rows[1]]
    with pytest.raises(ValueError, match="children"):
        order_siblings([rows[0].pk, parent.pk], None)


# --- Whatever is linked to what ---------------------------------------------------------------------------------------

KINDS = {
    "tag": (TagFactory, PostTag, "tag", "content_object"),
    "author": (AuthorFactory, Byline, "author", "post"),
    "category": (CategoryFactory, PostCategory, "category", "post"),
}


class MergingProperties(TestCase):
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        kind=st.sampled_from(sorted(KINDS)),
        posts=st.lists(st.lists(st.integers(0, 4), unique=True, max_size=5), max_size=6),
        merged=st.sets(st.integers(1, 4), min_size=1, max_size=4),
    )
    def test_no_link_is_doubled_or_lost_and_the_order_holds(self, kind, posts, merged):
        factory, table, column, to_post = KINDS[kind]
        things = factory.create_batch(5)
        rows = []
        for links in posts:
            chosen = [things[at] for at in links]
            names = [thing.name for thing in chosen] if kind == "tag" else chosen
            rows.append(PostFactory(**{{"category": "categories"}.get(kind, f"{kind}s"): names}))
        old = [things[at].get_absolute_url() for at in merged]
        count = merge(things[0], [things[at] for at in merged], None)
        assert count == sum(bool(merged.intersection(links)) for links in posts)
        expected = [list(dict.fromkeys(0 if at in merged else at for at in links)) for links in posts]
        for post, links in zip(rows, expected, strict=True):
            found = table.objects.filter(**{to_post: post}).order_by("pk" if kind == "tag" else "position")
            ids = list(found.values_list(f"{column}_id", flat=True))
            wanted = [things[at].pk for at in links]
            assert (sorted(ids), len(ids)) == (sorted(wanted), len(wanted))
            if kind != "tag":
                assert ids == wanted
                assert not links or found[0].position == 0
        answers = {Client().get(path).status_code for path in old}
        has_page = kind == "category" or any(0 in links for links in expected)
        assert answers == ({301} if has_page else {404})


def test_only_so_many_at_once():
    assert merging.MAX_AT_ONCE == 100
    with pytest.raises(MergeError, match="too-many"):
        merge(TagFactory(), [Tag(pk=10**6 + number) for number in range(101)], None)
