"""Where a post leads: to its translations, to its neighbours in the category, to related posts."""

import datetime as dt

import pytest
from django.utils import timezone

from news.models import Post
from news.rendering.related import find_related
from tests.factories import CategoryFactory, ImageFactory, PostFactory, TagFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def at(days, **values):
    return PostFactory(published_at=NOW - dt.timedelta(days=days), **values)


def related_to(post):
    return find_related(Post.objects.published().for_page().get(pk=post.pk))


def related(post):
    return related_to(post).similar


class TestNeighbours:
    def test_each_is_the_others_neighbour_even_at_the_same_moment(self):
        category = CategoryFactory()
        posts = [PostFactory(categories=[category], published_at=NOW) for _ in range(3)]
        found = [related_to(post) for post in posts]
        assert [(each.previous, each.next) for each in found] == [
            (None, posts[1]),
            (posts[0], posts[2]),
            (posts[1], None),
        ]

    def test_only_posts_whose_primary_category_it_is_in_the_same_language(self):
        category, other = CategoryFactory(), CategoryFactory()
        post = at(5, categories=[category])
        at(4, categories=[other, category])
        at(3, categories=[category], language="en")
        after = at(2, categories=[category])
        at(1, categories=[category], status="draft", path_on=None)
        assert (related_to(post).previous, related_to(post).next) == (None, after)

    def test_a_post_without_a_category_has_none(self):
        post = at(1)
        at(0)
        assert (related_to(post).previous, related_to(post).next) == (None, None)


class TestRelated:
    def test_shared_tags_weigh_most_then_the_category_then_the_date(self):
        leaf, tags = CategoryFactory(), [TagFactory(), TagFactory()]
        post = at(9, categories=[leaf], tags=tags)
        one_tag, two_tags = at(8, tags=tags[:1]), at(7, tags=tags)
        in_leaf, tag_and_leaf = at(6, categories=[leaf]), at(5, tags=tags[:1], categories=[leaf])
        at(1)
        assert related(post) == [two_tags, tag_and_leaf, one_tag, in_leaf]

    def test_of_equals_the_newer_goes_first(self):
        tag = TagFactory()
        post = at(9, tags=[tag])
        older, newer = at(8, tags=[tag]), at(7, tags=[tag])
        assert related(post) == [newer, older]

    def test_the_same_language_goes_first(self):
        tag = TagFactory()
        post, foreign, own = at(9, tags=[tag]), at(1, tags=[tag], language="en"), at(2)
        assert related(post) == [own, foreign]

    def test_what_shares_nothing_fills_up_its_own_branch_first(self):
        root = CategoryFactory()
        post = at(9, categories=[CategoryFactory(parent=root)])
        cousin, newest = at(8, categories=[CategoryFactory(parent=root)]), at(1)
        assert related(post) == [cousin, newest]

    def test_never_itself_nor_its_translations_nor_what_is_not_public(self):
        tag = TagFactory()
        post = at(9, tags=[tag])
        translation = at(8, tags=[tag], language="en", translation_of=post)
        at(7, tags=[tag], status="draft")
        PostFactory(tags=[tag], published_at=NOW + dt.timedelta(days=1))
        at(6, tags=[tag], trashed_at=NOW)
        shown = at(5, tags=[tag])
        assert related(post) == [shown]
        assert related_to(post).translations == [translation]
        assert related(translation) == [shown]

    def test_there_are_four_of_them(self):
        post = at(9)
        for days in range(6):
            at(days)
        assert len(related(post)) == 4

    def test_a_tile_has_the_colour_of_the_posts_own_category(self, client):
        tag = TagFactory()
        post = at(9, tags=[tag], categories=[CategoryFactory(name="甲栏")])
        at(8, tags=[tag], categories=[CategoryFactory(name="乙栏")])
        page = client.get(post.get_absolute_url()).content.decode()
        assert '<text class="tile-name"' in page
        assert page.split('<text class="tile-name"')[1].split(">")[1].startswith("乙栏")


def test_everything_takes_two_queries_and_a_third_where_too_few_are_related(django_assert_num_queries):
    values = {"tags": [TagFactory() for _ in range(3)], "categories": [CategoryFactory()]}
    posts = [PostFactory(**values, header_image=ImageFactory() if number % 2 else None) for number in range(8)]
    lone = PostFactory()
    rare = PostFactory(categories=[CategoryFactory()])
    for post, count in ((posts[0], 2), (rare, 3), (lone, 2)):  # without links there is nothing to find first
        found = Post.objects.published().for_page().get(pk=post.pk)
        with django_assert_num_queries(count):
            assert len(find_related(found).similar) == 4
