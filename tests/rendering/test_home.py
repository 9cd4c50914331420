"""The home page: what editors chose first, then what is newest; every post once."""

import datetime as dt

import pytest
from django.utils import timezone

from news.models import Post
from news.rendering.home import LATEST_COUNT, arrange_home, fill_front
from tests.factories import CategoryFactory, ImageFactory, PostFactory, SlotFactory, SourceFactory, ViewCountFactory

pytestmark = pytest.mark.django_db


def ago(hours):
    return timezone.now() - dt.timedelta(hours=hours)


def make_posts(count, **values):
    """Newest first."""
    return [PostFactory(published_at=ago(hours + 1), **values) for hours in range(count)]


def front_of(lists):
    return [lists.lead, *lists.secondary]


def all_posts(lists):
    yield from front_of(lists)
    for _day, posts in lists.latest:
        yield from posts
    yield from lists.most_read
    for block in lists.blocks:
        yield block.lead
        yield from block.posts


def latest_of(lists):
    return [post for _day, posts in lists.latest for post in posts]


def arrange(language="zh-hans", categories=()):
    return arrange_home(language, categories)


class TestOnce:
    def test_no_post_appears_twice(self):
        categories = [CategoryFactory() for _ in range(3)]
        posts = [PostFactory(categories=[categories[hour % 3]], published_at=ago(hour + 1)) for hour in range(45)]
        for post in posts:
            ViewCountFactory(post=post)
        SlotFactory(post=posts[20])
        SlotFactory(post=posts[40], place="secondary", position=3)
        lists = arrange(categories=categories)
        shown = [post.pk for post in all_posts(lists)]
        assert len(shown) == len(set(shown)) == 5 + 12 + 8 + 12

    def test_a_story_is_not_told_again_in_another_language(self):
        own, translation, *_ = make_posts(6)
        origin, other = (PostFactory(language="en") for _ in range(2))
        foreign = PostFactory(language="en", translation_of=own)
        sibling = PostFactory(language="en", translation_of=origin)
        Post.objects.filter(pk=translation.pk).update(translation_of=origin)
        shown = list(all_posts(arrange()))
        assert other in shown
        assert not {foreign, origin, sibling} & set(shown)
        assert {foreign, origin, sibling} < set(all_posts(arrange("en")))


class TestFront:
    def test_newest_first_behind_pinned_and_featured(self):
        posts = make_posts(4)
        Post.objects.filter(pk=posts[2].pk).update(is_featured=True)
        Post.objects.filter(pk=posts[3].pk).update(pinned_until=timezone.now() + dt.timedelta(hours=1))
        Post.objects.filter(pk=posts[1].pk).update(pinned_until=ago(1))  # over
        assert front_of(arrange()) == [posts[3], posts[2], posts[0], posts[1]]

    def test_a_pinned_post_is_found_however_old(self):
        make_posts(80)
        old = PostFactory(published_at=ago(5000), pinned_until=timezone.now() + dt.timedelta(hours=1))
        assert arrange().lead == old

    def test_the_lead_is_one_with_a_picture_where_that_passes_over_nobody(self):
        posts = make_posts(7)
        excerpted = SourceFactory(policy="link")
        for post, values in ((posts[1], {"source": excerpted}), (posts[2], {}), (posts[6], {})):
            Post.objects.filter(pk=post.pk).update(header_image=ImageFactory(), **values)
        assert arrange().lead == posts[2]
        Post.objects.filter(pk=posts[0].pk).update(is_featured=True)
        assert arrange().lead == posts[0]

    def test_the_chromes_language_comes_first(self):
        chinese = make_posts(2)
        english = PostFactory(language="en", published_at=ago(900))
        assert arrange("en").lead == english
        assert arrange("zh-hans").lead in chinese


