"""Home, category, tag, author, source and archive pages."""

import datetime as dt

import pytest
from django.utils import timezone

from news.models import Author, SiteProfile
from tests.factories import AuthorFactory, CategoryFactory, PostFactory, SourceFactory, TagFactory

pytestmark = pytest.mark.django_db


def ago(hours):
    return timezone.now() - dt.timedelta(hours=hours)


def titles(response):
    return [post.title for post in response.context["page"].object_list]


def test_home_has_the_sites_name_as_its_heading(client):
    SiteProfile(pk=1, name="潮声", name_en="The Tideline", description="报纸", description_en="The paper").save()
    PostFactory()
    chinese, english = client.get("/").content.decode(), client.get("/en/").content.decode()
    assert '<h1 class="brand"><a href="/" aria-current="page">潮声</a></h1>' in chinese
    assert '<h1 class="brand"><a href="/en/" aria-current="page">The Tideline</a></h1>' in english
    assert '<meta name="description" content="The paper">' in english
    for html in (chinese, english):
        assert '<link rel="alternate" hreflang="zh-Hans" href="http://testserver/">' in html
        assert '<link rel="alternate" hreflang="en" href="http://testserver/en/">' in html


def test_an_empty_site_says_so(client):
    assert "Nothing has been published yet" in client.get("/en/").content.decode()


def test_a_parent_lists_its_descendants_posts_once(client):
    root = CategoryFactory()
    leaf = CategoryFactory(parent=CategoryFactory(parent=root))
    PostFactory(title="深处", categories=[leaf, root])
    PostFactory(title="别处", categories=[CategoryFactory(slug=root.slug + "-2")])
    assert titles(client.get(root.get_absolute_url())) == ["深处"]


def test_an_empty_category_says_so_and_stays_out_of_search_engines(client):
    html = client.get("/en" + CategoryFactory().get_absolute_url()).content.decode()
    assert "Nothing has been published here yet." in html
    assert '<meta name="robots" content="noindex">' in html


def test_the_breadcrumb_leads_from_the_top_to_the_category(client):
    root = CategoryFactory(name="新媒体")
    leaf = CategoryFactory(name="新闻", parent=root)
    html = client.get(leaf.get_absolute_url()).content.decode()
    assert f'<a href="{root.get_absolute_url()}">新媒体</a>' in html
    assert '<span aria-current="page">新闻</span>' in html


class TestPages:
    @pytest.fixture
    def category(self):
        category = CategoryFactory()
        for number in range(25):
            PostFactory(title=f"第{number}篇", categories=[category], published_at=ago(number + 1))
        return category

    def test_twelve_posts_newest_first_none_twice(self, client, category):
        path = category.get_absolute_url()
        pages = [titles(client.get(path, {"page": number})) for number in (1, 2, 3)]
        assert [len(page) for page in pages] == [12, 12, 1]
        assert [title for page in pages for title in page] == [f"第{number}篇" for number in range(25)]

    def test_each_page_has_its_own_title_and_address(self, client, category):
        path = category.get_absolute_url()
        html = client.get(path, {"page": 2, "utm_source": "x"}).content.decode()
        assert f'<link rel="canonical" href="http://testserver{path}?page=2">' in html
        assert f'<link rel="prev" href="http://testserver{path}">' in html
        assert f'<link rel="next" href="http://testserver{path}?page=3">' in html
        assert "2" in html.split("</title>")[0]
        assert f'href="/en{path}?page=2"' in html
        first = client.get(path, {"page": 1}).content.decode()
        assert f'<link rel="canonical" href="http://testserver{path}">' in first

    @pytest.mark.parametrize("number", ["999", "0", "-1", "x", "", "²", "1" * 400])
    def test_a_page_that_is_not_there_is_not_found(self, client, category, number):
        assert client.get(category.get_absolute_url(), {"page": number}).status_code == 404


def test_a_tag_with_one_post_stays_out_of_search_engines(client):
    tag = TagFactory()
    PostFactory(tags=[tag])
    assert "noindex" in client.get(tag.get_absolute_url()).content.decode()
    PostFactory(tags=[tag])
    assert "noindex" not in client.get(tag.get_absolute_url()).content.decode()


def test_an_author_is_introduced(client):
    author = AuthorFactory(name="门户", kind=Author.Kind.ORGANISATION, bio="一家网站", url="https://portal.example/")
    PostFactory(title="甲", authors=[author])
    response = client.get("/en" + author.get_absolute_url())
    html = response.content.decode()
    assert titles(response) == ["甲"]
    for words in ("<h1>门户</h1>", "一家网站", 'href="https://portal.example/"', "organisation"):
        assert words in html


def test_a_source_lists_its_posts(client):
    source = SourceFactory(name="门户", description="行业网站")
    PostFactory(title="甲", source=source)
    response = client.get("/en" + source.get_absolute_url())
    assert titles(response) == ["甲"]
    assert "From 门户" in response.content.decode()


def test_archives_go_by_the_day_in_the_address(client):
    for day in ("2022-07-31", "2022-08-01", "2022-08-31", "2022-10-01", "2023-01-01"):
        PostFactory(title=day, published_at=dt.datetime.fromisoformat(f"{day}T00:30:00+08:00"))
    assert titles(client.get("/2022/08/")) == ["2022-08-31", "2022-08-01"]
    assert len(titles(client.get("/2022/"))) == 4
    html = client.get("/2022/08/").content.decode()
    assert 'href="/2022/07/"' in html
    assert 'href="/2022/10/"' in html
    assert 'href="/2022/08/"' in client.get("/archive/").content.decode()


@pytest.mark.parametrize("path", ["/2022/00/", "/2022/13/", "/0000/", "/22/", "/2022/8/"])
def test_no_such_month(client, path):
    assert client.get(path).status_code == 404


def test_every_list_offers_its_own_feed(client):
    category, tag, author, source = CategoryFactory(), TagFactory(), AuthorFactory(), SourceFactory()
    PostFactory(categories=[category], tags=[tag], authors=[author], source=source)
    for thing in (category, tag, author, source):
        feed = thing.get_absolute_url() + "feed/"
        head = client.get(thing.get_absolute_url()).content.decode().split("</head>")[0]
        assert f'href="{feed}"' in head
        assert client.get(feed).status_code == 200
