"""Rows with valid defaults; a test states only what it is about."""

import datetime as dt
import hashlib
from functools import cache

import factory
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from factory.django import DjangoModelFactory

from news.models import Author, Byline, Category, Image, Page, Post, PostCategory, Slot, Source, Tag, User, ViewCount
from news.search.index import index_post

RENDITION_SIZES = {
    "w400": (400, 225),
    "w800": (800, 450),
    "w1200": (1200, 675),
    "w1600": (1600, 900),
    "hero": (1600, 900),
    "card": (800, 450),
    "square": (800, 800),
    "share": (1200, 630),
}


@cache
def hash_password() -> str:
    """What every login of the tests signs in with. Hashing is slow on purpose: once is enough."""
    return make_password("correct horse battery")


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    password = factory.LazyFunction(hash_password)


class CategoryFactory(DjangoModelFactory):
    """`parent=` another category makes it its child; path and depth follow."""

    class Meta:
        model = Category

    name = factory.Sequence(lambda n: f"栏目{n}")
    slug = factory.Sequence(lambda n: f"category-{n}")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        category = model_class(*args, **kwargs)
        if not category.path:
            category.place_under_parent()
        category.save()
        return category


class AuthorFactory(DjangoModelFactory):
    class Meta:
        model = Author

    name = factory.Sequence(lambda n: f"作者{n}")
    slug = factory.Sequence(lambda n: f"author-{n}")


class SourceFactory(DjangoModelFactory):
    class Meta:
        model = Source

    name = factory.Sequence(lambda n: f"来源{n}")
    slug = factory.Sequence(lambda n: f"source-{n}")
    homepage = factory.LazyAttribute(lambda source: f"https://{source.slug}.example/")


class TagFactory(DjangoModelFactory):
    class Meta:
        model = Tag

    name = factory.Sequence(lambda n: f"标签{n}")
    slug = factory.Sequence(lambda n: f"tag-{n}")


class PageFactory(DjangoModelFactory):
    """Published, in the site's language."""

    class Meta:
        model = Page

    title = factory.Sequence(lambda n: f"说明{n}")
    slug = factory.Sequence(lambda n: f"about-{n}")
    body = "<p>我们是谁，怎样工作。</p>"
    language = settings.LANGUAGE_CODE
    is_published = True


class ImageFactory(DjangoModelFactory):
    """Ready, with every rendition in its JSON but no file on disk. `pending=True` makes one that was never fetched."""

    class Meta:
        model = Image

    class Params:
        pending = factory.Trait(
            state=Image.State.PENDING,
            sha256="",
            file="",
            width_px=0,
            height_px=0,
            mime_type="",
            renditions={},
            original_url=factory.Sequence(lambda n: f"http://images.example/{n}.jpg"),
        )

    state = Image.State.READY
    sha256 = factory.Sequence(lambda n: hashlib.sha256(f"image {n}".encode()).hexdigest())
    file = factory.LazyAttribute(lambda image: f"images/{image.sha256[:2]}/{image.sha256[:32]}.jpg")
    size_bytes = 90_000
    mime_type = "image/jpeg"
    width_px = 1600
    height_px = 900
    alt = factory.Sequence(lambda n: f"图片{n}")
    renditions = factory.LazyAttribute(
        lambda image: {
            name: {
                "file": image.file.replace(".jpg", f".{name}.jpg"),
                "width": width,
                "height": height,
                "type": "image/jpeg",
            }
            for name, (width, height) in RENDITION_SIZES.items()
        }
    )


class PostFactory(DjangoModelFactory):
    """Published an hour ago by default. `categories=`, `authors=` and `tags=` take lists, in order."""

    class Meta:
        model = Post
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"第{n}篇：港口清晨")
    slug = factory.Sequence(lambda n: f"post-{n}")
    body = "<p>潮水在清晨退去，码头上的人开始一天的工作。</p>"
    language = settings.LANGUAGE_CODE
    status = Post.Status.APPROVED
    published_at = factory.LazyFunction(lambda: timezone.now() - dt.timedelta(hours=1))
    first_published_at = factory.LazyAttribute(
        lambda post: post.published_at if post.status == Post.Status.APPROVED else None
    )
    path_on = factory.LazyAttribute(lambda post: timezone.localdate(post.published_at) if post.published_at else None)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        post = model_class(*args, **kwargs)
        post.measure()
        post.save()
        index_post(post)
        return post

    @factory.post_generation
    def categories(post, create, extracted, **kwargs):  # noqa: N805 (factory_boy passes the row)
        for position, category in enumerate(extracted or []):
            PostCategory.objects.create(post=post, category=category, position=position)

    @factory.post_generation
    def authors(post, create, extracted, **kwargs):  # noqa: N805
        for position, author in enumerate(extracted or []):
            Byline.objects.create(post=post, author=author, position=position)

    @factory.post_generation
    def tags(post, create, extracted, **kwargs):  # noqa: N805
        if extracted:
            post.tags.add(*extracted)


class ReadyPostFactory(PostFactory):
    """What the content checks let out: with a category and an author besides."""

    @factory.post_generation
    def links(post, create, extracted, **kwargs):  # noqa: N805
        if not post.category_links.exists():
            PostCategory.objects.create(post=post, category=CategoryFactory())
        if not post.bylines.exists():
            Byline.objects.create(post=post, author=AuthorFactory())


class SlotFactory(DjangoModelFactory):
    """The lead of the home page in the site's language, since an hour ago, until it is changed."""

    class Meta:
        model = Slot

    language = settings.LANGUAGE_CODE
    place = Slot.Place.LEAD
    post = factory.SubFactory(PostFactory)
    starts_at = factory.LazyFunction(lambda: timezone.now() - dt.timedelta(hours=1))


class ViewCountFactory(DjangoModelFactory):
    """Of today."""

    class Meta:
        model = ViewCount

    post = factory.SubFactory(PostFactory)
    day = factory.LazyFunction(timezone.localdate)
    count = 10