class TestSlots:
    @pytest.fixture
    def posts(self):
        return make_posts(8)

    def test_chosen_posts_stand_in_their_places_and_the_rest_fills_itself(self, posts):
        SlotFactory(post=posts[7])
        SlotFactory(post=posts[6], place="secondary", position=2)
        assert front_of(arrange()) == [posts[7], posts[0], posts[1], posts[6], posts[2]]

    def test_a_slot_goes_before_what_is_pinned(self, posts):
        Post.objects.filter(pk=posts[1].pk).update(pinned_until=timezone.now() + dt.timedelta(hours=1))
        SlotFactory(post=posts[5])
        assert front_of(arrange())[:2] == [posts[5], posts[1]]

    def test_an_old_post_may_be_chosen(self, posts):
        old = PostFactory(published_at=ago(90_000))
        SlotFactory(post=old)
        assert arrange().lead == old

    @pytest.mark.parametrize(
        "values", [{"starts_at": ago(-1)}, {"starts_at": ago(3), "expires_at": ago(1)}, {"language": "en"}]
    )
    def test_a_slot_that_does_not_hold_is_empty(self, posts, values):
        SlotFactory(post=posts[5], **values)
        assert arrange().lead == posts[0]

    @pytest.mark.parametrize(
        "values", [{"status": "draft"}, {"trashed_at": ago(1)}, {"published_at": ago(-1)}, {"status": "archived"}]
    )
    def test_a_slot_whose_post_is_not_public_is_empty(self, posts, values):
        SlotFactory(post=posts[5])
        SlotFactory(post=posts[4], place="secondary", position=0)
        Post.objects.filter(pk__in=[posts[5].pk, posts[4].pk]).update(**values)
        assert front_of(arrange())[:3] == [posts[0], posts[1], posts[2]]

    def test_a_second_lead_takes_over_when_the_first_ends(self, posts):
        first = SlotFactory(post=posts[5], position=0)
        SlotFactory(post=posts[6], position=1)
        assert arrange().lead == posts[5]
        first.expires_at = ago(0)
        first.save()
        assert arrange().lead == posts[6]

    def test_places_beyond_the_page_are_left_out(self, posts):
        SlotFactory(post=posts[7], place="secondary", position=9)
        assert posts[7] not in front_of(arrange())

    def test_nothing_is_made_up_when_there_are_too_few(self):
        slot = SlotFactory(place="secondary", position=3)
        front = fill_front([slot], [slot.post], "zh-hans")
        assert (front.lead, front.secondary) == (None, [slot.post])


class TestLatest:
    def test_twelve_when_there_are_many_and_fewer_on_a_young_site(self):
        make_posts(20)
        assert len(latest_of(arrange())) == 6
        make_posts(40)
        assert len(latest_of(arrange())) == LATEST_COUNT

    def test_by_day_and_time_whatever_the_language(self):
        for hours in range(11):
            PostFactory(published_at=ago(24 * hours), language="en" if hours % 2 else "zh-hans")
        moments = [post.published_at for post in latest_of(arrange())]
        assert moments == sorted(moments, reverse=True)
        days = [day for day, _posts in arrange().latest]
        assert len(days) == len(set(days))


class TestMostRead:
    def test_what_was_read_most_among_what_stands_nowhere_else(self):
        posts = make_posts(40)
        for number, post in enumerate(posts):
            ViewCountFactory(post=post, count=number + 1)
        lists = arrange()
        assert lists.most_read == posts[:31:-1]

    def test_a_story_that_is_on_the_page_is_not_told_again(self):
        posts = make_posts(40)
        for post in posts[30:34]:
            ViewCountFactory(post=post)
        translation = PostFactory(language="en", translation_of=posts[0], published_at=ago(9000))
        ViewCountFactory(post=translation, count=99)
        assert translation not in arrange().most_read
        assert translation in all_posts(arrange("en"))

    def test_three_at_least(self):
        posts = make_posts(40)
        for post in posts[30:32]:
            ViewCountFactory(post=post)
        assert arrange().most_read == []
        ViewCountFactory(post=posts[33])
        assert len(arrange().most_read) == 3


class TestBlocks:
    def test_blocks_are_top_categories_with_posts_from_below(self):
        root = CategoryFactory()
        leaf = CategoryFactory(parent=root)
        make_posts(40, categories=[leaf])
        (block,) = arrange(categories=[root]).blocks
        assert block.category == root
        assert len(block.posts) == 3

    def test_one_post_makes_no_block(self):
        make_posts(30)
        root = CategoryFactory()
        PostFactory(categories=[root], published_at=ago(99))
        assert arrange(categories=[root]).blocks == []


def test_an_empty_site_has_an_empty_home_page():
    lists = arrange()
    assert lists.lead is None
    assert lists.secondary == lists.latest == lists.blocks == lists.topics == lists.most_read == []
