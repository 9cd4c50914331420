"""The address that pages send their readings to: counts readers, tells nothing, sets nothing."""

import datetime as dt

import pytest
import time_machine
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from news.models import ViewCount
from news.traffic.visits import MAX_PER_MINUTE
from tests.factories import PostFactory

pytestmark = pytest.mark.django_db
PHONE = "Mozilla/5.0 (Linux; Android 14; CUBOT KING KONG 9) AppleWebKit/537.36 Chrome/150.0 Mobile Safari/537.36"
DESK = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0"
OWN = {"sec-fetch-site": "same-origin", "origin": "http://testserver", "user-agent": PHONE}


def send(post, client=None, body=None, headers=None, address="192.0.2.1", **extra):
    text = str(getattr(post, "pk", post)) if body is None else body
    client = client or Client(enforce_csrf_checks=True)
    sent = {name: value for name, value in (OWN | (headers or {})).items() if value is not None}
    return client.post("/views/", text, "text/plain;charset=UTF-8", headers=sent, REMOTE_ADDR=address, **extra)


def views(waiting):
    waiting.flush()
    return {row.post_id: row.count for row in ViewCount.objects.all()}


def test_a_reading_is_counted_on_the_sites_day(waiting):
    post = PostFactory(published_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    with time_machine.travel("2026-03-01T17:00:00Z", tick=False):  # the second of March in Shanghai
        assert send(post).status_code == 204
    assert views(waiting) == {post.pk: 1}
    assert ViewCount.objects.get().day == dt.date(2026, 3, 2)


def test_the_answer_is_the_same_for_every_number_and_only_public_posts_count(waiting):
    """P18: nobody learns from it which posts there are."""
    later = timezone.now() + dt.timedelta(days=1)
    public = PostFactory()
    hidden = [
        PostFactory(status="draft"),
        PostFactory(status="in_review"),
        PostFactory(published_at=later),
        PostFactory(trashed_at=timezone.now()),
    ]
    answers = [send(number) for number in (public, *hidden, 999_999, 0, 10**18 - 1)]
    assert {(answer.status_code, answer.content, str(sorted(answer.items()))) for answer in answers} == {
        (204, b"", str(sorted(answers[0].items())))
    }
    assert views(waiting) == {public.pk: 1}


def test_it_asks_no_database_and_sets_no_cookie(waiting, django_assert_num_queries):
    post = PostFactory()
    client = Client()
    client.cookies["sessionid"] = "a" * 32
    with django_assert_num_queries(0):
        answer = send(post, client)
    assert answer.headers["Cache-Control"] == "no-store"
    assert not answer.cookies
    assert "Vary" not in answer.headers


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 204),
        ({"origin": None}, 204),
        ({"sec-fetch-site": None}, 204),
        ({"sec-fetch-site": None, "origin": "https://testserver"}, 204),  # behind a proxy that takes off TLS
        ({"sec-fetch-site": None, "origin": None}, 403),
        ({"sec-fetch-site": None, "origin": "null"}, 403),
        ({"sec-fetch-site": None, "origin": "http://["}, 403),
        ({"sec-fetch-site": None, "origin": "http://testserver.evil.example"}, 403),
        ({"origin": "http://evil.example"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "none"}, 403),
    ],
)
def test_other_sites_are_refused(waiting, headers, status):
    post = PostFactory()
    assert send(post, headers=headers).status_code == status
    assert views(waiting) == ({post.pk: 1} if status == 204 else {})


@pytest.mark.parametrize(
    "body", ["", "x", "-1", "1.0", "²", "1 ", "1;2", "9" * 19, "1" * 65, "1" + " " * 4000, "\x00", b"\xff\xfe"]
)
def test_what_is_no_number_is_refused(waiting, body):
    assert send(None, body=body).status_code == 400
    assert views(waiting) == {}


@pytest.mark.parametrize("length", ["-1", "x", "9" * 5000, "²"])
def test_a_length_that_is_none_is_refused(waiting, length):
    assert send(1, CONTENT_LENGTH=length).status_code == 400


@pytest.mark.parametrize("method", ["get", "head", "put", "delete", "patch", "options"])
def test_only_post(client, method):
    assert getattr(client, method)("/views/").status_code == 405


