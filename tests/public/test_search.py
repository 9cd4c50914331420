"""The search page: what it shows of what was found, what it offers when nothing was, and that no input breaks it."""

import datetime as dt
from urllib.parse import quote

import pytest
from django.utils import timezone

from news.models import Post, SiteProfile, Source
from news.rendering.search import suggest_posts
from tests.commands import say
from tests.factories import AuthorFactory, CategoryFactory, PostFactory, SourceFactory, TagFactory

pytestmark = pytest.mark.django_db


def search(client, path="/search/", **values):
    return client.get(path, {name.rstrip("_"): value for name, value in values.items()})


def titles(response):
    return [result.post.title for result in response.context["results"]]


def test_the_founding_post_is_found_by_each_of_its_words(client, samples, settings, tmp_path):
    settings.DATA_DIR, settings.MEDIA_ROOT, settings.NEWS_REPORTS_DIR = (
        tmp_path,
        tmp_path / "media",
        tmp_path / "reports",
    )
    say("import_posts", samples.folder / "hexo", "--status", "keep", "--no-network", "--quiet")
    post = Post.objects.published().get(title=samples.founding.title)
    for query in samples.founding.queries:
        response = search(client, q=query)
        assert post.title in titles(response), query
        assert "<mark>" in response.content.decode(), query


def test_the_page_describes_itself_with_the_words_of_the_site(client):
    SiteProfile(pk=1, name="潮声", name_en="The Tideline", description="报纸", description_en="The paper").save()
    assert '<meta name="description" content="报纸">' in search(client, q="海").content.decode()
    assert '<meta name="description" content="The paper">' in search(client, "/en/search/").content.decode()


def test_the_page_says_what_was_searched_and_keeps_it_in_the_box(client):
    PostFactory(title="海尔创新")
    page = search(client, q="ｈａｉｅｒchuangxin").content.decode()
    assert 'value="ｈａｉｅｒchuangxin"' in page
    assert "“ｈａｉｅｒchuangxin”" in page
    english = search(client, "/en/search/", q="海尔").content.decode()
    assert "Search results for “海尔”" in english
    assert "1 post found" in english
    assert '<link rel="canonical" href="http://testserver/en/search/">' in english
    assert '<meta name="robots" content="noindex">' in english
    assert 'enterkeyhint="search"' in english
    assert f'href="/search/?q={quote("海尔")}" hreflang="zh-Hans"' in english


def test_what_is_public_and_cached_like_other_pages(client):
    response = search(client, q="x")
    assert response["Cache-Control"] == client.get("/")["Cache-Control"]
    assert client.get("/search/?q=x", headers={"If-None-Match": response["ETag"]}).status_code == 304


def test_hits_are_marked_in_every_spelling_and_everything_else_is_escaped(client):
    PostFactory(title="海爾<i>的</i>＆", body="<p>前文。</p><p>ＡＩｏＴ &lt;script&gt;alert(1)&lt;/script&gt; 海尔</p>")
    page = search(client, q="海尔 aiot script").content.decode()
    assert "<mark>海爾</mark>" in page
    assert "<mark>ＡＩｏＴ</mark> &lt;<mark>script</mark>&gt;alert(1)" in page
    assert "<i>" not in page
    hostile = search(client, q='"><script>alert(1)</script>').content.decode()
    assert "<script>alert" not in hostile


def test_a_restricted_text_is_never_quoted(client):
    body = "<p>开头的一句话。</p>" + "<p>填充的文字。</p>" * 40 + "<p>独家潮汐内容</p>"
    for policy in Source.Policy.values:
        PostFactory(title=f"来自{policy}", body=body, source=SourceFactory(policy=policy))
    snippets = {result.post.title: result.snippet for result in search(client, q="潮汐").context["results"]}
    assert "独家<mark>潮汐</mark>内容" in snippets["来自full"]
    assert "独家" not in snippets["来自excerpt"]
    assert snippets["来自excerpt"].startswith("开头的一句话")
    assert snippets["来自link"] == ""


