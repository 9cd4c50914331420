"""Ten posts and twenty cost the same number of queries on every page."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news.models import SiteProfile, Tag
from news.search import finding
from tests.factories import (
    AuthorFactory,
    CategoryFactory,
    ImageFactory,
    PostFactory,
    SlotFactory,
    SourceFactory,
    ViewCountFactory,
)

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
            ViewCountFactory(post=self.posts[-1])
            if number % 5 == 0:
                SlotFactory(post=self.posts[-1], place="secondary", position=number)

    def paths(self):
        first = self.posts[0]
        listed = [self.root, self.leaf, self.author, self.source, first.tags.get(name="潮汐")]
        yield from ("/", "/en/", "/feed/", "/en/feed/", "/archive/", "/tag/", "/nothing/")
        yield from ("/feed/atom/", "/feed.json", "/feeds/", "/sitemap.xml", "/news-sitemap.xml")
        yield from (f"/sitemap/{name}-1.xml" for name in ("pages", "categories", "tags", "authors", "sources"))
        yield f"/sitemap/posts-{first.path_on:%Y-%m}-1.xml"
        yield from ("/search/", "/search/?q=x&sort=date", "/search/?q=x", "/search/?q=nowhere")
        yield from ("/search/feed/?q=x", "/search/feed.json?q=x", f"/search/feed/?q=x&author={self.author.slug}")
        yield f"/{first.path_on:%Y}/"
        yield f"/{first.path_on:%Y/%m}/"
        yield f"/{first.path_on:%Y/%m/%d}/"
        yield first.get_absolute_url()
        for name in ("posts", "categories", "tags", "authors", "sources"):
            yield f"/api/v1/{name}/?limit=50"
        yield "/api/v1/posts/?limit=50&order=updated&fields=id,body_html"
        yield f"/api/v1/posts/{first.pk}/"
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


def test_a_feed_costs_eight_queries_at_most(client):
    site = Site()
    site.add(10)
    feeds = [path for path in site.paths() if "feed/" in path or "feed.json" in path]
    assert {path: count for path in feeds if (count := count_queries(client, path)) > 8} == {}


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("category", 9),
        ("tag", 9),
        ("author", 9),
        ("source", 9),
        ("archive", 4),
        ("tag_index", 4),
        ("year", 9),
        ("month", 8),
        ("day", 8),
        ("nothing", 14),
    ],
)
def test_lists_stay_within_their_budget(client, name, most):
    """The site's pictures cost nothing on top."""
    site = Site()
    site.add(10)
    SiteProfile(pk=1, name="潮声", logo=ImageFactory(), icon=ImageFactory(), share_image=ImageFactory()).save()
    day = site.posts[0].path_on
    things = {"category": site.root, "tag": Tag.objects.get(name="潮汐"), "author": site.author, "source": site.source}
    paths = {
        "archive": "/archive/",
        "tag_index": "/tag/",
        "nothing": "/nothing/",
        "year": f"/{day:%Y}/",
        "month": f"/{day:%Y/%m}/",
        "day": f"/{day:%Y/%m/%d}/",
    }
    path = paths.get(name) or things[name].get_absolute_url()
    assert count_queries(client, path) <= most


@pytest.mark.parametrize(("name", "most"), [("home", 12), ("post", 12), ("search", 10)])
def test_pages_stay_within_their_budget(client, name, most):
    site = Site()
    site.add(10)
    path = {"home": "/", "post": site.posts[0].get_absolute_url(), "search": "/search/?q=x"}[name]
    assert count_queries(client, path) <= most


def test_a_post_deep_in_the_tree_stays_within_the_budget(client):
    parent = None
    for _level in range(8):
        parent = CategoryFactory(parent=parent)
    post = PostFactory(categories=[parent], body=f'<p><img src="/i/{ImageFactory().pk}/"></p>', tags=["潮汐"])
    post.corrections.create(text="改")
    PostFactory(translation_of=post, language="en")
    assert count_queries(client, post.get_absolute_url()) <= 12
    html = client.get(post.get_absolute_url()).content.decode()
    assert html.count(f'<a href="{parent.parent.get_absolute_url()}">') == 1


@pytest.mark.parametrize("query", ["x", "x&sort=date", "hai"])
def test_no_search_costs_more_than_ten(client, monkeypatch, query):
    """Also where only pinyin finds something, and on the pages across and past the border of what is ranked."""
    monkeypatch.setattr(finding, "RANKED", 13)
    monkeypatch.setattr(finding, "SPARE", 12)
    site = Site()
    site.add(2)
    PostFactory.create_batch(38, title="海尔", body="<p>x</p>")
    pages = [f"/search/?q={query}&page={number}" for number in (1, 2, 3, 4)]
    assert {path: count for path in pages if (count := count_queries(client, path)) > 10} == {}
    assert count_queries(client, f"/search/feed/?q={query}&category={site.root.path}") <= 8
    assert count_queries(client, f"/search/feed/?q={query}") <= 8
