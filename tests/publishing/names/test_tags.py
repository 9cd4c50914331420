"""One tag for all spellings, also when many editors make it at once."""

import threading

import pytest
from django.db import connection, connections

from news.models import Tag
from news.publishing.posts.relations import set_tags
from tests.factories import PostFactory


@pytest.mark.django_db
def test_three_spellings_are_one_tag():
    posts = PostFactory.create_batch(3)
    for post, name in zip(posts, ("AI", "ai", "ＡＩ"), strict=True):
        set_tags(post, [name])
    assert Tag.objects.get().name == "AI"
    assert Tag.objects.get().items.count() == 3


@pytest.mark.django_db
def test_a_post_gets_each_tag_once():
    post = PostFactory()
    set_tags(post, ["AI", "ai", "海港"])
    assert {tag.name for tag in post.tags.all()} == {"AI", "海港"}


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["！！！", "😀", "«»"])
def test_a_name_without_letters_still_has_an_address(name):
    post = PostFactory()
    set_tags(post, [name])
    assert post.tags.get().get_absolute_url()


@pytest.mark.django_db(transaction=True)
def test_many_editors_make_the_same_tag_at_once():
    if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("an in-memory database has one connection; runs on PostgreSQL (make test-services)")
    posts, errors = PostFactory.create_batch(8), []

    def work(post):
        try:
            set_tags(post, ["并发"])
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(post,)) for post in posts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert errors == []
    assert Tag.objects.get().items.count() == 8
