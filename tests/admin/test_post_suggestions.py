"""Names suggested while somebody types: tags with their uses, authors, and a new author where that is allowed."""

import time

import pytest
from django.urls import reverse

from news.models import Activity, Author, Tag
from tests.admin.forms import fill, read_form
from tests.factories import AuthorFactory, PostFactory, TagFactory

pytestmark = pytest.mark.django_db


def suggest(client, what, text):
    return client.get(reverse(f"admin:news_post_suggest_{what}"), {"q": text}).json()["found"]


def names(rows):
    return [row["name"] for row in rows]


@pytest.mark.parametrize("typed", ["海尔", "haier", "he", "HAI", "hai er", "ｈａｉ"])
def test_a_tag_is_found_by_name_by_pinyin_and_by_initials(editor, typed):
    Tag.objects.ensure(["海尔", "港口", "AIoT"])
    assert names(suggest(editor, "tags", typed)) == ["海尔"]


def test_what_is_spelt_so_stands_before_what_begins_so_and_what_holds_it(editor):
    Tag.objects.ensure(["老港口", "港口建设", "港口"])
    assert names(suggest(editor, "tags", "港口")) == ["港口", "港口建设", "老港口"]


def test_a_tag_comes_with_the_number_of_its_posts(editor):
    PostFactory.create_batch(2, tags=["海港"])
    assert suggest(editor, "tags", "海港") == [{"name": "海港", "uses": 2}]
    assert suggest(editor, "tags", "  ") == []


def test_suggestions_take_three_queries_and_less_than_300_ms_among_5000_tags(editor, django_assert_max_num_queries):
    TagFactory._meta.model.objects.bulk_create(
        Tag(name=f"标签{n}", key=f"标签{n}", slug=f"biao-qian-{n}") for n in range(5000)
    )
    suggest(editor, "tags", "bq")
    with django_assert_max_num_queries(6):  # three for the login
        begin = time.process_time()
        assert len(suggest(editor, "tags", "bq")) == 12
    assert time.process_time() - begin < 3  # a generous deadline: it takes a hundredth of that


def test_an_author_is_found_with_role_and_uses(editor):
    author = AuthorFactory(name="李雷", slug="li-lei", role="记者")
    PostFactory(authors=[author])
    assert suggest(editor, "authors", "lilei") == [{"id": author.pk, "name": "李雷", "role": "记者", "uses": 1}]


def test_an_editor_adds_an_author_once_and_it_is_logged(editor):
    url = reverse("admin:news_post_add_author")
    first = editor.post(url, {"name": " 韩　梅梅 "}).json()
    again = editor.post(url, {"name": "韩 梅梅"}).json()
    author = Author.objects.get()
    assert first == again == {"id": author.pk, "name": author.name}
    assert Activity.objects.filter(action="added", model="author").count() == 1


def test_authors_of_one_slug_get_numbers(editor):
    AuthorFactory(name="李蕾", slug="li-lei")
    editor.post(reverse("admin:news_post_add_author"), {"name": "李雷"})
    assert Author.objects.get(name="李雷").slug == "li-lei-2"


@pytest.mark.parametrize("name", ["", " ", "长" * 101])
def test_a_name_that_is_none_is_refused_with_a_reason(editor, name):
    answer = editor.post(reverse("admin:news_post_add_author"), {"name": name})
    assert (answer.status_code, "100" in answer.json()["error"]) == (400, True)


def test_a_reporter_may_not_add_authors_and_is_not_offered_to(reporter):
    url = reverse("admin:news_post_add_author")
    assert reporter.post(url, {"name": "新人"}).status_code == 403
    assert url not in reporter.get(reverse("admin:news_post_add")).content.decode()


# --- Without scripts -----------------------------------------------------------


def test_names_typed_into_the_byline_are_looked_up_behind_those_that_are_there(editor):
    first, second = AuthorFactory(name="李雷"), AuthorFactory(name="Han Meimei")
    post = PostFactory(authors=[first])
    assert fill(editor, post, author_list_new="han meimei").status_code == 302
    assert post.ordered_authors() == [first, second]


def test_a_name_that_nobody_has_is_said_and_kept(editor):
    post = PostFactory()
    page = fill(editor, post, author_list_new="无此人")
    assert page.status_code == 200
    assert "无此人" in page.context["adminform"].form.errors["author_list"][0]
    assert read_form(page)["author_list_new"] == ["无此人"]
