"""Search engines and hubs are told of what appears, changes and goes: once, later, and never of a secret."""

import datetime as dt
import json
import threading
from collections import Counter
from urllib.parse import parse_qs

import pytest
from django.db import connections, transaction
from django.utils import timezone

from news.models import FollowUp, Post, SiteProfile
from news.publishing.follow_ups import baidu, claiming, indexnow
from news.publishing.follow_ups.running import run_due
from news.publishing.follow_ups.websub import find_topics
from news.publishing.posts import workflow
from news.publishing.posts.saving import save_post, write_row
from tests.factories import CategoryFactory, PostFactory
from tests.web.network import serve

pytestmark = pytest.mark.django_db
KEY = "a1b2c3d4e5f6"
HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def configured(settings, monkeypatch):
    settings.NEWS_SITE_URL, settings.NEWS_INDEXNOW_KEY = "https://news.example/", KEY
    monkeypatch.setattr(indexnow, "ENDPOINT", "https://push.example.com/push/indexnow")
    monkeypatch.setattr(baidu, "ENDPOINT", "http://push.example.com/baidu")


@pytest.fixture(scope="module")
def server():
    with serve({"/baidu": b'{"success": 1, "remain": 9, "not_valid": ["https://news.example/bad/"]}'}) as opened:
        yield opened


@pytest.fixture
def web(server):
    server.https.requests.clear()
    server.http.requests.clear()
    return server


def draft(**values):
    return PostFactory(status="draft", published_at=None, **values)


def told(web):
    """The addresses IndexNow heard of, call by call."""
    return [json.loads(request.content)["urlList"] for request in web.https.requests]


def run(web, **options):
    return list(run_due(web.fetcher, **options))


def open_paths(kind="indexnow"):
    return list(FollowUp.objects.open().filter(kind=kind).values_list("path", flat=True))


class TestPlanning:
    def test_a_post_that_appears_is_to_be_told_of(self):
        post = workflow.publish(draft(), None)
        assert open_paths() == [post.get_absolute_url()]

    def test_the_path_is_that_of_the_posts_own_language(self):
        post = workflow.publish(draft(language="en"), None)
        assert open_paths() == [f"/en{post.get_absolute_url()}"]

    def test_a_scheduled_post_is_told_of_when_it_is_there(self, web):
        at = timezone.now() + HOUR
        workflow.publish(draft(), None, at=at)
        row = FollowUp.objects.get()
        assert row.due_at == at
        run(web)
        assert told(web) == []

    def test_a_changed_text_is_told_of_and_a_changed_flag_is_not(self):
        post = PostFactory()
        post.is_featured = True
        save_post(post)
        assert open_paths() == []
        post.title = "改"
        save_post(post)
        assert open_paths() == [post.get_absolute_url()]

    def test_a_new_slug_means_two_addresses(self):
        post = PostFactory()
        old = post.get_absolute_url()
        post.slug = "renamed"
        save_post(post)
        assert set(open_paths()) == {old, post.get_absolute_url()}

    def test_what_an_editor_renames_or_brings_back_is_told_of_whatever_its_age(self):
        post = PostFactory(published_at=timezone.now() - dt.timedelta(days=999))
        workflow.trash(post, None)
        workflow.restore(post, None)
        old = post.get_absolute_url()
        post.slug = "renamed"
        save_post(post)
        assert set(open_paths()) == {old, post.get_absolute_url()}

    def test_drafts_are_nobodys_business(self):
        save_post(draft())
        workflow.submit(draft(), None)
        workflow.trash(draft(), None)
        assert not FollowUp.objects.exists()

    def test_a_post_is_told_of_once_however_often_it_is_saved(self):
        post = workflow.publish(draft(), None)
        for title in "甲乙":
            post.title = title
            save_post(post)
        assert len(open_paths()) == 1

    def test_nothing_is_written_down_while_nothing_is_configured(self, settings):
        settings.NEWS_INDEXNOW_KEY = ""
        workflow.publish(draft(), None)
        assert not FollowUp.objects.exists()

    def test_a_write_that_fails_leaves_nothing_behind(self):
        post = draft()
        with transaction.atomic():
            workflow.publish(post, None)
            transaction.set_rollback(True)
        assert not FollowUp.objects.exists()

    def test_an_archive_that_comes_in_pushes_nothing_but_its_news(self):
        for days in (1, 3, 3000):
            post = Post(title=f"{days}", slug=f"d-{days}", body="<p>x</p>", status="approved")
            post.published_at = timezone.now() - dt.timedelta(days=days)
            write_row(post, is_import=True)
        assert [path.rsplit("/", 2)[1] for path in open_paths()] == ["d-1"]
        old = PostFactory(published_at=timezone.now() - dt.timedelta(days=9))
        old.title = "改"
        write_row(old, is_import=True)
        assert len(open_paths()) == 1

    def test_baidu_hears_of_new_addresses_only(self, settings):
        settings.NEWS_BAIDU_TOKEN = "token123"
        post = PostFactory()
        post.title = "改"
        save_post(post)
        assert open_paths("baidu") == []
        fresh = workflow.publish(draft(), None)
        assert open_paths("baidu") == [fresh.get_absolute_url()]


