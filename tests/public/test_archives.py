"""Archives: years, months and days by the day in the address."""

import datetime as dt

import pytest

from news.models import Post
from tests.factories import PostFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def posts(db):
    for day in ("2022-07-31", "2022-08-01", "2022-08-31", "2022-10-01", "2023-01-01"):
        PostFactory(title=day, published_at=dt.datetime.fromisoformat(f"{day}T00:30:00+08:00"))


def titles(response):
    return [post.title for post in response.context["page"].object_list]


def links(html, rel):
    return [part.split('"')[0] for part in html.split(f'rel="{rel}" href="')[1:]]


def test_months_and_years_hold_their_days(client):
    assert titles(client.get("/2022/08/")) == ["2022-08-31", "2022-08-01"]
    assert len(titles(client.get("/2022/"))) == 4
    assert titles(client.get("/2022/08/31/")) == ["2022-08-31"]


@pytest.mark.parametrize(
    ("path", "earlier", "later"),
    [
        ("/2022/08/", ["/2022/07/"], ["/2022/10/"]),
        ("/2022/", [], ["/2023/"]),
        ("/2023/", ["/2022/"], []),
        ("/2022/08/31/", ["/2022/08/01/"], ["/2022/10/01/"]),
    ],
)
def test_each_leads_to_its_neighbours_that_have_posts(client, path, earlier, later):
    html = client.get(path).content.decode()
    assert links(html, "prev") == earlier
    assert links(html, "next") == later


def test_a_month_is_grouped_by_day_with_the_weekday(client):
    chinese, english = client.get("/2022/08/").content.decode(), client.get("/en/2022/08/").content.decode()
    assert '<time datetime="2022-08-31">8月31日 周三</time>' in chinese
    assert '<time datetime="2022-08-31">Wed 31 Aug</time>' in english
    assert chinese.index("2022-08-31") < chinese.index("2022-08-01")


def test_a_post_whose_publication_was_moved_tells_its_day(client):
    moved = dt.datetime.fromisoformat("2022-09-03T09:10:00+08:00")
    Post.objects.filter(title="2022-08-31").update(published_at=moved)
    html = client.get("/2022/08/").content.decode()
    assert ">2022年9月3日</time>" in html
    assert ">09:10</time>" not in html
    assert ">00:30</time>" in html


def test_the_breadcrumb_leads_from_the_archive_to_the_day(client):
    html = client.get("/2022/08/31/").content.decode()
    for path in ("/archive/", "/2022/", "/2022/08/"):
        assert f'<li><a href="{path}">' in html
    assert '<span aria-current="page">31日</span>' in html


def test_days_are_for_who_cuts_an_address_not_for_search_engines(client):
    assert '<meta name="robots" content="noindex">' in client.get("/2022/08/31/").content.decode()
    assert "noindex" not in client.get("/2022/08/").content.decode()


def test_the_archive_counts_years_and_months(client):
    html = client.get("/en/archive/").content.decode()
    for path in ("/en/2022/", "/en/2022/08/", "/en/2023/01/"):
        assert f'href="{path}"' in html
    assert "4 posts" in html
    assert '<rect width="50" height="8"/>' in html


@pytest.mark.parametrize(
    "path",
    ["/2022/00/", "/2022/13/", "/0000/", "/22/", "/2022/8/", "/2022/02/30/", "/2022/8/31/", "/9999/12/31/", "/2021/"],
)
def test_where_nothing_was_published_there_is_no_page(client, path):
    assert client.get(path).status_code == 404
