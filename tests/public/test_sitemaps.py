"""Sitemaps list every canonical address once and nothing else, and hold by their schemas."""

import datetime as dt
from pathlib import Path

import pytest
from django.utils import timezone
from lxml import etree

from news.models import Post, SiteProfile
from news.rendering.sitemaps import entries
from tests.factories import (
    AuthorFactory,
    CategoryFactory,
    ImageFactory,
    PageFactory,
    PostFactory,
    SourceFactory,
    TagFactory,
)

pytestmark = pytest.mark.django_db
SCHEMAS = Path(__file__).resolve().parents[1] / "data" / "sitemaps"
NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
    "xhtml": "http://www.w3.org/1999/xhtml",
}
HOST = "http://testserver"


@pytest.fixture(scope="module")
def schemas():
    return {name: etree.XMLSchema(file=str(SCHEMAS / f"{name}.xsd")) for name in ("sitemap", "siteindex")}


@pytest.fixture
def read(client, schemas):
    """A sitemap's tree, by path; it must be valid."""

    def fetch(path):
        response = client.get(path)
        assert response.status_code == 200, path
        assert response.headers["Content-Type"] == "application/xml; charset=utf-8"
        tree = etree.fromstring(response.content)
        schemas["siteindex" if path == "/sitemap.xml" else "sitemap"].assertValid(tree)
        return tree

    return fetch


def locations(tree):
    return [each.text for each in tree.iterfind("*/s:loc", NAMES)]


def follow(read):
    """Every address that the index leads to."""
    return [url for part in locations(read("/sitemap.xml")) for url in locations(read(part.removeprefix(HOST)))]


def test_the_index_leads_to_every_canonical_address_and_each_stands_once(read):
    parent = CategoryFactory()
    category, author, source, tag = CategoryFactory(parent=parent), AuthorFactory(), SourceFactory(), TagFactory()
    empty = CategoryFactory()
    page = PageFactory()
    links = {"categories": [category], "authors": [author], "source": source, "tags": [tag]}
    posts = [PostFactory(**links), PostFactory(**links, language="en")]
    copy = PostFactory(canonical_url="https://elsewhere.example/a")
    found = follow(read)
    assert len(found) == len(set(found))
    lists = ["/", "/archive/", "/tag/", "/feeds/"]
    lists += [thing.get_absolute_url() for thing in (parent, category, author, source, tag)]
    paths = [*lists, *(f"/en{path}" for path in lists), page.get_absolute_url()]
    paths += [posts[0].get_absolute_url(), f"/en{posts[1].get_absolute_url()}"]
    assert set(found) == {HOST + path for path in paths}
    assert HOST + empty.get_absolute_url() not in found
    assert HOST + copy.get_absolute_url() not in found


def test_every_address_in_them_answers_and_calls_itself_canonical(client, read):
    tag = TagFactory()
    for language in ("zh-hans", "en"):
        links = {"categories": [CategoryFactory()], "authors": [AuthorFactory()], "source": SourceFactory()}
        PostFactory(language=language, tags=[tag], **links)
    PageFactory(language="en")
    for url in follow(read):
        page = client.get(url.removeprefix(HOST))
        assert page.status_code == 200, url
        text = page.content.decode()
        assert f'<link rel="canonical" href="{url}">' in text
        assert 'name="robots"' not in text, url


def test_a_tag_on_a_single_post_stays_out(read):
    PostFactory(tags=["once"])
    assert not [url for url in follow(read) if "/tag/once/" in url]


def test_posts_lie_in_the_month_of_their_address_with_their_picture_and_last_change(read):
    image = ImageFactory()
    moment = dt.datetime(2022, 8, 31, 17, 0, tzinfo=dt.UTC)  # September in Shanghai
    post = PostFactory(published_at=moment, header_image=image)
    Post.objects.filter(pk=post.pk).update(updated_at=moment + dt.timedelta(hours=2))
    tree = read("/sitemap/posts-2022-09-1.xml")
    assert locations(tree) == [HOST + post.get_absolute_url()]
    assert tree.findtext("s:url/s:lastmod", namespaces=NAMES) == "2022-09-01T03:00:00+08:00"
    assert tree.findtext("s:url/image:image/image:loc", namespaces=NAMES) == HOST + image.rendition_url("")
    index = read("/sitemap.xml")
    assert index.findtext("s:sitemap[last()]/s:lastmod", namespaces=NAMES) == "2022-09-01T03:00:00+08:00"


def test_a_picture_that_rights_withhold_is_not_listed(read):
    source = SourceFactory(policy="link")
    post = PostFactory(source=source, header_image=ImageFactory())
    assert read(f"/sitemap/posts-{post.path_on:%Y-%m}-1.xml").find(".//image:image", NAMES) is None