class TestRunning:
    def test_one_call_tells_of_all_with_the_key_that_the_site_shows(self, web, client):
        posts = [workflow.publish(draft(), None) for _ in range(3)]
        run(web)
        (request,) = web.https.requests
        data = json.loads(request.content)
        assert request.method == "POST"
        assert data["host"] == "news.example"
        assert data["keyLocation"] == f"https://news.example/{KEY}.txt"
        assert data["urlList"] == [f"https://news.example{post.get_absolute_url()}" for post in posts]
        assert client.get(f"/{KEY}.txt").content.decode().strip() == KEY
        assert client.get("/other.txt").status_code == 404
        run(web)
        assert len(told(web)) == 1

    def test_what_readers_saw_and_is_gone_is_told_of_too(self, web):
        post = PostFactory()
        path = post.get_absolute_url()
        workflow.purge(workflow.trash(post, None))
        run(web)
        assert told(web) == [[f"https://news.example{path}"]]

    @pytest.mark.parametrize("act", [workflow.unpublish, workflow.trash, workflow.archive])
    def test_what_was_scheduled_and_taken_back_is_never_told_of(self, web, act):
        post = workflow.publish(draft(slug="secret"), None, at=timezone.now() + HOUR)
        act(post, None)
        FollowUp.objects.update(due_at=timezone.now())
        (batch,) = run(web)
        assert batch.left_out == 1
        assert told(web) == []

    def test_a_slug_that_changed_before_anybody_saw_it_is_never_told_of(self, web):
        post = workflow.publish(draft(slug="first-idea"), None, at=timezone.now() + HOUR)
        post.slug = "second-idea"
        save_post(post)
        Post.objects.update(published_at=timezone.now())
        FollowUp.objects.update(due_at=timezone.now())
        run(web)
        assert "first-idea" not in str(told(web))
        assert "second-idea" in str(told(web))

    def test_a_post_put_off_is_told_of_when_it_comes(self, web):
        post = workflow.publish(draft(), None)
        at = timezone.now() + HOUR
        Post.objects.filter(pk=post.pk).update(published_at=at)
        (batch,) = run(web)
        assert (batch.postponed, told(web)) == (1, [])
        assert FollowUp.objects.get().due_at == at

    def test_a_copy_of_what_stands_elsewhere_is_not_pushed(self, web):
        workflow.publish(draft(canonical_url="https://other.example/a"), None)
        run(web)
        assert told(web) == []

    def test_one_bad_row_does_not_hold_up_the_others(self, web):
        slugs = [f"good-{number}" for number in range(6)]
        for slug in [*slugs[:3], "poison", *slugs[3:]]:
            workflow.publish(draft(slug=slug), None)
        (batch,) = run(web)
        assert batch.done == 6
        assert [problem.path.rsplit("/", 2)[1] for problem in batch.problems] == ["poison"]
        (row,) = FollowUp.objects.open()
        assert (row.try_count, row.claimed_until) == (1, None)
        assert row.due_at > timezone.now() + dt.timedelta(seconds=50)

    def test_a_failure_is_tried_again_ever_later_and_given_up_with_its_error(self, web, monkeypatch):
        monkeypatch.setattr(indexnow, "ENDPOINT", "https://push.example.com/nothing-here")
        workflow.publish(draft(), None)
        delays = []
        for _ in range(claiming.MAX_TRIES):
            began = timezone.now()
            FollowUp.objects.update(due_at=began)
            run(web)
            row = FollowUp.objects.get()
            delays.append((row.due_at - began).total_seconds())
        assert delays[:-1] == sorted(delays[:-1])
        assert row.done_at is not None
        assert "404" in row.error
        run(web)
        assert len(web.https.requests) == claiming.MAX_TRIES

    def test_a_change_while_it_is_being_told_is_told_again(self, web, monkeypatch):
        post = workflow.publish(draft(), None)
        send = web.fetcher.send

        def send_slowly(*arguments):
            post.title = "又改"
            save_post(post)
            return send(*arguments)

        monkeypatch.setattr(web.fetcher, "send", send_slowly)
        assert next(run_due(web.fetcher)).done == 1
        assert open_paths() == [post.get_absolute_url()]

    def test_a_claim_of_a_run_that_died_ends_by_itself(self, web):
        workflow.publish(draft(), None)
        FollowUp.objects.update(claimed_until=timezone.now() + HOUR)
        run(web)
        assert told(web) == []
        FollowUp.objects.update(claimed_until=timezone.now() - HOUR)
        run(web)
        assert len(told(web)) == 1

    def test_rows_of_a_kind_that_was_turned_off_wait(self, web, settings):
        workflow.publish(draft(), None)
        settings.NEWS_INDEXNOW_KEY = ""
        run(web)
        assert len(open_paths()) == 1

    def test_no_more_than_asked_for(self, web):
        for _ in range(5):
            workflow.publish(draft(), None)
        run(web, limit=2)
        assert len(open_paths()) == 3

    def test_old_rows_are_forgotten(self, web):
        FollowUp.objects.create(kind="indexnow", path="/a/", done_at=timezone.now() - dt.timedelta(days=31))
        FollowUp.objects.create(kind="indexnow", path="/b/", done_at=timezone.now())
        run(web)
        assert FollowUp.objects.get().path == "/b/"

    def test_queries_do_not_grow_with_the_rows_but_for_their_claims(self, web, django_assert_max_num_queries):
        for _ in range(20):
            workflow.publish(draft(), None)
        with django_assert_max_num_queries(20 + 12):
            run(web)


