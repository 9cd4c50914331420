"""The list of posts: the same number of queries for any number of rows, filters that say what they mean."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html

from news.models.states import PostState
from tests.factories import AuthorFactory, CategoryFactory, PostFactory, SourceFactory, ViewCountFactory

pytestmark = pytest.mark.django_db
URL = "/admin/news/post/"


def make_posts(count):
    for _ in range(count):
        PostFactory(
            categories=[CategoryFactory(parent=CategoryFactory()), CategoryFactory()],
            authors=AuthorFactory.create_batch(2),
            source=SourceFactory(),
        )


def count_queries(client):
    with CaptureQueriesContext(connection, ) as queries:  # fmt: skip
        assert client.get(URL).status_code == 200
    return queries


def test_ten_and_twenty_rows_cost_the_same_and_load_no_bodies(editor):
    make_posts(10)
    editor.get(URL)  # content types are read once per process
    ten = count_queries(editor)
    make_posts(10)
    twenty = count_queries(editor)
    assert len(twenty) == len(ten)
    assert len(ten) <= 12
    assert not any('"news_post"."body"' in query["sql"] for query in twenty)


def titles(client, **query):
    response = client.get(URL, query)
    assert response.status_code == 200
    return {post.title for post in response.context["cl"].result_list}


def test_each_state_lists_its_posts_and_the_trash_is_apart(editor):
    later = timezone.now() + dt.timedelta(hours=1)
    PostFactory(title="published")
    PostFactory(title="scheduled", published_at=later)
    for state in ("draft", "in_review", "archived"):
        PostFactory(title=state, status=state)
    PostFactory(title="trashed", trashed_at=timezone.now())
    for state in PostState.values:
        assert titles(editor, state=state) == {state}
    assert titles(editor) == set(PostState.values) - {"trashed"}
    assert titles(editor, state="nonsense") == titles(editor)


def test_a_category_lists_what_is_below_it_each_post_once(editor):
    top = CategoryFactory(name="新媒体")
    leaf = CategoryFactory(name="芯片", parent=top)
    PostFactory(title="上", categories=[top, leaf])
    PostFactory(title="下", categories=[leaf])
    PostFactory(title="旁", categories=[CategoryFactory()])
    assert titles(editor, category=top.path) == {"上", "下"}
    assert editor.get(URL, {"category": top.path}).context["cl"].result_count == 2
    assert titles(editor, category=leaf.path) == {"上", "下"}
    assert titles(editor, category="not/there") == {"上", "下", "旁"}


def test_the_filter_offers_every_category_with_its_whole_path(editor):
    top = CategoryFactory(name="新媒体")
    leaf = CategoryFactory(name="芯片", parent=top)
    page = editor.get(URL, {"category": leaf.path}).content.decode()
    assert f'<option value="{leaf.path}" selected>新媒体 › 芯片</option>' in page


def test_search_looks_at_title_slug_and_source_address(editor):
    PostFactory(title="潮水", slug="chao-shui", source_url="https://news.example/a/77")
    PostFactory(title="别的", body="<p>市场</p>")
    for term in ("潮水", "chao-shui", "example/a/77"):
        assert titles(editor, q=term) == {"潮水"}


def test_the_list_shows_state_path_authors_and_the_time_of_the_sites_zone(editor):
    leaf = CategoryFactory(name="芯片", parent=CategoryFactory(name="高科技"))
    PostFactory(
        categories=[leaf],
        authors=[AuthorFactory(name="李雷"), AuthorFactory(name="韩梅梅")],
        published_at=dt.datetime(2022, 8, 8, 5, 58, tzinfo=dt.UTC),
    )
    page = editor.get(URL).content.decode()
    for word in ("高科技 › 芯片", "李雷，韩梅梅", "2022-08-08 13:58", "state-published"):
        assert word in page


def test_the_list_speaks_of_filters_it_has_only(editor):
    """A look-up that no filter offers could read other tables letter by letter."""
    PostFactory(owner=editor.user)
    assert editor.get(URL, {"owner__password__startswith": "a"}).status_code == 400
    assert editor.get(reverse("admin:news_post_changelist"), {"language": "en"}).status_code == 200


def test_the_list_and_the_form_tell_how_often_a_post_was_read(editor):
    post = PostFactory()
    ViewCountFactory(post=post, count=1234)
    ViewCountFactory(post=post, count=5, day=timezone.localdate() - dt.timedelta(days=40))
    row = html.fromstring(editor.get(URL).content.decode()).find_class("field-views_of_week")
    assert [cell.text for cell in row if cell.tag == "td"] == ["1,234"]
    assert "7 天 1,234 / 共计 1,239" in editor.get(f"{URL}{post.pk}/change/").content.decode()
    draft = PostFactory(status="draft")
    assert "共计" not in editor.get(f"{URL}{draft.pk}/change/").content.decode()


def test_search_finds_texts_in_any_state_as_readers_would_and_posts_by_number(editor):
    draft = PostFactory(title="海爾創新", body="<p>产学研合作</p>", status="draft", slug="hai-er")
    PostFactory(title="别的", slug="other")
    for term in ("海尔", "产学研", "chuangxin", "創新 合作", str(draft.pk), draft.slug):
        assert titles(editor, q=term) == {"海爾創新"}, term
    assert titles(editor, q="没有的词") == set()
    assert titles(editor, q="9" * 40) == set()


def test_the_tabs_count_what_the_database_holds_for_this_person_and_keep_the_search(desk):
    from news.models import Post, PostCheck

    reporter = desk("reporter")
    for owner in (reporter.user, None):
        later = timezone.now() + dt.timedelta(hours=1)
        for values in (
            {},
            {"published_at": later},
            {"status": "draft"},
            {"status": "in_review"},
            {"status": "archived"},
        ):
            PostFactory(owner=owner, **values)
        PostFactory(owner=owner, trashed_at=timezone.now())
    for post in Post.objects.in_state("published"):
        PostCheck.objects.create(post=post, error_count=1, checked_at=timezone.now())
    for client, factor in ((reporter, 1), (desk("editor"), 2)):
        tabs = client.get(URL, {"q": "港口"}).context["cl"].tabs()
        expected = [5 * factor, 1 if factor == 1 else 0, *[factor] * 5]
        assert [int(tab["count"]) for tab in tabs] == expected
        for tab in tabs:
            assert client.get(URL + tab["url"]).context["cl"].result_count == int(tab["count"])
            assert "q=" in tab["url"]


def test_each_filter_lists_what_it_says(editor):
    author, source = AuthorFactory(), SourceFactory()
    kept = PostFactory(title="有", authors=[author], source=source, tags=["海尔"], language="en", owner=editor.user)
    PostFactory(title="无", summary="有摘要", published_at=timezone.now() - dt.timedelta(days=400))
    choices = {
        "author": author.pk,
        "source": source.pk,
        "tag": kept.tags.get().pk,
        "language": "en",
        "owner": editor.user.username,
        "date": "week",
        "from": f"{timezone.localdate() - dt.timedelta(days=1):%F}",
        "missing": "summary",
    }
    for name, value in choices.items():
        assert titles(editor, **{name: value}) == {"有"}, name
    assert titles(editor, missing="tags") == {"无"}
    assert titles(editor, missing="author") == {"无"}
    assert titles(editor, batch="7") == set()


def test_a_choice_that_makes_no_sense_is_said_and_the_rest_listed(editor):
    PostFactory(title="有")
    for name in ("author", "date", "from", "to", "missing", "language", "batch", "category"):
        page = editor.get(URL, {name: "«nonsense»\0"})
        assert page.status_code == 200
        assert "«nonsense»" in page.content.decode(), name
        assert page.context["cl"].result_count == 1


@pytest.mark.parametrize("query", [{}, {"state": "trashed"}, {"q": "港口"}, {"author": 1}, {"missing": "tags"}])
def test_no_tab_filter_or_search_costs_more_than_twelve_queries(editor, query):
    PostFactory.create_batch(3, authors=[AuthorFactory(pk=1)], trashed_at=timezone.now() if "state" in query else None)
    editor.get(URL)
    with CaptureQueriesContext(connection) as queries:
        assert editor.get(URL, query).context["cl"].result_list
    assert len(queries) <= 12


def test_an_empty_list_says_what_to_do(editor):
    for query in ({}, {"q": "没有"}, {"state": "trashed"}, {"state": "in_review"}, {"state": "problems"}):
        assert "empty" in {each.get("class") for each in html.fromstring(editor.get(URL, query).content).iter("div")}


def quick(client, post, **values):
    """Sends a row's fields as a browser would: those that name the form, with its hidden ones."""
    page = html.fromstring(client.get(URL).content.decode())
    form = f"quick-{post.pk}"
    fields = [*page.xpath(f"//*[@form='{form}' and @name]"), *page.get_element_by_id(form).iter("input")]
    sent = {}
    for field in fields:
        sent.setdefault(field.get("name"), []).append(field.get("value") or "")
    return lambda: client.post(reverse("admin:news_post_quick", args=[post.pk]), {**sent, **values}, follow=True)


