"""Old addresses lead on, withdrawn posts are gone, the rest is not found."""

import re

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from news.models import Address, Author, Post, Source, Tag
from news.publishing.names.addresses import remember_address
from news.publishing.names.categories import delete_named, save_category
from news.publishing.posts.workflow import purge, trash
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


def test_a_query_longer_than_any_link_does_not_break_the_way(client):
    Address.objects.create(path="/old/", post=PostFactory())
    assert client.get("/old/?x=" + "1" * 20_000).status_code == 301


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


def test_not_found_searches_for_the_words_of_the_address(client):
    wanted = PostFactory(title="外堤潮闸整夜关闭", slug="tide-gate-closed")
    hidden = PostFactory(title="潮闸的秘密", slug="tide-gate-secret", status="draft")
    others = [PostFactory() for _number in range(6)]
    response = client.get("/2020/01/02/tide-gate-closure.html")
    html = response.content.decode()
    assert re.search(r'<form[^>]* role="search" action="/search/"', html)
    assert 'name="q" value="tide gate closure"' in html
    assert response.context["matches"] == [wanted]
    assert hidden.title not in html
    assert response.context["latest"] == others[:0:-1]
    assert 'action="/en/search/"' in client.get("/en/nothing/").content.decode()


def test_what_an_address_says_is_shown_as_text(client):
    html = client.get("/%22%3E%3Cscript%3Ealert(1)%3C/script%3E/").content.decode()
    assert "<script>alert" not in html


def test_a_withdrawn_page_offers_the_same_ways_on(client):
    PostFactory()
    html = client.get(PostFactory(trashed_at=timezone.now(), slug="gone-for-good").get_absolute_url()).content.decode()
    assert 'value="gone for good"' in html
    assert 'id="latest"' in html


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


def test_a_page_that_failed_says_so_in_both_languages_and_names_its_record(client, monkeypatch, caplog):
    monkeypatch.setattr("news.public.views.home.home_context", lambda *args: 1 / 0)
    client.raise_request_exception = False
    response = client.get("/", headers={"X-Request-ID": "<b>mine</b>"})
    html, number = response.content.decode(), response.headers["X-Request-ID"]
    assert response.status_code == 500
    assert "页面暂时打不开" in html
    assert "This page cannot be shown right now" in html
    assert number in html
    assert re.fullmatch("[0-9a-f]{8}", number)
    assert f"500 request_id={number} GET /" in caplog.messages
    assert "mine" not in html + caplog.text
    assert len(response.content) < 5 * 1024
    assert response.headers["Cache-Control"] == "no-store"
    assert "Retry-After" not in response.headers
    assert client.get("/").headers["X-Request-ID"] != number


@pytest.mark.parametrize("path", ["/", "/en/archive/", "/no/such/page/", "/tag/x/?page=2", "/2022/08/"])
def test_without_a_database_every_page_asks_to_come_back_later(client, monkeypatch, path):
    def refuse(*args, **kwargs):
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr(connection, "cursor", refuse)
    client.raise_request_exception = False
    response = client.get(path)
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "30"
    assert "This page cannot be shown right now" in response.content.decode()


def test_the_error_page_does_without_its_stylesheet_where_files_were_never_collected(rf, monkeypatch):
    from news.public.views import errors

    def fail(path):
        raise ValueError(f"Missing staticfiles manifest entry for '{path}'")

    monkeypatch.setattr(errors, "static", fail)
    html = errors.server_error(rf.get("/")).content.decode()
    assert "页面暂时打不开" in html
    assert "stylesheet" not in html


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
    Address.objects.create(path="/old/post/", post=PostFactory())
    with django_assert_num_queries(1):
        client.get("/old/post/")
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