class TestBaidu:
    def test_it_gets_lines_and_may_refuse_some(self, web, settings):
        settings.NEWS_INDEXNOW_KEY, settings.NEWS_BAIDU_TOKEN = "", "token123"
        posts = [workflow.publish(draft(), None) for _ in range(2)]
        FollowUp.objects.filter(post=posts[1]).update(path="/bad/")
        run(web)
        assert len(web.http.requests) == 1  # the second address belongs to no post any more
        request = web.http.requests[0]
        assert request.path == "/baidu?site=https%3A%2F%2Fnews.example&token=token123"
        assert request.content.decode() == f"https://news.example{posts[0].get_absolute_url()}"

    def test_what_it_refuses_is_over(self, web, settings, monkeypatch):
        settings.NEWS_INDEXNOW_KEY, settings.NEWS_BAIDU_TOKEN = "", "token123"
        post = workflow.publish(draft(), None)
        url = f"https://news.example{post.get_absolute_url()}"
        monkeypatch.setitem(web.http.files, "/baidu", json.dumps({"not_same_site": [url]}).encode())
        (batch,) = run(web)
        assert [problem.is_over for problem in batch.problems] == [True]
        assert open_paths("baidu") == []

    @pytest.mark.parametrize("answer", [b"", b"<html>", b"[]", b'{"not_valid": 1}', b"[" * 60_000])
    def test_an_answer_of_another_shape_refuses_nothing_and_is_not_asked_for_again(
        self, web, settings, monkeypatch, answer
    ):
        settings.NEWS_INDEXNOW_KEY, settings.NEWS_BAIDU_TOKEN = "", "token123"
        workflow.publish(draft(), None)
        monkeypatch.setitem(web.http.files, "/baidu", answer)
        (batch,) = run(web)
        assert (batch.done, batch.problems, len(web.http.requests)) == (1, [], 1)


class TestWebSub:
    def test_the_hub_hears_of_every_feed_the_post_stands_in(self, web, settings):
        settings.NEWS_INDEXNOW_KEY = ""
        SiteProfile(pk=1, websub_hub="https://push.example.com/push/hub").save()
        post = PostFactory(categories=[CategoryFactory(slug="sea")], tags=["Tide"])
        post.title = "改"
        save_post(post)
        run(web)
        (request,) = web.https.requests
        asked = parse_qs(request.content.decode())
        assert asked["hub.mode"] == ["publish"]
        urls = asked["hub.url"]
        assert {"https://news.example/feed/", "https://news.example/category/sea/feed.json"} <= set(urls)
        assert "https://news.example/en/tag/tide/feed/atom/" in urls
        assert len(urls) == len(set(urls)) == 3 * 3 * 2

    def test_of_a_post_that_is_gone_the_feeds_of_the_site_remain(self):
        assert len(find_topics([None])) == 3 * 2


@pytest.mark.django_db(transaction=True)
def test_eight_runs_at_once_do_each_row_once(web):
    now = timezone.now()
    posts = [PostFactory(slug=f"row-{number}") for number in range(100)]
    FollowUp.objects.bulk_create(
        FollowUp(kind="indexnow", path=each.get_absolute_url(), post=each, due_at=now) for each in posts
    )

    def work():
        try:
            run(web, limit=40)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    counts = Counter(url for urls in told(web) for url in urls)
    assert len(counts) == 100
    assert set(counts.values()) == {1}
    assert not FollowUp.objects.open().exists()