def test_quick_edit_saves_the_next_step_categories_and_tags_as_one_version(editor):
    leaf = CategoryFactory(name="芯片", parent=CategoryFactory(name="高科技"))
    post = PostFactory(status="draft", categories=[CategoryFactory()], authors=[AuthorFactory()], tags=["旧"])
    quick(editor, post, act="_publish", category=["高科技 › 芯片", ""], tags="海尔、AIoT")()
    post.refresh_from_db()
    assert (post.state, post.ordered_categories(), post.version) == (PostState.PUBLISHED, [leaf], 2)
    assert {tag.name for tag in post.tags.all()} == {"海尔", "AIoT"}
    quick(editor, post)()
    post.refresh_from_db()
    assert post.version == 2


def test_quick_edit_publishes_nothing_that_the_checks_refuse(editor):
    post = PostFactory(
        status="draft",
        categories=[CategoryFactory(name="港口")],
        authors=[AuthorFactory()],
        body="<h2></h2><p>正文</p>",
    )
    answer = quick(editor, post, act="_publish", category=["港口", ""])()
    post.refresh_from_db()
    assert (answer.status_code, post.state, post.version) == (400, PostState.DRAFT, 1)


def test_quick_edit_keeps_what_was_typed_when_somebody_else_was_faster(editor):
    from news.models import Post
    from news.publishing.posts.saving import save_post

    post = PostFactory(categories=[CategoryFactory(name="原分类")], tags=["甲"])
    send = quick(editor, post, tags="我打的字")
    save_post(Post.objects.get(pk=post.pk))
    answer = send()
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "我打的字" in page
    assert "原分类" in page
    assert [tag.name for tag in post.tags.all()] == ["甲"]


def test_quick_edit_says_what_is_wrong_and_does_only_what_the_person_may(desk, editor):
    CategoryFactory(name="同名", parent=CategoryFactory())
    CategoryFactory(name="同名", parent=CategoryFactory())
    post = PostFactory(status="draft")
    for values in ({"category": "没有这个"}, {"category": "同名"}, {"act": "_publish"}):
        assert quick(editor, post, **values)().status_code == 400
    reporter = desk("reporter")
    own = PostFactory(status="draft", owner=reporter.user, categories=[CategoryFactory()], authors=[AuthorFactory()])
    assert quick(reporter, own, act="_publish")().status_code == 403
    url = reverse("admin:news_post_quick", args=[post.pk])
    assert reporter.post(url, {}).status_code == 404
    assert editor.post(url, {"version": "forged"}).status_code == 403
