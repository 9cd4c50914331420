"""Feeds are well formed, in full, absolute, and remember who is who."""

import datetime as dt

import feedparser
import pytest
from django.utils import timezone
from lxml import etree

from news.models import SiteProfile
from tests.factories import AuthorFactory, CategoryFactory, ImageFactory, PostFactory

pytestmark = pytest.mark.django_db
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


def ago(hours):
    return timezone.now() - dt.timedelta(hours=hours)


def read(client, path="/feed/"):
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/rss+xml; charset=utf-8"
    return feedparser.parse(response.content), etree.fromstring(response.content)


def test_the_channel_introduces_itself(client):
    SiteProfile(pk=1, name="潮声", name_en="The Tideline", description="报纸").save()
    feed, tree = read(client)
    assert not feed.bozo
    assert feed.feed.title == "潮声"
    assert feed.feed.link == "http://testserver/"
    assert feed.feed.language == "zh-Hans"
    assert tree.find("channel/{http://www.w3.org/2005/Atom}link").get("href") == "http://testserver/feed/"
    english, _tree = read(client, "/en/feed/")
    assert english.feed.title == "The Tideline"
    assert english.feed.language == "en"


def test_an_item_is_the_whole_post(client):
    image = ImageFactory()
    post = PostFactory(
        title="甲 & 乙 <丙>",
        summary="摘要",
        body="<p>全文</p>",
        header_image=image,
        authors=[AuthorFactory(name="沈"), AuthorFactory(name="陆")],
        categories=[CategoryFactory(name="港口")],
        tags=["潮汐"],
        published_at=dt.datetime(2022, 8, 8, 5, 58, tzinfo=dt.UTC),
    )
    feed, tree = read(client)
    item = tree.find("channel/item")
    assert item.findtext("title") == "甲 & 乙 <丙>"
    assert item.findtext("link") == f"http://testserver{post.get_absolute_url()}"
    assert item.findtext("description") == "摘要"
    assert item.findtext(CONTENT).endswith("<p>全文</p>")
    assert item.findtext("pubDate") == "Mon, 08 Aug 2022 13:58:00 +0800"
    assert [each.text for each in item.findall("category")] == ["港口", "潮汐"]
    assert item.find("enclosure").attrib == {
        "url": f"http://testserver{image.rendition_url('')}",
        "length": "90000",
        "type": "image/jpeg",
    }
    assert feed.entries[0].author == "沈、陆"


def test_the_guid_outlives_title_slug_and_day(client):
    post = PostFactory()
    _feed, tree = read(client)
    guid = tree.find("channel/item/guid")
    assert guid.text == f"http://testserver/p/{post.pk}/"
    assert guid.get("isPermaLink") == "false"


def test_links_lead_to_the_posts_own_language(client):
    post = PostFactory(language="en")
    _feed, tree = read(client)
    assert tree.findtext("channel/item/link") == f"http://testserver/en{post.get_absolute_url()}"


def test_the_newest_twenty_those_in_the_feeds_language_first(client):
    for number in range(22):
        PostFactory(title=f"{number}", published_at=ago(number + 1))
    PostFactory(title="English", language="en", published_at=ago(100))
    feed, _tree = read(client)
    assert [entry.title for entry in feed.entries] == [str(number) for number in range(20)]
    english, _tree = read(client, "/en/feed/")
    assert [entry.title for entry in english.entries][:2] == ["English", "0"]


def test_characters_that_xml_refuses_do_not_break_it(client):
    category = CategoryFactory(description="a\x0bb")
    PostFactory(summary="x\x01y\x0bz", body="<p>a\x0bb ]]> </p>", categories=[category])
    read(client)
    read(client, category.get_absolute_url() + "feed/")


def test_an_empty_feed_is_a_feed(client):
    feed, _tree = read(client)
    assert feed.entries == []


def test_a_reader_that_has_it_gets_304(client):
    post = PostFactory()
    first = client.get("/feed/")
    assert "Last-Modified" in first.headers
    assert client.get("/feed/", headers={"if-none-match": first.headers["ETag"]}).status_code == 304
    PostFactory()
    assert client.get("/feed/", headers={"if-none-match": first.headers["ETag"]}).status_code == 200
    assert post.title


@pytest.mark.parametrize(
    ("alias", "feed"),
    [("/rss.xml", "/feed/"), ("/rss/", "/feed/"), ("/index.xml", "/feed/"), ("/atom.xml", "/feed/atom/")],
)
def test_other_systems_names_lead_to_it(client, alias, feed):
    response = client.get(alias)
    assert response.status_code == 301
    assert response.headers["Location"] == feed
