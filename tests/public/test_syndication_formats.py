"""Three formats, one content: the same posts, ids and rights, each by the letter of its own standard."""

import datetime as dt
import json
import re
from email.utils import parsedate_to_datetime

import feedparser
import pytest
from django.utils import timezone
from lxml import etree

from news.models import Post, SiteProfile
from news.publishing.names.categories import save_category, save_named
from news.publishing.posts import workflow
from news.publishing.posts.saving import save_post
from tests.factories import AuthorFactory, CategoryFactory, ImageFactory, PostFactory, SourceFactory, TagFactory

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}
SUFFIXES = {"rss": "feed/", "atom": "feed/atom/", "json": "feed.json"}
TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}
HUB = "https://hub.example/"


def fetch(client, name, base="/"):
    response = client.get(base + SUFFIXES[name])
    assert response.status_code == 200
    assert response.headers["Content-Type"] == f"{TYPES[name]}; charset=utf-8"
    return response.content


def atom(client, base="/"):
    """By a parser that forgives nothing, once feedparser is content too."""
    content = fetch(client, "atom", base)
    assert not feedparser.parse(content).bozo
    return etree.fromstring(content)


def json_feed(client, base="/"):
    return json.loads(fetch(client, "json", base))


def ids(client, base="/"):
    """Of the items, by format."""
    rss = etree.fromstring(fetch(client, "rss", base))
    return {
        "rss": [guid.text for guid in rss.iter("guid")],
        "atom": [each.text for each in atom(client, base).iterfind("a:entry/a:id", ATOM)],
        "json": [item["id"] for item in json_feed(client, base)["items"]],
    }


@pytest.fixture
def post():
    return PostFactory(
        title="甲 & 乙 <丙>",
        summary="摘要",
        body='<p>全文</p><p><a href="/archive/">往期</a></p>',
        header_image=ImageFactory(),
        authors=[AuthorFactory(name="沈", slug="shen"), AuthorFactory(name="陆")],
        categories=[CategoryFactory(name="港口")],
        tags=["潮汐"],
        published_at=dt.datetime(2022, 8, 8, 5, 58, tzinfo=dt.UTC),
        updated_at=dt.datetime(2022, 8, 9, 1, 0, tzinfo=dt.UTC),
    )


def test_an_atom_entry_says_all_that_an_rss_item_says(client, post):
    tree = atom(client)
    entry = tree.find("a:entry", ATOM)
    text = {name: entry.findtext(f"a:{name}", namespaces=ATOM) for name in ("title", "summary", "published", "updated")}
    assert text == {
        "title": "甲 & 乙 <丙>",
        "summary": "摘要",
        "published": "2022-08-08T13:58:00+08:00",
        "updated": "2022-08-09T09:00:00+08:00",
    }
    assert [each.text for each in entry.iterfind("a:author/a:name", ATOM)] == ["沈", "陆"]
    assert entry.findtext("a:author/a:uri", namespaces=ATOM) == "http://testserver/author/shen/"
    assert [each.get("term") for each in entry.iterfind("a:category", ATOM)] == ["港口", "潮汐"]
    content = entry.find("a:content", ATOM)
    assert content.get("type") == "html"
    assert content.text.endswith('<a href="http://testserver/archive/">往期</a></p>')
    links = {link.get("rel"): dict(link.attrib) for link in entry.iterfind("a:link", ATOM)}
    assert links["alternate"]["href"] == f"http://testserver{post.get_absolute_url()}"
    image = post.header_image
    assert links["enclosure"] == {
        "rel": "enclosure",
        "type": "image/jpeg",
        "length": "90000",
        "href": f"http://testserver{image.rendition_url('')}",
    }
    assert tree.findtext("a:updated", namespaces=ATOM) == text["updated"]


def test_an_item_of_a_json_feed_says_the_same(client, post):
    feed = json_feed(client)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    (item,) = feed["items"]
    assert item["title"] == "甲 & 乙 <丙>"
    assert item["summary"] == "摘要"
    assert item["url"] == f"http://testserver{post.get_absolute_url()}"
    assert item["date_published"] == "2022-08-08T13:58:00+08:00"
    assert item["date_modified"] == "2022-08-09T09:00:00+08:00"
    assert item["authors"][0] == {"name": "沈", "url": "http://testserver/author/shen/"}
    assert item["tags"] == ["港口", "潮汐"]
    assert item["language"] == "zh-Hans"
    assert item["attachments"] == [{"url": item["image"], "mime_type": "image/jpeg", "size_in_bytes": 90000}]


