"""Home, category, tag, author and source pages."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from news.models import Author, SiteProfile, Tag
from tests.factories import AuthorFactory, CategoryFactory, ImageFactory, PostFactory, SourceFactory, TagFactory

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
    assert "There are no posts in this category yet." in html
    assert '<meta name="robots" content="noindex">' in html


def test_an_empty_category_offers_what_is_new(client):
    posts = [PostFactory(published_at=ago(hours)) for hours in range(1, 8)]
    response = client.get(CategoryFactory().get_absolute_url())
    assert response.context["latest"] == posts[:5]


def test_only_the_first_page_of_a_category_has_a_lead(client):
    category = CategoryFactory()
    posts = [PostFactory(categories=[category], published_at=ago(hours)) for hours in range(1, 15)]
    first, second = (client.get(category.get_absolute_url(), {"page": page}).content.decode() for page in (1, 2))
    assert first.count("list-lead card") == 1
    assert posts[0].title in first.split("list-lead card")[1].split("</article>")[0]
    assert "list-lead card" not in second
    for html, shown in ((first, posts[:12]), (second, posts[12:])):
        assert [html.count(f'href="{post.get_absolute_url()}"') for post in shown] == [1] * len(shown)


def test_chips_lead_to_the_children_that_have_posts(client):
    root = CategoryFactory()
    full, empty = CategoryFactory(parent=root, name="有文章"), CategoryFactory(parent=root, name="空")
    PostFactory(categories=[full])
    response = client.get(root.get_absolute_url())
    assert f'href="{empty.get_absolute_url()}"' not in response.content.decode()
    assert [(each.name, each.post_count) for each in response.context["children"]] == [("有文章", 1)]


def test_a_category_does_not_repeat_its_name_on_every_row(client):
    root = CategoryFactory(name="根")
    leaf = CategoryFactory(name="叶", parent=root)
    PostFactory(categories=[root])
    PostFactory(categories=[leaf])
    html = client.get(root.get_absolute_url()).content.decode()
    kickers = re.findall(r'<p class="kicker"><a href="[^"]*">([^<]*)', html)
    assert kickers == ["叶"]


class TestLanguages:
    """Decision 0014: a list belongs to the chromes it has something to read in."""

    def canonical(self, client, path, **query):
        return re.search(r'rel="canonical" href="http://testserver([^"]*)"', client.get(path, query).content.decode())[
            1
        ]

    def test_a_list_without_posts_in_the_chromes_language_points_to_the_other(self, client):
        category = CategoryFactory()
        for number in range(13):
            PostFactory(categories=[category], language="zh-hans", published_at=ago(number + 1))
        path = category.get_absolute_url()
        assert self.canonical(client, path) == self.canonical(client, f"/en{path}") == path
        assert self.canonical(client, f"/en{path}", page=2) == f"{path}?page=2"
        PostFactory(categories=[category], language="en")
        assert self.canonical(client, f"/en{path}") == f"/en{path}"
        assert self.canonical(client, path) == path

    def test_a_list_of_english_posts_is_at_home_in_english(self, client):
        author = AuthorFactory()
        PostFactory(authors=[author], language="en")
        assert self.canonical(client, author.get_absolute_url()) == f"/en{author.get_absolute_url()}"


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
    author = AuthorFactory(
        name="门户", kind=Author.Kind.ORGANISATION, role="媒体", bio="一家网站", url="https://www.portal.example/about"
    )
    category = CategoryFactory(name="新闻")
    first = dt.datetime(2022, 8, 7, 17, 0, tzinfo=dt.UTC)
    PostFactory(title="乙", authors=[author], published_at=first)
    PostFactory(title="甲", authors=[author], categories=[category])
    response = client.get("/en" + author.get_absolute_url())
    html = response.content.decode()
    assert titles(response) == ["甲", "乙"]
    for words in ("<h1>门户</h1>", "一家网站", "Organisation · 媒体", "8 August 2022", "<dd>2</dd>"):
        assert words in html
    assert '<a href="https://www.portal.example/about" rel="noopener">portal.example</a>' in html
    assert [(each.name, each.post_count) for each in response.context["sections"]] == [("新闻", 1)]


def test_who_has_no_picture_is_drawn(client):
    drawn, pictured = AuthorFactory(name="陆远棹"), AuthorFactory(picture=ImageFactory())
    PostFactory(authors=[drawn, pictured])
    assert re.search(
        r'class="portrait is-person">\s*<svg.*陆</text>', client.get(drawn.get_absolute_url()).content.decode()
    )
    assert re.search(r'class="portrait is-person">\s*<img', client.get(pictured.get_absolute_url()).content.decode())


@pytest.mark.parametrize(
    ("policy", "words"),
    [("full", "publish its posts in full"), ("excerpt", "publish excerpts"), ("link", "link to the originals")],
)
def test_a_source_says_how_much_of_it_is_shown(client, policy, words):
    source = SourceFactory(policy=policy)
    PostFactory(source=source)
    assert words in client.get("/en" + source.get_absolute_url()).content.decode()


def test_a_tag_names_its_relatives_and_leads_to_the_index(client):
    PostFactory(tags=["潮汐", "港口"])
    html = client.get(Tag.objects.get(name="潮汐").get_absolute_url()).content.decode()
    assert f'href="{Tag.objects.get(name="港口").get_absolute_url()}">#港口</a>' in html
    assert '<nav class="breadcrumb"' in html
    assert 'href="/tag/"' in html


def test_the_index_of_tags_jumps_to_letters(client):
    PostFactory(tags=["潮汐", "5G"])
    html = client.get("/tag/").content.decode()
    for anchor in ("letter-c", "letter-other"):
        assert f'href="#{anchor}"' in html
        assert f'<h2 id="{anchor}">' in html


def test_a_source_lists_its_posts(client):
    source = SourceFactory(name="门户", description="行业网站")
    PostFactory(title="甲", source=source)
    response = client.get("/en" + source.get_absolute_url())
    assert titles(response) == ["甲"]
    assert "From 门户" in response.content.decode()


def test_every_list_offers_its_own_feed(client):
    category, tag, author, source = CategoryFactory(), TagFactory(), AuthorFactory(), SourceFactory()
    PostFactory(categories=[category], tags=[tag], authors=[author], source=source)
    for thing in (category, tag, author, source):
        feed = thing.get_absolute_url() + "feed/"
        head = client.get(thing.get_absolute_url()).content.decode().split("</head>")[0]
        assert f'href="{feed}"' in head
        assert client.get(feed).status_code == 200
