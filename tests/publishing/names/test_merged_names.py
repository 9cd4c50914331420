"""A name that was merged away leads to the survivor, wherever it is named, until somebody bears it again."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from news.models import Category, MergedName, Tag
from news.publishing.names.categories import delete_named, save_category
from news.publishing.names.merged_names import take_back
from news.publishing.names.merging import merge
from news.publishing.names.removing import delete_category
from news.publishing.posts.recording import apply_snapshot
from news.publishing.posts.relations import set_tags
from news.publishing.versions.building import post_from_snapshot
from news.publishing.versions.snapshots import take_snapshot
from tests.factories import AuthorFactory, CategoryFactory, PostFactory, SourceFactory, TagFactory

pytestmark = pytest.mark.django_db
FACTORIES = {"tag": TagFactory, "author": AuthorFactory, "source": SourceFactory, "category": CategoryFactory}


def leads_to(model, name, parent=None):
    return MergedName.objects.find_survivor(model, name, parent.pk if parent else None)


def places():
    """Each as its place and name, with where it leads."""
    rows = MergedName.objects.select_related(*FACTORIES)
    return {(str(row), str(row.tag or row.author or row.source or row.category)) for row in rows}


def category(name, parent=None):
    return save_category(Category(name=name, parent=parent))


# --- What a merge leaves behind ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", FACTORIES)
def test_the_names_of_the_others_lead_to_the_survivor(model):
    kept, *others = FACTORIES[model].create_batch(3)
    merge(kept, others, None)
    assert [leads_to(type(kept), other.name) for other in others] == [kept, kept]
    assert leads_to(type(kept), kept.name) is None


@pytest.mark.parametrize(("model", "finds"), [("tag", True), ("source", True), ("category", True), ("author", False)])
def test_any_spelling_leads_on_but_for_authors_whom_imports_find_by_the_name_as_it_is_written(model, finds):
    kept, other = FACTORIES[model](name="Harbour"), FACTORIES[model](name="Port")
    merge(kept, [other], None)
    assert leads_to(type(kept), "Port") == kept
    assert leads_to(type(kept), "ＰＯＲＴ") == (kept if finds else None)


@pytest.mark.parametrize("model", FACTORIES)
def test_a_chain_of_merges_ends_at_the_last(model):
    first, second, third = FACTORIES[model].create_batch(3)
    merge(second, [first], None)
    merge(third, [second], None)
    assert leads_to(type(third), first.name) == leads_to(type(third), second.name) == third


@pytest.mark.parametrize("model", FACTORIES)
def test_there_and_back_no_name_leads_to_its_own_bearer(model):
    first, second = FACTORIES[model].create_batch(2)
    merge(second, [first], None)
    again = FACTORIES[model](name=first.name)
    merge(again, [second], None)
    assert places() == {(second.name, again.name)}


def test_what_was_merged_last_counts_for_a_name_that_was_borne_again():
    one, two = TagFactory.create_batch(2)
    merge(one, [TagFactory(name="AI")], None)
    merge(two, [TagFactory(name="ai")], None)
    assert places() == {("ai", two.name)}


def test_two_authors_of_one_name_leave_it_to_the_one_who_stays():
    kept, other = AuthorFactory(name="张三"), AuthorFactory(name="张三")
    merge(kept, [other], None)
    assert not MergedName.objects.exists()


@pytest.mark.parametrize("model", FACTORIES)
def test_with_the_survivor_its_merged_names_go(model):
    kept, other = FACTORIES[model].create_batch(2)
    merge(kept, [other], None)
    delete_named(kept)
    assert not MergedName.objects.exists()


def test_the_statements_do_not_grow_with_the_names():
    counts = []
    for count in (2, 6):
        kept, other = CategoryFactory.create_batch(2)
        for third in CategoryFactory.create_batch(count, parent=other):
            merge(other, [third], None)
        with CaptureQueriesContext(connection) as queries:
            merge(kept, [other], None)
        counts.append(len(queries))
    assert counts[0] == counts[1]


# --- The tree ---------------------------------------------------------------------------------------------------------


def test_the_same_name_below_another_parent_is_another_category():
    news, media = category("新闻"), category("媒体")
    kept, other = category("技术", news), category("科技", news)
    merge(kept, [other], None)
    assert (leads_to(Category, "科技", news), leads_to(Category, "科技", media), leads_to(Category, "科技")) == (
        kept,
        None,
        None,
    )


def test_names_below_a_merged_parent_follow_to_the_survivor_and_none_is_doubled():
    kept, first, second = (category(name) for name in ("新闻", "资讯", "快讯"))
    below = {parent: category("技术", parent) for parent in (kept, first, second)}
    for parent, survivor in below.items():
        merge(survivor, [category("科技", parent)], None)
    merge(below[first], [category("数码", first)], None)
    merge(kept, [first, second], None)
    assert leads_to(Category, "科技", kept) == below[kept]
    assert leads_to(Category, "数码", kept) == below[first]
    assert MergedName.objects.filter(parent=kept).count() == 2


def test_a_parent_and_its_child_merged_at_once_leave_the_way_through_both():
    kept, parent = category("新闻"), category("资讯")
    child = category("国内", parent)
    merge(kept, [parent, child], None)
    assert (leads_to(Category, "资讯"), leads_to(Category, "国内", kept)) == (kept, kept)


def test_a_survivor_that_takes_its_parents_place_is_found_where_it_stood():
    top = category("新闻")
    middle = category("科技", top)
    leaf = category("芯片", middle)
    merge(leaf, [top], None)
    assert leads_to(Category, "新闻") == leaf
    assert leads_to(Category, "芯片", middle) == leaf
    middle.refresh_from_db()
    assert middle.parent == leaf


def test_a_place_goes_with_the_category_that_it_was_below():
    news = category("新闻")
    merge(category("技术"), [category("科技", news)], None)
    delete_category(news, None, posts_to=None, children_to=None)
    assert not MergedName.objects.exists()


def test_names_go_where_the_posts_and_the_children_of_a_deleted_category_go():
    gone, kept, above, tech = category("新闻"), category("要闻"), category("网站"), category("技术")
    merge(gone, [category("消息")], None)
    merge(tech, [category("科技", gone)], None)
    delete_category(gone, None, posts_to=kept, children_to=above)
    find = MergedName.objects.find_survivor
    assert find(Category, "新闻") == find(Category, "消息") == kept
    assert find(Category, "科技", above.pk) == tech
    assert MergedName.objects.count() == 3


# --- What is found by it ----------------------------------------------------------------------------------------------


@pytest.fixture
def ai():
    """人工智能, into which AI was merged."""
    kept = TagFactory(name="人工智能")
    merge(kept, [TagFactory(name="AI")], None)
    return kept


def test_a_typed_tag_that_was_merged_away_is_the_survivor_once_at_the_first_place(ai):
    assert [tag.name for tag in Tag.objects.ensure(["海港", "ａｉ", "渡轮", "人工智能"])] == [
        "海港",
        "人工智能",
        "渡轮",
    ]
    post = PostFactory()
    set_tags(post, ["AI", "人工智能"])
    assert list(post.tags.all()) == [ai]


def test_a_tag_of_that_very_name_wins(ai):
    made = TagFactory(name="AI")
    assert Tag.objects.ensure(["ai", "人工智能"]) == [made, ai]


def test_names_are_followed_without_making_any(ai):
    assert Tag.objects.follow(["海港", "AI", "人工智能"]) == ["海港", "人工智能"]
    assert Tag.objects.count() == 1


def test_only_a_missing_tag_costs_a_second_look(ai, django_assert_num_queries):
    with django_assert_num_queries(1):
        Tag.objects.ensure(["人工智能"])
    with django_assert_num_queries(2):
        Tag.objects.ensure(["AI", "人工智能"])


def test_an_old_revision_brings_the_survivor_and_shows_it_before():
    kept, other = TagFactory(name="人工智能"), TagFactory(name="AI")
    post = PostFactory(tags=["AI", "人工智能"])
    snapshot = take_snapshot(post)
    merge(kept, [other], None)
    assert list(post_from_snapshot(post, snapshot).tags.all()) == [kept]
    apply_snapshot(post, snapshot)
    assert list(post.tags.all()) == list(Tag.objects.all()) == [kept]


@pytest.mark.parametrize("model", FACTORIES)
def test_a_name_that_is_taken_back_leads_nowhere(model):
    kept, other = FACTORIES[model].create_batch(2)
    merge(kept, [other], None)
    take_back(kept)
    assert leads_to(type(kept), other.name) == kept
    take_back(FACTORIES[model](name=other.name))
    assert not MergedName.objects.exists()


# --- What the database holds ------------------------------------------------------------------------------------------


def test_a_merged_name_leads_to_exactly_one_thing_and_stands_in_one_place_once():
    tag, author, source, parent = TagFactory(), AuthorFactory(), SourceFactory(), CategoryFactory()
    refused = [
        {},
        {"tag": tag, "author": author},
        {"tag": tag, "parent": parent},
        {"tag": tag, "key": ""},
        {"tag": TagFactory()},
        {"author": AuthorFactory()},
        {"source": SourceFactory()},
        {"category": CategoryFactory()},
        {"category": CategoryFactory(), "parent": parent},
    ]
    for values in ({"tag": tag}, {"author": author}, {"source": source}, {"category": parent}):
        MergedName.objects.create(**{"name": "AI", "key": "ai"} | values)
    MergedName.objects.create(name="AI", key="ai", category=parent, parent=parent)
    for values in refused:
        with pytest.raises(IntegrityError), transaction.atomic():
            MergedName.objects.create(**{"name": "AI", "key": "ai"} | values)