def test_true_translations_name_each_other_and_nothing_else_does(read):
    original = PostFactory()
    other = PostFactory(language="en", translation_of=original)
    secret = PostFactory(language="en", translation_of=PostFactory(), status="draft")
    alone = PostFactory()
    tree = read(f"/sitemap/posts-{original.path_on:%Y-%m}-1.xml")
    links = {
        url.findtext("s:loc", namespaces=NAMES): {
            link.get("hreflang"): link.get("href") for link in url.iterfind("xhtml:link", NAMES)
        }
        for url in tree
    }
    zh, en = HOST + original.get_absolute_url(), f"{HOST}/en{other.get_absolute_url()}"
    assert links[zh] == links[en] == {"zh-Hans": zh, "en": en, "x-default": zh}
    assert links[HOST + alone.get_absolute_url()] == {}
    assert links[HOST + secret.translation_of.get_absolute_url()] == {}


def test_translations_of_another_month_are_named(read):
    original = PostFactory(published_at=dt.datetime(2022, 8, 8, tzinfo=dt.UTC))
    other = PostFactory(language="en", translation_of=original, published_at=dt.datetime(2023, 1, 1, tzinfo=dt.UTC))
    for month in ("2022-08", "2023-01"):
        hrefs = [link.get("href") for link in read(f"/sitemap/posts-{month}-1.xml").iterfind(".//xhtml:link", NAMES)]
        assert f"{HOST}/en{other.get_absolute_url()}" in hrefs


def test_pages_in_two_languages_name_each_other(read):
    PageFactory(slug="about")
    PageFactory(slug="about", language="en")
    tree = read("/sitemap/pages-1.xml")
    (url,) = [each for each in tree if each.findtext("s:loc", namespaces=NAMES) == f"{HOST}/en/about/"]
    assert [link.get("hreflang") for link in url.iterfind("xhtml:link", NAMES)] == ["en", "zh-Hans"]


def test_a_long_month_and_a_long_list_are_split(read, monkeypatch):
    monkeypatch.setattr(entries, "MAX_ENTRIES", 2)
    posts = [PostFactory(authors=[AuthorFactory()]) for _ in range(5)]
    name = f"posts-{posts[0].path_on:%Y-%m}"
    parts = [url.rpartition("/")[2] for url in locations(read("/sitemap.xml"))]
    assert [part for part in parts if part.startswith("posts")] == [f"{name}-{number}.xml" for number in (1, 2, 3)]
    assert len([url for url in follow(read) if "/author/" in url]) == 5
    found = [url for number in (1, 2, 3) for url in locations(read(f"/sitemap/{name}-{number}.xml"))]
    assert sorted(found) == sorted(HOST + post.get_absolute_url() for post in posts)


@pytest.mark.parametrize(
    "path",
    [
        "/sitemap/posts-2022-13-1.xml",
        "/sitemap/posts-0000-01-1.xml",
        "/sitemap/posts-1999-01-1.xml",
        "/sitemap/tags-1.xml",
        "/sitemap/pages-2.xml",
        "/sitemap/pages-0.xml",
        "/sitemap/pages-99999999999999999999999.xml",
        "/sitemap/drafts-1.xml",
    ],
)
def test_what_is_not_there_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_news_of_two_days_with_the_name_of_the_paper_in_their_language(read):
    SiteProfile(pk=1, name="潮声日报", name_en="The Tideline").save()
    PostFactory(title="旧", published_at=timezone.now() - dt.timedelta(hours=49))
    english = PostFactory(title="A & B", language="en", published_at=timezone.now() - dt.timedelta(hours=47))
    chinese = PostFactory(title="新")
    tree = read("/news-sitemap.xml")
    assert locations(tree) == [HOST + chinese.get_absolute_url(), f"{HOST}/en{english.get_absolute_url()}"]
    facts = [[each.text for each in news.iter("{*}name", "{*}language", "{*}title")] for news in tree.iter("{*}news")]
    assert facts == [["潮声日报", "zh-cn", "新"], ["The Tideline", "en", "A & B"]]


def test_without_news_it_is_valid_still(read):
    tree = read("/news-sitemap.xml")
    assert locations(tree) == [f"{HOST}/"]
    assert tree.find(".//news:news", NAMES) is None


def test_the_second_look_costs_nothing(client):
    PostFactory()
    for path in ("/sitemap.xml", "/sitemap/pages-1.xml", "/news-sitemap.xml"):
        first = client.get(path)
        assert client.get(path, headers={"if-none-match": first.headers["ETag"]}).status_code == 304


def test_queries_are_few_and_do_not_grow(client, django_assert_max_num_queries):
    for number in range(12):
        original = PostFactory(header_image=ImageFactory(), tags=["甲", f"{number}"], source=SourceFactory())
        PostFactory(language="en", translation_of=original, categories=[CategoryFactory()])
    month = f"/sitemap/posts-{original.path_on:%Y-%m}-1.xml"
    most = {"/sitemap.xml": 5, month: 2, "/sitemap/tags-1.xml": 1, "/sitemap/categories-1.xml": 1}
    for path, count in {**most, "/sitemap/sources-1.xml": 1, "/sitemap/pages-1.xml": 1, "/news-sitemap.xml": 2}.items():
        with django_assert_max_num_queries(count):
            assert client.get(path).status_code == 200
