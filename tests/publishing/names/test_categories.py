"""Categories and other named things: moved with all that hangs on them, old addresses kept."""

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from news.models import Address, Category, Tag
from news.publishing.names.categories import delete_named, save_category, save_named
from tests.factories import CategoryFactory, PostFactory, SourceFactory, TagFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    """新媒体 › 高科技 › 芯片, and 新闻 beside it."""
    top = save_category(Category(name="新媒体"))
    middle = save_category(Category(name="高科技", parent=top))
    leaf = save_category(Category(name="芯片", parent=middle))
    return top, middle, leaf, save_category(Category(name="新闻"))


def paths():
    return list(Category.objects.order_by("path").values_list("path", "depth"))


def test_path_and_depth_follow_from_the_parents(tree):
    assert paths() == [
        ("xin-mei-ti", 0),
        ("xin-mei-ti/gao-ke-ji", 1),
        ("xin-mei-ti/gao-ke-ji/xin-pian", 2),
        ("xin-wen", 0),
    ]


def test_a_moved_category_takes_its_subtree_and_all_old_addresses_lead_on(tree):
    _top, middle, leaf, news = tree
    old = [row.get_absolute_url() for row in (middle, leaf)]
    middle.parent = news
    save_category(middle)
    leaf.refresh_from_db()
    assert (leaf.path, leaf.depth) == ("xin-wen/gao-ke-ji/xin-pian", 2)
    assert [Address.objects.get(path=path).category for path in old] == [middle, leaf]


def test_a_renamed_root_moves_everything_below_it(tree):
    top = tree[0]
    top.slug = "media"
    save_category(top)
    assert [path for path, _depth in paths()][:3] == ["media", "media/gao-ke-ji", "media/gao-ke-ji/xin-pian"]
    assert Address.objects.count() == 3


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_category_cannot_be_moved_below_itself(tree, place):
    middle = tree[1]
    middle.parent = tree[1:3][place - 1] if place else middle
    with pytest.raises(ValidationError, match="parent"):
        save_category(middle)
    assert Category.objects.get(pk=middle.pk).path == "xin-mei-ti/gao-ke-ji"


def test_a_path_that_would_not_fit_is_refused_before_anything_is_written(tree):
    top = tree[0]
    deep = top
    for _ in range(8):
        deep = save_category(Category(name="x", slug="x" * 60, parent=deep))
    other = save_category(Category(name="y", slug="y" * 60))
    top.parent = other
    with pytest.raises(ValidationError, match="slug"):
        save_category(top)
    assert Category.objects.get(pk=top.pk).parent is None


def test_a_sibling_with_the_same_beginning_stays_where_it_is(tree):
    sibling = save_category(Category(name="x", slug="xin-mei-ti-2"))
    tree[0].slug = "media"
    save_category(tree[0])
    sibling.refresh_from_db()
    assert sibling.path == "xin-mei-ti-2"


def test_a_renamed_tag_or_source_leaves_its_old_address_behind():
    for thing in (TagFactory(slug="alt"), SourceFactory(slug="alt")):
        old = thing.get_absolute_url()
        thing.slug = "neu"
        save_named(thing)
        assert Address.objects.get(path=old).target == thing


def test_a_deleted_tag_answers_gone_and_a_used_category_cannot_be_deleted():
    tag = TagFactory()
    PostFactory(tags=[tag.name])
    old = tag.get_absolute_url()
    delete_named(tag)
    assert Address.objects.get(path=old).target is None
    category = CategoryFactory()
    PostFactory(categories=[category])
    with pytest.raises(ProtectedError):
        delete_named(category)
    assert not Address.objects.filter(path=category.get_absolute_url()).exists()


def test_labels_show_the_whole_way_in_one_query(tree, django_assert_num_queries):
    with django_assert_num_queries(1):
        labels = Category.objects.path_labels()
    assert labels[tree[2].path] == "新媒体 › 高科技 › 芯片"


def test_an_empty_slug_is_made_from_the_name():
    tag = Tag(name="人工智能")
    save_named(tag)
    assert tag.slug == "ren-gong-zhi-neng"
