"""What the palette finds: by permission, grouped, at a fixed cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import AuthorFactory, CategoryFactory, ImageFactory, PostFactory, SourceFactory, TagFactory

pytestmark = pytest.mark.django_db
MOST_QUERIES = 14


def find(client, text=""):
    response = client.get(reverse("admin:find"), {"q": text} if text else {})
    assert response.status_code == 200
    return {group["name"]: group["rows"] for group in response.json()["groups"]}


def labels(groups):
    return {row["label"] for rows in groups.values() for row in rows}


def test_posts_pictures_and_names_are_found_and_lead_to_their_forms(desk):
    client = desk("editor")
    post = PostFactory(title="海尔入选创新基地", status="draft", published_at=None)
    things = [
        ImageFactory(alt="海尔展台"),
        CategoryFactory(name="海尔专题"),
        TagFactory(name="海尔"),
        AuthorFactory(name="海尔新闻组"),
        SourceFactory(name="海尔官网"),
    ]
    found = find(client, "海尔")
    urls = {row["url"] for rows in found.values() for row in rows}
    expected = {reverse(f"admin:news_{each._meta.model_name}_change", args=[each.pk]) for each in (post, *things)}
    assert urls == expected
    assert len(found) == 6
    assert all(client.get(url).status_code == 200 for url in urls)


def test_a_reporter_finds_own_posts_only(desk):
    client = desk("reporter")
    own = PostFactory(title="潮汐观察", owner=client.user)
    PostFactory(title="潮汐机密", status="draft", published_at=None)
    assert labels(find(client, "潮汐")) == labels(find(client)) == {own.title}


def test_without_a_question_the_posts_changed_last_are_there(desk):
    client = desk("editor")
    posts = [PostFactory() for _number in range(10)]
    (rows,) = find(client).values()
    assert len(rows) == 8
    assert rows[0]["label"] == posts[-1].title


def test_the_cost_does_not_grow(desk):
    client = desk("editor")
    costs = []
    for _round in range(2):
        for number in range(8):
            name = f"潮汐 tide {number}"
            PostFactory(title=name)
            ImageFactory(alt=name)
            for factory in (CategoryFactory, TagFactory, AuthorFactory, SourceFactory):
                factory(name=f"{name} {_round}")
        with CaptureQueriesContext(connection) as queries:
            find(client, "tide")
        costs.append(len(queries))
    assert costs[0] == costs[1] <= MOST_QUERIES, costs


@pytest.mark.parametrize("text", ["\0", "%", "'", '"*', "(", "a" * 5000, "😀", "  ", "NEAR("])
def test_no_question_breaks_it(desk, text):
    PostFactory()
    find(desk("admin"), text)


def test_strangers_are_sent_to_the_sign_in_page(client):
    assert client.get(reverse("admin:find")).status_code == 302


def test_only_a_question_is_answered(desk):
    assert desk("editor").post(reverse("admin:find")).status_code == 405
