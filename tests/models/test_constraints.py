"""What must hold is held by the database, also for writers that skip validation."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from news.models import Address, Author, Category, Image, Post, SiteProfile, Source, Tag
from tests.factories import AuthorFactory, CategoryFactory, PostFactory

pytestmark = pytest.mark.django_db


def refused(act):
    with pytest.raises(IntegrityError), transaction.atomic():
        act()
    return True


def test_two_posts_of_a_day_never_share_a_slug():
    post = PostFactory()
    other = PostFactory()
    assert refused(lambda: Post.objects.filter(pk=other.pk).update(slug=post.slug, path_on=post.path_on))


def test_drafts_may_share_a_slug_until_they_have_a_day():
    PostFactory(status="draft", published_at=None, path_on=None, slug="same")
    PostFactory(status="draft", published_at=None, path_on=None, slug="same")


@pytest.mark.parametrize(
    "values",
    [
        {"slug": ""},
        {"status": "secret"},
        {"published_at": None},
        {"path_on": None},
        {"source_url": "javascript:alert(1)"},
        {"canonical_url": "ftp://example.org/"},
    ],
)
def test_an_impossible_post_is_refused(values):
    post = PostFactory()
    assert refused(lambda: Post.objects.filter(pk=post.pk).update(**values))


def test_a_post_is_no_translation_of_itself():
    post = PostFactory()
    assert refused(lambda: Post.objects.filter(pk=post.pk).update(translation_of=post.pk))


def test_siblings_and_roots_have_their_slugs_to_themselves():
    root = CategoryFactory(name="新媒体")
    CategoryFactory(name="新闻", parent=root)
    other = CategoryFactory(name="编程")
    CategoryFactory(name="新闻", parent=other)  # the same leaf under another parent is another category
    assert refused(lambda: Category.objects.create(name="x", slug=root.slug, path="elsewhere"))


def test_no_category_takes_the_address_of_its_parents_feed():
    assert refused(lambda: Category.objects.create(name="Feed", slug="feed", path="feed"))


def test_nameless_slugs_are_refused():
    assert refused(lambda: Author.objects.create(name="x", slug=""))
    assert refused(lambda: Source.objects.create(name="x", slug=""))
    assert refused(lambda: Tag.objects.bulk_create([Tag(name="！", key="！", slug="")]))


def test_an_address_leads_to_one_thing_at_most():
    assert refused(lambda: Address.objects.create(path="/x/", post=PostFactory(), author=AuthorFactory()))
    assert refused(lambda: Address.objects.create(path="x"))


@pytest.mark.parametrize(
    "values",
    [
        {"state": "ready"},
        {"state": "failed", "state_reason": ""},
        {"state": "refused", "state_reason": ""},
        {"focal_x": 1.5},
        {"original_url": "file:///etc/passwd"},
    ],
)
def test_an_impossible_image_is_refused(values):
    assert refused(lambda: Image.objects.create(**values))


def test_the_same_picture_has_one_row():
    Image.objects.create(original_url="https://example.org/a.jpg")
    assert refused(lambda: Image.objects.create(original_url="https://example.org/a.jpg"))
    Image.objects.create()
    Image.objects.create()


def test_the_site_has_one_profile():
    SiteProfile(pk=1).save()
    assert refused(lambda: SiteProfile(pk=2).save())


def test_a_day_in_an_address_is_the_sites_day():
    midnight_utc = dt.datetime(2022, 8, 8, 18, 30, tzinfo=dt.UTC)  # 02:30 on the 9th in Shanghai
    post = PostFactory.build(published_at=midnight_utc, path_on=None)
    post.freeze_address_day()
    assert post.path_on == dt.date(2022, 8, 9)
    post.published_at = timezone.now()
    post.freeze_address_day()
    assert post.path_on == dt.date(2022, 8, 9)