def test_all_formats_know_a_post_by_the_same_name_for_ever(client, post):
    before = ids(client)
    assert before["rss"] == before["atom"] == before["json"] == [f"http://testserver/p/{post.pk}/"]
    post.title, post.slug = "另一个标题", "another-slug"
    save_post(post)
    Post.objects.filter(pk=post.pk).update(path_on=dt.date(2023, 1, 1), published_at=timezone.now())
    assert ids(client) == before


def test_another_host_name_does_not_double_the_posts(client, post, settings):
    settings.NEWS_SITE_URL = "https://news.example/"
    assert set(map(tuple, ids(client).values())) == {(f"https://news.example/p/{post.pk}/",)}


@pytest.mark.parametrize("name", SUFFIXES)
def test_every_address_is_absolute(client, post, name):
    SiteProfile(pk=1, logo=ImageFactory(), icon=ImageFactory()).save()
    text = fetch(client, name).decode()
    text = text.replace("&lt;", "<").replace("&quot;", '"').replace('\\"', '"')
    found = re.findall(r'(?:href|src|url|uri|icon|favicon|image|link|guid|logo|id)"?(?:=|:|>)"?([^"<>\s]+)', text)
    assert len(found) >= 8
    assert [each for each in found if each.startswith(("/", "./", "?"))] == []


@pytest.mark.parametrize("name", SUFFIXES)
@pytest.mark.parametrize("noun", ["category", "tag", "author", "source"])
def test_every_list_has_a_feed_of_its_own_in_both_chromes(client, name, noun):
    thing = {"category": CategoryFactory, "tag": TagFactory, "author": AuthorFactory, "source": SourceFactory}[noun]()
    links = {"category": {"categories": [thing]}, "tag": {"tags": [thing]}, "author": {"authors": [thing]}}
    PostFactory(title="在内", **links.get(noun, {"source": thing}))
    PostFactory(title="在外")
    for prefix in ("", "/en"):
        text = fetch(client, name, prefix + thing.get_absolute_url()).decode()
        assert "在内" in text
        assert "在外" not in text
        assert thing.name in text
        assert f"http://testserver{prefix}{thing.get_absolute_url()}{SUFFIXES[name]}" in text


@pytest.mark.parametrize("name", SUFFIXES)
def test_what_xml_refuses_breaks_no_format(client, name):
    category = CategoryFactory(name="a ]]> b", description="a\x0bb")
    PostFactory(summary="x\x01y]]>z", body="<p>a\x0bb ]]> &#1; </p>", tags=["<t>"], categories=[category])
    content = fetch(client, name, category.get_absolute_url())
    if name == "json":
        assert json.loads(content)["items"][0]["tags"] == ["a ]]> b", "<t>"]
    else:
        assert not feedparser.parse(content).bozo
        etree.fromstring(content)


@pytest.mark.parametrize("name", SUFFIXES)
def test_no_more_than_the_rights_allow(client, name):
    body = f"<p>{'甲' * 120}之后</p><p>秘密</p>"
    PostFactory(source=SourceFactory(policy="excerpt"), body=body, header_image=ImageFactory(), summary="")
    text = fetch(client, name).decode()
    assert "甲" in text
    assert "之后" not in text
    assert "秘密" not in text
    image = ImageFactory()
    PostFactory(source=SourceFactory(policy="link"), body="<p>乙乙乙</p>", header_image=image, summary="乙乙乙")
    text = fetch(client, name).decode()
    assert "乙乙乙" not in text
    assert image.sha256[:32] not in text


@pytest.mark.parametrize("name", SUFFIXES)
def test_who_has_it_already_gets_304_and_a_post_taken_back_is_news(client, post, name):
    path = "/" + SUFFIXES[name]
    first = client.get(path)
    assert first.headers["Last-Modified"]
    assert first.headers["Cache-Control"].startswith("public, max-age=300")
    headers = {"if-none-match": first.headers["ETag"]}
    again = client.get(path, headers=headers)
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(path, headers={"if-none-match": f"W/{first.headers['ETag']}"}).status_code == 304
    workflow.trash(Post.objects.get(), None)
    assert client.get(path, headers=headers).status_code == 200


