"""The feed of a search: what its page finds, the newest first, in three formats; and no way around what is public."""

import datetime as dt
from urllib.parse import quote

import feedparser
import pytest
from django.utils import timezone

from news.models import SiteProfile
from tests.factories import AuthorFactory, CategoryFactory, PostFactory, SourceFactory

pytestmark = pytest.mark.django_db
FORMATS = ("feed/", "feed/atom/", "feed.json")


def fetch(client, suffix="feed/", **values):
    response = client.get(f"/search/{suffix}", {name.rstrip("_"): value for name, value in values.items()})
    assert response.status_code == 200
    return response


def titles(client, **values):
    return [entry.title for entry in feedparser.parse(fetch(client, **values).content).entries]


def test_the_newest_finds_go_first_in_every_format(client):
    now = timezone.now()
    for hours, title in ((3, "潮汐 甲"), (1, "潮汐 乙"), (2, "丙")):
        PostFactory(title=title, published_at=now - dt.timedelta(hours=hours))
    assert titles(client, q="潮汐") == ["潮汐 乙", "潮汐 甲"]
    atom = feedparser.parse(fetch(client, "feed/atom/", q="潮汐").content)
    assert [entry.title for entry in atom.entries] == ["潮汐 乙", "潮汐 甲"]
    found = fetch(client, "feed.json", q="潮汐").json()
    assert [item["title"] for item in found["items"]] == ["潮汐 乙", "潮汐 甲"]
    assert found["feed_url"] == f"http://testserver/search/feed.json?q={quote('潮汐')}"
    assert found["home_page_url"] == f"http://testserver/search/?q={quote('潮汐')}"


def test_it_is_narrowed_like_its_page_and_a_name_that_is_not_there_finds_nothing(client):
    category, author, source = CategoryFactory(), AuthorFactory(), SourceFactory()
    PostFactory(title="潮汐 甲", categories=[CategoryFactory(parent=category)])
    PostFactory(title="潮汐 乙", authors=[author])
    PostFactory(title="潮汐 丙", source=source)
    assert titles(client, q="潮汐", category=category.path) == ["潮汐 甲"]
    assert titles(client, q="潮汐", author=author.slug) == ["潮汐 乙"]
    assert titles(client, q="潮汐", source=source.slug) == ["潮汐 丙"]
    assert titles(client, q="潮汐", author="nobody") == titles(client, q="潮汐", source="\0") == []


def test_what_the_page_finds_as_pinyin_only_its_feed_finds_too(client):
    PostFactory(title="海尔创新")
    assert titles(client, q="hai") == ["海尔创新"]


@pytest.mark.parametrize("suffix", FORMATS)
def test_without_words_there_is_no_feed(client, suffix):
    for text in ("", " ", "?!", "\0"):
        assert client.get(f"/search/{suffix}", {"q": text}).status_code == 404
    assert client.get(f"/search/{suffix}", {"author": "somebody"}).status_code == 404


def test_search_engines_are_told_to_leave_it(client):
    response = fetch(client, q="x")
    assert response["X-Robots-Tag"] == "noindex"
    known = client.get("/search/feed/?q=x", headers={"If-None-Match": response["ETag"]})
    assert (known.status_code, known["X-Robots-Tag"]) == (304, "noindex")


def test_the_page_leads_to_it_without_its_days_and_order(client):
    category = CategoryFactory()
    PostFactory(categories=[category])
    values = {"q": "a&b", "category": category.path, "sort": "date", "from": "2020-01-01"}
    page = client.get("/en/search/", values).content.decode()
    query = f"?q=a%26b&amp;category={category.path}"
    assert f'class="feed-link" href="/en/search/feed/{query}"' in page
    for suffix in FORMATS:
        assert f'href="/en/search/{suffix}{query}"' in page
    assert 'href="/en/search/feed' not in client.get("/en/search/").content.decode()


def test_it_names_no_hub_as_none_is_told_of_every_search(client):
    SiteProfile(pk=1, websub_hub="https://hub.example/").save()
    assert "Link" in client.get("/feed/").headers
    response = fetch(client, q="x")
    assert "Link" not in response.headers
    assert b"hub.example" not in response.content
