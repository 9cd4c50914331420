"""The list of posts: the same number of queries for any number of rows, filters that say what they mean."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from news.models.states import State
from tests.factories import AuthorFactory, CategoryFactory, PostFactory, SourceFactory

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
    assert len(ten) <= 14
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
    for state in State.values:
        assert titles(editor, state=state) == {state}
    assert titles(editor) == set(State.values) - {"trashed"}
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


def test_the_filter_walks_the_tree_one_level_at_a_time(editor):
    top = CategoryFactory(name="新媒体")
    CategoryFactory(name="芯片", parent=top)
    PostFactory()
    assert "芯片" not in editor.get(URL).content.decode()
    page = editor.get(URL, {"category": top.path}).content.decode()
    assert "芯片" in page
    assert "新媒体" in page


def test_search_looks_at_title_slug_and_source_address(editor):
    PostFactory(title="潮水", slug="chao-shui", source_url="https://news.example/a/77")
    PostFactory(title="别的")
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