@pytest.mark.parametrize("name", SUFFIXES)
def test_an_empty_feed_is_valid_and_does_not_change_by_itself(client, name):
    first = client.get("/" + SUFFIXES[name])
    assert client.get("/" + SUFFIXES[name], headers={"if-none-match": first.headers["ETag"]}).status_code == 304
    if name != "json":
        assert not feedparser.parse(first.content).bozo


@pytest.mark.parametrize("name", SUFFIXES)
def test_the_hub_is_named_inside_and_in_the_header_when_there_is_one(client, name):
    path = "/" + SUFFIXES[name]
    assert "Link" not in client.get(path).headers
    SiteProfile(pk=1, websub_hub=HUB).save()
    response = client.get(path)
    assert response.headers["Link"] == f'<{HUB}>; rel="hub", <http://testserver{path}>; rel="self"'
    assert HUB in response.content.decode()
    if name != "json":
        links = {link["rel"]: link["href"] for link in feedparser.parse(response.content).feed.links}
        assert (links["hub"], links["self"]) == (HUB, f"http://testserver{path}")


def test_dates_are_valid_in_every_format(client, post):
    rss = etree.fromstring(fetch(client, "rss"))
    for name in ("pubDate", "lastBuildDate"):
        assert parsedate_to_datetime(next(rss.iter(name)).text).tzinfo is not None
    moments = [each.text for each in atom(client).iter("{*}updated", "{*}published")]
    moments += [json_feed(client)["items"][0][name] for name in ("date_published", "date_modified")]
    assert all(dt.datetime.fromisoformat(each).utcoffset() is not None for each in moments)


def test_a_post_in_another_language_says_so(client):
    PostFactory(language="en")
    entry = atom(client).find("a:entry", ATOM)
    assert entry.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    assert json_feed(client)["items"][0]["language"] == "en"


@pytest.mark.parametrize("suffix", SUFFIXES.values())
def test_the_feeds_of_what_moved_have_moved_with_it(client, suffix):
    category, tag = CategoryFactory(slug="old"), TagFactory(slug="old")
    PostFactory(categories=[category], tags=[tag])
    category.slug = tag.slug = "new"
    save_category(category)
    save_named(tag)
    for noun in ("category", "tag"):
        response = client.get(f"/en/{noun}/old/{suffix}")
        assert (response.status_code, response.headers["Location"]) == (301, f"/en/{noun}/new/{suffix}")


def test_pages_announce_the_feeds_of_the_site_and_of_their_list(client):
    category = CategoryFactory()
    page = client.get(category.get_absolute_url()).content.decode()
    found = re.findall(r'<link rel="alternate" type="([^"]+)" title="[^"]+" href="([^"]+)">', page)
    base = category.get_absolute_url()
    assert found == [(TYPES[name], prefix + SUFFIXES[name]) for prefix in ("/", base) for name in SUFFIXES]
    english = client.get("/en" + base).content.decode()
    assert f'href="/en{base}feed.json"' in english


class TestFeedsPage:
    def test_it_lists_the_feeds_of_the_site_and_of_the_tree(self, client):
        parent = CategoryFactory(name="城市", slug="city", position=2)
        CategoryFactory(name="港口", slug="harbour", parent=parent)
        CategoryFactory(name="头条", slug="zz", position=1)
        page = client.get("/feeds/").content.decode()
        for path in ("/feed/", "/feed/atom/", "/feed.json", "/category/city/harbour/feed/"):
            assert f'<a href="http://testserver{path}">http://testserver{path}</a>' in page
        names = re.findall(r'<h3 class="feed-name"><a [^>]+>([^<]+)</a>', page)
        assert names == ["头条", "城市", "港口"]

    def test_the_buttons_need_a_script_and_are_hidden_without(self, client):
        buttons = re.findall(r"<button[^>]*>", client.get("/en/feeds/").content.decode())
        copying = [button for button in buttons if "data-copy=" in button]
        assert len(copying) == 3
        assert all(button.endswith(" hidden>") for button in copying)

    def test_its_cost_does_not_grow_with_the_tree(self, client, django_assert_num_queries):
        for _ in range(8):
            CategoryFactory(parent=CategoryFactory())
        with django_assert_num_queries(4):
            client.get("/feeds/")