@pytest.mark.parametrize(
    "agent",
    [
        "",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 (compatible; Baiduspider-render/2.0; +http://www.baidu.com/search/spider.html)",
        "Mozilla/5.0 (Linux; Android 5.0) AppleWebKit/537.36 (compatible; Bytespider; spider-feedback@bytedance.com)",
        "Sogou web spider/4.0(+http://www.sogou.com/docs/help/webmasters.htm#07)",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/150.0 Safari/537.36",
        "python-requests/2.32",
        "curl/8.5.0",
    ],
)
def test_bots_are_left_out(waiting, agent):
    assert send(PostFactory(), headers={"user-agent": agent}).status_code == 204
    assert views(waiting) == {}


def test_pages_that_nobody_has_seen_yet_are_left_out(waiting):
    send(PostFactory(), headers={"sec-purpose": "prefetch;prerender"})
    assert views(waiting) == {}


def test_the_same_reader_counts_once_in_half_an_hour(waiting):
    with time_machine.travel("2026-12-01T04:00:00Z", tick=False) as clock:
        post, other = PostFactory(), PostFactory()
        for _ in range(3):
            send(post)
        send(other)
        send(post, headers={"user-agent": DESK})
        send(post, address="192.0.2.2")
        assert views(waiting) == {post.pk: 3, other.pk: 1}
        clock.shift(29 * 60)
        send(post)
        assert views(waiting)[post.pk] == 3
        clock.shift(2 * 60)
        send(post)
        assert views(waiting)[post.pk] == 4


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", 1),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", 2),
        ("::ffff:192.0.2.1", "192.0.2.1", 1),
        ("fe80::1%eth0", "fe80::2%eth0", 1),
        ("unix:", "", 2),
    ],
)
def test_a_household_is_one_reader(waiting, first, second, count):
    post = PostFactory()
    send(post, address=first)
    send(post, address=second)
    assert views(waiting) == {post.pk: count}


def test_one_address_adds_no_more_than_a_minutes_worth(waiting):
    with time_machine.travel("2026-12-01T04:00:10Z", tick=False) as clock:
        for number in range(1, MAX_PER_MINUTE + 20):
            assert send(number, headers={"user-agent": f"{PHONE} {number}"}).status_code == 204
        assert len(waiting._counts) == MAX_PER_MINUTE
        clock.shift(60)
        send(5000)
    assert len(waiting._counts) == MAX_PER_MINUTE + 1


def test_what_is_kept_of_a_reader_names_nobody_and_is_useless_tomorrow(waiting, settings, tmp_path):
    """Two readings by the same reader leave different marks on different days; no mark holds address or browser."""
    import pickle
    import zlib

    backend = "django.core.cache.backends.filebased.FileBasedCache"
    settings.CACHES = settings.CACHES | {"views": {"BACKEND": backend, "LOCATION": str(tmp_path)}}
    marks, salts = [], []
    for day in ("2026-12-01", "2026-12-02"):
        with time_machine.travel(f"{day}T04:00:00Z", tick=False):
            before = {path.name for path in tmp_path.iterdir()}
            send(7)
            marks.append({path.name for path in tmp_path.iterdir()} - before)
            salts.append(caches["views"].get("salt"))
    assert not marks[0] & marks[1]
    assert salts[0][1] != salts[1][1]
    for path in tmp_path.iterdir():
        data = path.read_bytes()
        text = repr(pickle.loads(zlib.decompress(data[data.index(b"x") :])))  # noqa: S301 (written a line above)
        assert "192.0.2" not in text
        assert "CUBOT" not in text
        assert salts[0][1] not in data


def test_without_its_cache_nothing_is_counted_and_nothing_breaks(waiting, monkeypatch, caplog):
    from django.core.cache.backends.locmem import LocMemCache

    def fail(*_args, **_kwargs):
        raise ConnectionError("no cache")

    monkeypatch.setattr(LocMemCache, "get", fail)
    assert send(PostFactory()).status_code == 204
    assert views(waiting) == {}
    assert "the cache failed (ConnectionError)" in caplog.text