def test_filters_narrow_and_stay_chosen(client):
    category = CategoryFactory(name="科技")
    leaf = CategoryFactory(name="芯片", parent=category)
    author, source = AuthorFactory(name="李雷"), SourceFactory(name="海堤报")
    at = dt.datetime(2024, 5, 6, 15, 59, 59, tzinfo=dt.UTC)  # the last second of 6 May in the site's zone
    PostFactory(title="潮汐甲", categories=[leaf], authors=[author], source=source, published_at=at)
    PostFactory(title="潮汐乙")
    for narrow in (
        {"category": category.path},
        {"category": leaf.path},
        {"author": author.slug},
        {"source": source.slug},
        {"to": "2024-05-06"},
        {"from": "2024-05-06", "to": "2024-05-06"},
    ):
        response = search(client, q="潮汐", **narrow)
        assert titles(response) == ["潮汐甲"], narrow
        for value in narrow.values():
            page = response.content.decode()
            assert f'value="{value}" selected' in page or f'value="{value}"></p>' in page
    assert titles(search(client, q="潮汐", **{"from": "2024-05-07"})) == ["潮汐乙"]
    assert titles(search(client, q="潮汐", sort="date")) == ["潮汐乙", "潮汐甲"]
    assert '<option value="' + leaf.path + '">\u3000芯片' in search(client).content.decode()


def test_selects_offer_only_what_public_posts_stand_behind(client):
    hidden = {"authors": [AuthorFactory(name="秘密作者")], "source": SourceFactory(name="秘密来源")}
    PostFactory(
        status="draft", categories=[CategoryFactory(name="空栏目")], tags=[TagFactory(name="秘密标签")], **hidden
    )
    page = search(client, q="秘密").content.decode()
    assert "空栏目" not in page.partition("<form")[2].partition("</form>")[0]
    for word in ("秘密作者", "秘密来源", "秘密标签"):
        assert word not in page


def test_pages_with_the_name_stand_above_the_results(client):
    tag, category = TagFactory(name="潮汐能"), CategoryFactory(name="潮汐观察")
    PostFactory(title="无关", tags=[tag], categories=[category], authors=[AuthorFactory(name="潮汐生")])
    links = [link.url for link in search(client, q="潮汐").context["asked"].links]
    assert tag.get_absolute_url() in links
    assert category.get_absolute_url() in links
    assert len(links) == 3


def test_without_results_there_is_something_to_go_on_with(client):
    for number in range(6):
        PostFactory(title=f"港口{number}", tags=["港口"])
    response = search(client, q="火星")
    page = response.content.decode()
    assert "“火星”" in page
    assert len(response.context["latest"]) == 5
    assert [tag.name for tag in response.context["topics"]] == ["港口"]
    empty = search(client)
    assert len(empty.context["latest"]) == 5
    assert empty.status_code == 200


def test_pages_of_results_carry_the_query(client):
    now = timezone.now()
    for number in range(13):
        PostFactory(title=f"潮汐{number}", published_at=now - dt.timedelta(minutes=number))
    first, second = search(client, q="潮汐"), search(client, q="潮汐", page="2")
    assert not set(titles(first)) & set(titles(second))
    assert len(titles(first) + titles(second)) == 13
    assert f'href="?q={quote("潮汐")}&amp;page=2"' in first.content.decode()
    assert [search(client, q="潮汐", page=page).status_code for page in ("3", "999", "-1", "x", "501", "")] == [404] * 6


@pytest.mark.parametrize("name", ["q", "category", "author", "source", "from", "to", "sort", "unknown"])
def test_no_value_is_an_error(client, name):
    PostFactory()
    for value in (
        "\0",
        "字" * 10_000,
        "../..",
        "-1",
        "%s",
        "2024-02-30",
        "0001-01-01",
        "9999-12-31",
        "2024-W01-1",
        "'\"<>",
    ):
        response = client.get("/search/", {"q": "港口", name: value})
        assert response.status_code == 200
        assert len(response.content) < 40_000


def test_what_cannot_be_meant_is_left_out_and_said(client):
    PostFactory(title="潮汐")
    response = search(client, "/en/search/", q="潮汐", category="nowhere", to="yesterday")
    assert titles(response) == ["潮汐"]
    assert response.content.decode().count('class="note"') == 2
    assert response.context["asked"].address_query == f"?q={quote('潮汐')}"


def test_a_missing_path_suggests_posts_by_the_words_in_it():
    post = PostFactory(title="外堤潮闸首次整夜关闭", slug="x")
    english = PostFactory(title="A tide table anyone can read", language="en")
    PostFactory(title="外堤潮闸", status="draft")
    PostFactory(title="别的港口")
    assert suggest_posts("/2022/08/08/wai-di-chao-zha-shou-ci.html", "zh-hans", 3) == [post]
    assert suggest_posts("/news/外堤潮闸/", "zh-hans", 3) == [post]
    assert suggest_posts("/old/tide-table", "en", 3) == [english]
    assert suggest_posts("/wp-login.php", "zh-hans", 3) == []
    assert suggest_posts("/", "zh-hans", 3) == []
