"""Ten posts and twenty cost the same number of queries on every page."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import AuthorFactory, CategoryFactory, ImageFactory, PostFactory, SourceFactory

pytestmark = pytest.mark.django_db


class Site:
    def __init__(self):
        self.root = CategoryFactory()
        self.leaf = CategoryFactory(parent=self.root)
        self.author, self.source = AuthorFactory(picture=ImageFactory()), SourceFactory()
        self.posts = []

    def add(self, count):
        for _ in range(count):
            number = len(self.posts)
            self.posts.append(
                PostFactory(
                    categories=[self.leaf, self.root],
                    authors=[self.author, AuthorFactory()],
                    source=self.source,
                    tags=["潮汐", f"标签{number}"],
                    header_image=ImageFactory() if number % 2 else None,
                    body=f'<p>x</p><p><img src="/i/{ImageFactory().pk}/"></p>',
                    published_at=timezone.now() - dt.timedelta(minutes=number + 1),
                    language="en" if number % 3 else "zh-hans",
                )
            )

    def paths(self):
        first = self.posts[0]
        listed = [self.root, self.leaf, self.author, self.source, first.tags.get(name="潮汐")]
        yield from ("/", "/en/", "/feed/", "/en/feed/", "/archive/", "/tag/", "/nothing/")
        yield f"/{first.path_on:%Y}/"
        yield f"/{first.path_on:%Y/%m}/"
        yield first.get_absolute_url()
        for thing in listed:
            yield thing.get_absolute_url()
            yield thing.get_absolute_url() + "feed/"


def count_queries(client, path):
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    return len(queries)


def test_queries_do_not_grow_with_the_posts(client):
    site = Site()
    site.add(10)
    few = {path: count_queries(client, path) for path in site.paths()}
    site.add(10)
    many = {path: count_queries(client, path) for path in site.paths()}
    # A home page whose own language has filled the pool needs one read less.
    assert {path: (few[path], many[path]) for path in few if many[path] > few[path]} == {}


@pytest.mark.parametrize(("name", "most"), [("home", 12), ("post", 20)])
def test_pages_stay_within_their_budget(client, name, most):
    site = Site()
    site.add(10)
    path = {"home": "/", "post": site.posts[0].get_absolute_url()}[name]
    assert count_queries(client, path) <= most
