"""Categories, tags, authors and sources through the API, with the number of their public posts."""

import pytest

from tests.factories import AuthorFactory, CategoryFactory, ImageFactory, PostFactory, SourceFactory, TagFactory

pytestmark = pytest.mark.django_db
NOUNS = {"tags": TagFactory, "authors": AuthorFactory, "sources": SourceFactory}


def links(noun, thing):
    return {"source": thing} if noun == "sources" else {noun: [thing]}


@pytest.mark.parametrize("noun", NOUNS)
def test_a_name_counts_its_public_posts(ask, noun):
    thing, other = NOUNS[noun](), NOUNS[noun]()
    for _ in range(2):
        PostFactory(**links(noun, thing))
    PostFactory(status="draft", **links(noun, thing))
    PostFactory(**links(noun, other))
    answer = ask(f"{noun}/")
    assert {item["slug"]: item["post_count"] for item in answer["items"]} == {thing.slug: 2, other.slug: 1}
    assert answer["total"] == 2
    assert ask(f"{noun}/{thing.slug}/")["url"] == f"http://testserver{thing.get_absolute_url()}"


@pytest.mark.parametrize("noun", NOUNS)
def test_a_name_without_public_posts_is_as_if_it_never_was(ask, noun):
    secret = NOUNS[noun]()
    PostFactory(status="draft", **links(noun, secret))
    assert ask(f"{noun}/") == {"total": 0, "next": None, "items": []}
    assert ask(f"{noun}/{secret.slug}/", status=404) == ask(f"{noun}/nobody/", status=404)


def test_a_category_counts_each_post_in_its_branch_once(ask):
    root, lookalike = CategoryFactory(slug="a"), CategoryFactory(slug="a-b")
    leaf = CategoryFactory(parent=root)
    PostFactory(categories=[leaf, root])
    PostFactory(categories=[leaf])
    PostFactory(categories=[lookalike])
    PostFactory(categories=[leaf], status="draft")
    counts = {item["path"]: item["post_count"] for item in ask("categories/")["items"]}
    assert counts == {"a": 2, leaf.path: 2, "a-b": 1}
    assert ask(f"categories/{leaf.path}/")["parent"] == "a"


def test_an_empty_category_is_public(ask):
    assert ask(f"categories/{CategoryFactory().path}/")["post_count"] == 0


def test_lists_of_names_go_on_where_they_stopped(ask):
    for number in range(5):
        PostFactory(tags=[TagFactory(slug=f"t{number}")])
    seen, answer = [], ask("tags/", limit=2, fields="slug")
    while answer["next"]:
        seen += answer["items"]
        answer = ask(answer["next"])
    assert [item["slug"] for item in seen + answer["items"]] == [f"t{number}" for number in range(5)]


def test_an_author_has_a_picture(ask):
    author = AuthorFactory(picture=ImageFactory(), bio="写港口。", url="https://author.example/")
    PostFactory(authors=[author])
    found = ask(f"authors/{author.slug}/")
    assert found["picture"]["url"].startswith("http://testserver/media/")
    assert found["website"] == "https://author.example/"
