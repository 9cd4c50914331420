"""Structured data parses, is true, and cannot end its script element."""

import datetime as dt
import json
import re
from pathlib import Path

import pytest
from django.conf import settings

from news.models import Author, Correction, SiteProfile
from news.rendering.safe_html import json_markup
from tests.factories import AuthorFactory, CategoryFactory, ImageFactory, PostFactory, SourceFactory

pytestmark = pytest.mark.django_db
SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def read(client, path):
    (text,) = SCRIPT.findall(client.get(path).content.decode())
    graph = json.loads(text)
    assert graph["@context"] == "https://schema.org"
    return {node["@type"]: node for node in graph["@graph"]}


def test_a_post_is_a_news_article(client):
    SiteProfile(pk=1, name="潮声", logo=ImageFactory()).save()
    post = PostFactory(
        title="标题",
        body="<p>" + "汉" * 1307 + "</p>",
        published_at=dt.datetime(2022, 8, 8, 5, 58, tzinfo=dt.UTC),
        updated_at=dt.datetime(2022, 8, 8, 5, 58, tzinfo=dt.UTC),
        header_image=ImageFactory(),
        authors=[AuthorFactory(name="门户", kind=Author.Kind.ORGANISATION)],
        categories=[CategoryFactory(name="新闻")],
        source=SourceFactory(name="门户"),
        source_url="https://outlet.example/1",
        tags=["海尔"],
    )
    node = read(client, post.get_absolute_url())["NewsArticle"]
    assert node["headline"] == "标题"
    assert node["datePublished"] == node["dateModified"] == "2022-08-08T13:58:00+08:00"
    assert node["timeRequired"] == "PT4M"
    assert node["wordCount"] == 1307
    assert node["inLanguage"] == "zh-Hans"
    assert len(node["image"]) == 3
    assert all(url.startswith("http://testserver/media/") for url in node["image"])
    assert node["author"][0]["@type"] == "Organization"
    assert node["author"][0]["url"].startswith("http://testserver/author/")
    assert node["publisher"]["name"] == "潮声"
    assert node["publisher"]["logo"].startswith("http://testserver/media/")
    assert node["articleSection"] == "新闻"
    assert node["keywords"] == ["海尔"]
    assert node["isBasedOn"] == "https://outlet.example/1"
    assert node["creditText"] == "门户"


def test_a_site_without_a_logo_names_the_one_that_comes_with_it(client):
    logo = read(client, PostFactory().get_absolute_url())["NewsArticle"]["publisher"]["logo"]
    assert logo == "http://testserver/static/public/logo.png"
    assert (Path(settings.BASE_DIR) / "static/public/logo.png").exists()


def test_a_headline_is_cut_where_search_engines_cut_it(client):
    post = PostFactory(title="长" * 200)
    assert read(client, post.get_absolute_url())["NewsArticle"]["headline"] == "长" * 110


def test_corrections_are_named_with_their_dates(client):
    post = PostFactory()
    Correction.objects.create(
        post=post, text="十一年应为十六年。", corrected_at=dt.datetime(2026, 11, 20, 2, tzinfo=dt.UTC)
    )
    assert read(client, post.get_absolute_url())["NewsArticle"]["correction"] == [
        {
            "@type": "CorrectionComment",
            "text": "十一年应为十六年。",
            "datePublished": "2026-11-20T10:00:00+08:00",
        }
    ]


def test_the_breadcrumb_is_that_of_the_page(client):
    root = CategoryFactory(name="新媒体")
    leaf = CategoryFactory(name="新闻", parent=root)
    post = PostFactory(categories=[leaf])
    items = read(client, post.get_absolute_url())["BreadcrumbList"]["itemListElement"]
    assert [item["name"] for item in items][1:] == ["新媒体", "新闻"]
    assert items[2]["item"] == "http://testserver" + leaf.get_absolute_url()
    assert [item["position"] for item in items] == [1, 2, 3]


def test_lists_name_their_posts(client):
    category = CategoryFactory()
    post = PostFactory(categories=[category])
    node = read(client, category.get_absolute_url())["CollectionPage"]
    assert node["mainEntity"]["itemListElement"][0]["name"] == post.title


def test_an_author_has_a_profile(client):
    author = AuthorFactory(name="沈汀禾", role="记者", url="https://people.example/")
    PostFactory(authors=[author])
    entity = read(client, author.get_absolute_url())["ProfilePage"]["mainEntity"]
    assert entity["@type"] == "Person"
    assert entity["jobTitle"] == "记者"
    assert entity["sameAs"] == ["https://people.example/"]


def test_a_source_has_a_profile_too(client):
    source = SourceFactory(name="门户", homepage="https://portal.example/", description="行业网站")
    PostFactory(source=source)
    entity = read(client, source.get_absolute_url())["ProfilePage"]["mainEntity"]
    assert entity["@type"] == "Organization"
    assert entity["sameAs"] == ["https://portal.example/"]
    assert entity["url"] == f"http://testserver{source.get_absolute_url()}"


@pytest.mark.parametrize(
    ("path", "names"), [("/2022/08/", ["归档", "2022年", "8月"]), ("/tag/chao-xi/", ["标签", "#潮汐"])]
)
def test_lists_outside_the_tree_have_a_breadcrumb(client, path, names):
    PostFactory(tags=["潮汐"], published_at=dt.datetime(2022, 8, 8, tzinfo=dt.UTC))
    items = read(client, path)["BreadcrumbList"]["itemListElement"]
    assert [item["name"] for item in items[1:]] == names
    assert items[-1]["item"] == f"http://testserver{path}"


def test_home_is_the_web_site(client):
    assert read(client, "/")["WebSite"]["url"] == "http://testserver/"


def test_no_title_ends_the_script(client):
    title = '</script><script>alert(1)</script><!-- & "x"'
    post = PostFactory(title=title)
    page = client.get(post.get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert read(client, post.get_absolute_url())["NewsArticle"]["headline"] == title


@pytest.mark.parametrize("text", ["</script>", "<!--", "&amp;", "\u2028", "\u2029", "a\x00b"])
def test_json_in_a_page_is_escaped_and_still_says_the_same(text):
    markup = json_markup({"a": text})
    assert not set(markup) & set("<>&\u2028\u2029\x00")
    assert json.loads(markup)["a"] == text.replace("\x00", "\x00")
