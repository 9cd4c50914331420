"""What is sent goes by the rules of what is fetched, and nowhere but where it was meant to go."""

from urllib.parse import quote

import pytest

from news.web.fetching import MAX_REPLY_BYTES, Fetcher, FetchError
from tests.web.hostile_server import HostileServer
from tests.web.network import QUICK, LoopbackNetwork, serve

JSON = "application/json; charset=utf-8"


def send(fetcher, url, content=b"{}"):
    return fetcher.send(url, content, JSON)


def refusal(fetcher, url, content=b"{}"):
    with pytest.raises(FetchError) as caught:
        send(fetcher, url, content)
    return caught.value


def test_content_arrives_whole_with_its_type_and_length(web):
    content = b"x" * 300_000
    assert send(web.fetcher, "https://images.example.com/push/a?b=c", content).content == b""
    request = web.https.requests[-1]
    assert (request.method, request.path, request.content) == ("POST", "/push/a?b=c", content)
    assert request.headers == {
        "Host": "images.example.com",
        "User-Agent": "Mozilla/5.0 (compatible; Masthead)",
        "Accept": "*/*",
        "Accept-Encoding": "identity",
        "Connection": "close",
        "Content-Type": JSON,
        "Content-Length": "300000",
    }


@pytest.mark.parametrize("status", [200, 201, 202])
def test_every_kind_of_thanks_is_good(web, status):
    assert send(web.fetcher, f"http://images.example.com/status/{status}").content == b"sorry"


def test_no_content_is_good_too():
    with HostileServer() as server:
        server.raw_answer = b"HTTP/1.1 204 No Content\r\n\r\n"
        assert send(Fetcher(LoopbackNetwork({80: server.port})), "http://hub.example.com/raw").content == b""


@pytest.mark.parametrize(
    ("status", "code"),
    [(400, "status"), (403, "forbidden"), (422, "status"), (429, "rate-limited"), (503, "server-error")],
)
def test_a_refusal_says_which(web, status, code):
    error = refusal(web.fetcher, f"http://images.example.com/status/{status}")
    assert (error.code, error.facts["status"]) == (code, status)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_nothing_is_sent_on_to_where_a_redirect_leads(web, status):
    asked = len(web.http.requests)
    there = quote("http://images.example.com/push", safe="")
    error = refusal(web.fetcher, f"http://images.example.com/to/{status}/{there}")
    assert (error.code, error.is_final) == ("redirected", True)
    assert len(web.http.requests) == asked + 1


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://127.0.0.2/push", "private-address"),
        ("http://169.254.169.254/latest/meta-data/", "private-address"),
        ("http://[::1]/push", "private-address"),
        ("http://images.example.com:6379/", "port"),
        ("http://a:b@images.example.com/", "userinfo"),
        ("ftp://images.example.com/", "not-http"),
    ],
)
def test_nothing_is_sent_to_a_private_or_odd_address(web, url, code):
    asked = web.http.connection_count
    assert refusal(web.fetcher, url).code == code
    assert web.http.connection_count == asked


def test_a_reply_without_end_is_cut_off(web):
    error = refusal(web.fetcher, "http://images.example.com/endless")
    assert (error.code, error.facts["max_bytes"]) == ("answer-too-large", MAX_REPLY_BYTES)


@pytest.mark.parametrize(("mode", "code"), [("hang", "no-answer"), ("drip-headers", "deadline")])
def test_a_slow_reply_ends_in_time(mode, code):
    with serve(limits=QUICK) as slow:
        assert refusal(slow.fetcher, f"http://images.example.com/{mode}").code == code
