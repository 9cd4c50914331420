"""`publish_due` as an operator meets it."""

import json

import pytest
from django.utils import timezone, translation

from news.models import FollowUp
from news.publishing.follow_ups import indexnow
from news.rendering.meta import post_path
from tests.commands import refuse, say
from tests.factories import PostFactory
from tests.web.network import serve

pytestmark = pytest.mark.django_db
COMMAND = "news.management.commands.publish_due"


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def web(settings, monkeypatch):
    settings.NEWS_SITE_URL, settings.NEWS_INDEXNOW_KEY = "https://news.example/", "a1b2c3d4e5f6"
    monkeypatch.setattr(indexnow, "ENDPOINT", "http://push.example.com/push")
    with serve() as opened:
        monkeypatch.setattr(f"{COMMAND}.Fetcher", lambda: opened.fetcher)
        yield opened


def plan(slug):
    post = PostFactory(slug=slug)
    FollowUp.objects.create(kind="indexnow", path=post_path(post), post=post, due_at=timezone.now())
    return post


def test_it_says_what_was_done(web):
    plan("a"), plan("b")
    out, errors, code = say("publish_due")
    assert (code, errors) == (0, "")
    assert out == "2 follow-ups done (indexnow 2); 0 left out, 0 not due yet, 0 failed.\n"
    assert len(web.http.requests) == 1


def test_what_failed_is_named_with_the_reason_and_what_becomes_of_it(web):
    post = plan("poison")
    plan("good")
    out, _errors, code = say("publish_due")
    assert code == 3
    assert "1 follow-up done (indexnow 1)" in out
    assert f"✗ indexnow {post_path(post)}" in out
    assert "(will be tried again)" in out
    quiet, errors, _code = say("publish_due", quiet=True)
    assert (quiet, errors) == ("", "")


def test_scripts_get_one_json_object(web):
    plan("poison")
    out, errors, code = say("publish_due", json=True)
    data = json.loads(out)
    assert (code, data["done"], data["problems"][0]["kind"]) == (3, {"indexnow": 0}, "indexnow")
    assert "poison" in errors


def test_no_more_than_asked_for(web):
    plan("a"), plan("b")
    assert "1 follow-up done" in say("publish_due", limit=1)[0]


def test_it_says_that_nothing_is_configured(settings):
    settings.NEWS_INDEXNOW_KEY = settings.NEWS_BAIDU_TOKEN = settings.NEWS_SITE_URL = ""
    out, _errors, code = say("publish_due")
    assert (out.startswith("No follow-ups are configured"), code) == (True, 0)


def test_a_loop_goes_on_until_it_is_stopped_and_ends_well(web, monkeypatch):
    plan("a")
    rounds = []

    def wait(_command, _seconds, _is_stopped):
        rounds.append(FollowUp.objects.open().count())
        if len(rounds) == 1:
            plan("b")
        if len(rounds) == 3:
            web.asked.append(1)

    monkeypatch.setattr(f"{COMMAND}.Command._wait", wait)
    monkeypatch.setattr(f"{COMMAND}.close_old_connections", lambda: None)
    web.asked = stop_by_hand(monkeypatch)
    out, _errors, code = say("publish_due", loop=True)
    assert (rounds, code) == ([0, 0, 0], 0)
    assert len(out.splitlines()) == 2  # the third round had nothing to tell


def stop_by_hand(monkeypatch):
    from contextlib import contextmanager

    asked = []

    @contextmanager
    def requests():
        yield asked

    monkeypatch.setattr(f"{COMMAND}.stop_requests", requests)
    return asked


@pytest.mark.parametrize("options", [{"limit": 0}, {"interval": 0.1}, {"interval": float("nan")}])
def test_numbers_that_make_no_sense_are_refused(options):
    assert refuse("publish_due", **options)[0] == 2
