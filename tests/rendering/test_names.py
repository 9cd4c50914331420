"""What is told of categories, tags, authors and sources: counts of public posts, each once."""

import datetime as dt

import pytest

from news.models import Author, Post
from news.rendering.list_counts import count_list
from news.rendering.names import children_with_posts, find_branch, monogram, related_tags, top_categories
from tests.factories import AuthorFactory, CategoryFactory, PostFactory, SourceFactory, TagFactory

pytestmark = pytest.mark.django_db


def test_children_count_what_is_below_them_once(django_assert_num_queries):
    root = CategoryFactory(slug="root")
    child = CategoryFactory(parent=root, slug="a")
    below = CategoryFactory(parent=child, slug="b")
    CategoryFactory(parent=root, slug="empty")
    beside = CategoryFactory(parent=root, slug="a-b")  # begins like the first, is not below it
    PostFactory(categories=[child, below])
    PostFactory(categories=[below])
    PostFactory(categories=[child], status="draft")
    PostFactory(categories=[beside, root])
    with django_assert_num_queries(2):
        found = children_with_posts(find_branch("root"))
    assert [(each.slug, each.post_count) for each in found] == [("a", 2), ("a-b", 1)]


def test_a_branch_runs_from_the_root_to_the_leaves(django_assert_num_queries):
    root = CategoryFactory(slug="root")
    middle = CategoryFactory(slug="middle", parent=root)
    leaf = CategoryFactory(slug="leaf", parent=middle)
    CategoryFactory(slug="beside", parent=root)
    with django_assert_num_queries(1):
        branch = find_branch("root/middle")
    assert (branch.trail, branch.below) == ([root, middle], [leaf])
    assert find_branch("root/nothing") is find_branch("leaf") is None


def test_related_tags_stand_on_the_same_public_posts():
    tag = TagFactory(name="潮汐")
    PostFactory(tags=["潮汐", "港口", "海堤"])
    PostFactory(tags=["潮汐", "港口"])
    PostFactory(tags=["别的"])
    PostFactory(tags=["潮汐", "秘密"], status="draft")
    assert [(each.name, each.post_count) for each in related_tags(tag)] == [("港口", 2), ("海堤", 1)]


def test_top_categories_are_those_of_public_posts():
    author, often, seldom = AuthorFactory(), CategoryFactory(), CategoryFactory()
    for category in (often, often, seldom):
        PostFactory(authors=[author], categories=[category])
    PostFactory(authors=[author], categories=[CategoryFactory()], status="draft")
    PostFactory(categories=[seldom])
    found = top_categories(Post.objects.published().by_author(author).newest_first())
    assert [(each.pk, each.post_count) for each in found] == [(often.pk, 2), (seldom.pk, 1)]


def test_a_name_without_a_picture_is_drawn_the_same_way_every_time():
    person = AuthorFactory(name="陆远棹", slug="lu")
    assert monogram(person) == monogram(person)
    assert monogram(person).is_person
    assert not monogram(AuthorFactory(kind=Author.Kind.ORGANISATION)).is_person
    assert not monogram(SourceFactory()).is_person


class TestFacts:
    def test_one_query_counts_languages_and_finds_the_ends(self, django_assert_num_queries):
        long_ago = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
        first, last = PostFactory(language="en", published_at=long_ago), PostFactory(language="zh-hans")
        PostFactory(status="draft", published_at=long_ago - dt.timedelta(days=1))
        with django_assert_num_queries(1):
            facts = count_list(Post.objects.published())
        assert (facts.total, facts.languages) == (2, ("zh-hans", "en"))
        assert (facts.first_at, facts.latest_at) == (first.published_at, last.published_at)

    @pytest.mark.parametrize(
        ("languages", "chrome", "home"),
        [
            (["en"], "zh-hans", "en"),
            (["zh-hans"], "en", "zh-hans"),
            (["zh-hans", "en"], "en", "en"),
            ([], "en", "en"),
        ],
    )
    def test_a_list_is_at_home_where_it_has_something_to_read(self, languages, chrome, home):
        for language in languages:
            PostFactory(language=language)
        assert count_list(Post.objects.published()).home_language(chrome) == home
