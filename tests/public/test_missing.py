"""Old addresses lead on, withdrawn posts are gone, the rest is not found."""

import pytest
from django.utils import timezone

from news.models import Address, Author, Post, Source, Tag
from news.publishing.addresses import remember_address
from news.publishing.tree import delete_named, save_category
from news.publishing.workflow import purge, trash
from tests.factories import AuthorFactory, CategoryFactory, PostFactory, SourceFactory, TagFactory

pytestmark = pytest.mark.django_db


def show(thing):
    """Gives a name the public post without which it has no page."""
    if isinstance(thing, Tag):
        PostFactory(tags=[thing.name])
    elif isinstance(thing, Author):
        PostFactory(authors=[thing])
    elif isinstance(thing, Source):
        PostFactory(source=thing)


@pytest.mark.parametrize(
    "factory", [PostFactory, CategoryFactory, TagFactory, AuthorFactory, SourceFactory], ids=lambda each: each.__name__
)
def test_an_old_address_leads_to_whatever_it_was(client, factory):
    thing = factory()
    show(thing)
    Address.objects.create(path="/old/place/", **{type(thing).__name__.lower(): thing})
    response = client.get("/old/place/")
    assert response.status_code == 301
    assert response.headers["Location"] == thing.get_absolute_url()


@pytest.mark.parametrize("stored", ["/posts/旧文.html/", "/posts/旧文.html"])
@pytest.mark.parametrize("asked", ["/posts/旧文.html", "/posts/旧文.html/", "/posts/%E6%97%A7%E6%96%87.html"])
def test_with_or_without_the_last_slash_and_however_encoded(client, stored, asked):
    post = PostFactory()
    Address.objects.create(path=stored, post=post)
    assert client.get(asked).headers["Location"] == post.get_absolute_url()


def test_the_chrome_and_the_page_number_are_kept(client):
    category = CategoryFactory()
    Address.objects.create(path="/category/old/", category=category)
    response = client.get("/en/category/old/?page=2")
    assert response.headers["Location"] == f"/en{category.get_absolute_url()}?page=2"


def test_a_moved_category_takes_its_subtree_and_feeds_along(client):
    root, other = CategoryFactory(slug="a"), CategoryFactory(slug="b")
    leaf = CategoryFactory(slug="c", parent=root)
    root.parent = other
    save_category(root)
    leaf.refresh_from_db()
    assert client.get("/category/a/c/").headers["Location"] == leaf.get_absolute_url() == "/category/b/a/c/"
    assert client.get("/category/a/c/feed/").headers["Location"] == "/category/b/a/c/feed/"


@pytest.mark.parametrize(
    "hidden",
    [{"status": "draft"}, {"published_at": timezone.now() + timezone.timedelta(days=1)}],
    ids=["draft", "scheduled"],
)
def test_an_old_address_does_not_betray_a_post_that_is_not_public(client, hidden):
    Address.objects.create(path="/old/", post=PostFactory(**hidden))
    assert client.get("/old/").status_code == 404


def test_a_withdrawn_post_is_gone_at_all_its_addresses(client):
    post = PostFactory(trashed_at=timezone.now())
    Address.objects.create(path="/old/", post=post)
    for path in (post.get_absolute_url(), f"/p/{post.pk}/", "/old/", "/en" + post.get_absolute_url()):
        response = client.get(path)
        assert response.status_code == 410, path
        assert post.title not in response.content.decode()


def test_a_purged_post_stays_gone(client):
    Address.objects.create(path="/2022/08/08/x/")
    assert client.get("/2022/08/08/x/").status_code == 410


def test_an_address_that_leads_to_itself_is_not_followed(client):
    post = PostFactory(status="draft")
    Address.objects.create(path=post.get_absolute_url(), post=post)
    assert client.get(post.get_absolute_url()).status_code == 404


def test_not_found_offers_what_is_new_and_names_nothing(client):
    post = PostFactory()
    response = client.get("/en/nothing/")
    html = response.content.decode()
    assert response.status_code == 404
    assert post.title in html
    assert '<meta name="robots" content="noindex">' in html
    assert "canonical" not in html
    assert 'hreflang="zh-Hans"' in html


def test_a_missing_slash_is_added(client):
    assert client.get("/archive").headers["Location"] == "/archive/"


@pytest.mark.parametrize("path", ["/%00/", "/%ff/", "/" + "x" * 3000 + "/", "/../../etc/passwd"])
def test_odd_paths_are_not_found(client, path):
    assert client.get(path).status_code == 404


def test_a_trial_site_shows_our_pages_too(client, settings):
    settings.DEBUG = True
    post = PostFactory()
    Address.objects.create(path="/old/", post=post)
    assert client.get("/old/").headers["Location"] == post.get_absolute_url()
    assert "Page not found" in client.get("/en/nothing/").content.decode()


def test_the_error_page_needs_no_database(client, rf, django_assert_num_queries):
    from news.public.views.errors import server_error

    with django_assert_num_queries(0):
        response = server_error(rf.get("/"))
    assert response.status_code == 500
    assert "Something went wrong" in response.content.decode()
    assert "出了点问题" in response.content.decode()
    assert len(response.content) < 5 * 1024


def test_a_failing_page_answers_with_it(client, monkeypatch):
    monkeypatch.setattr("news.public.views.home.home_context", lambda *args: 1 / 0)
    client.raise_request_exception = False
    assert client.get("/").status_code == 500


def test_a_form_without_a_token_is_refused_in_our_skin(client):
    from django.test import Client

    response = Client(enforce_csrf_checks=True).post("/en/")
    assert response.status_code == 403
    assert "The form was not accepted" in response.content.decode()
    assert response.headers["Cache-Control"] == "no-store"


def test_forbidden(rf):
    from news.public.views.errors import forbidden

    assert forbidden(rf.get("/")).status_code == 403


def test_posts_are_read_with_their_target_in_one_query(client, django_assert_num_queries):
    Address.objects.create(path="/old/", post=PostFactory())
    with django_assert_num_queries(1):
        client.get("/old/")
    assert Post.objects.count() == 1


def test_an_address_used_by_two_posts_in_turn_leads_to_the_last(client):
    first, second = PostFactory(), PostFactory()
    for post in (first, second):
        remember_address("/2024/01/02/shadow/", post)
    assert client.get("/2024/01/02/shadow/").headers["Location"] == second.get_absolute_url()


def test_a_trashed_post_is_gone_even_where_another_stood_before(client):
    post = PostFactory()
    remember_address(post.get_absolute_url(), PostFactory())
    trash(post, None)
    assert client.get(post.get_absolute_url()).status_code == 410


@pytest.mark.parametrize("factory", [TagFactory, AuthorFactory, SourceFactory], ids=lambda each: each.__name__)
def test_the_old_address_of_a_name_without_public_posts_tells_nothing(client, factory):
    thing = factory()
    Address.objects.create(path="/old/secret/", **{type(thing).__name__.lower(): thing})
    assert client.get("/old/secret/").status_code == 404


def test_a_deleted_author_whom_readers_never_saw_leaves_no_trace(client):
    author = AuthorFactory()
    path = author.get_absolute_url()
    delete_named(author)
    assert client.get(path).status_code == 404


def test_the_short_link_of_a_purged_post_is_gone_too(client):
    post = trash(PostFactory(), None)
    short = f"/p/{post.pk}/"
    purge(post)
    assert client.get(short).status_code == 410
