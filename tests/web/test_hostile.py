"""Whatever a server does, one fetch ends within its limits as one failure that says what happened."""

import logging
import re
import socket
import threading
import time
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.web.fetching import Fetcher, FetchError, Limits
from news.web.limits import FetchProgress
from news.web.messages import SENTENCES
from news.web.streams import GuardedStream
from tests.web.hostile_server import HostileServer
from tests.web.network import QUICK, LoopbackNetwork, serve

SLACK_S = 60  # for a machine that has other things to do; what is never left takes for ever
MIB = 1 << 20


def timed(fetcher, url, **options):
    """The error and the seconds until it came."""
    started_at = time.monotonic()
    with pytest.raises(FetchError) as caught:
        fetcher.fetch(url, **options)
    return caught.value, time.monotonic() - started_at


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("drip", "deadline"),
        ("drip-headers", "deadline"),
        ("hang", "no-answer"),
        ("hang-in-headers", "deadline"),
        ("hang-in-body", "deadline"),
    ],
)
def test_a_slow_server_is_left_at_the_deadline(quick_web, scheme, path, code):
    error, seconds = timed(quick_web.fetcher, f"{scheme}://images.example.com/{path}")
    assert (error.code, error.is_final) == (code, False)
    assert seconds < QUICK.total_s + SLACK_S


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("endless", "answer-too-large"),
        ("endless-chunks", "answer-too-large"),
        ("tiny-chunks", "answer-too-large"),
        ("says-terabytes", "answer-too-large"),
        ("endless-headers", "headers-too-large"),
        ("one-endless-header", "headers-too-large"),
        ("header-flood", "headers-too-large"),
        ("endless-continues", "headers-too-large"),
    ],
)
def test_an_endless_server_is_left_at_the_last_byte_allowed(web, caplog, scheme, path, code):
    caplog.set_level(logging.INFO, logger="news.web")
    error, _ = timed(web.fetcher, f"{scheme}://images.example.com/{path}", max_bytes=MIB)
    assert (error.code, error.is_final) == (code, True)
    assert read_bytes(caplog) <= MIB * 1.2 + 5 * 32 * 1024


def read_bytes(caplog):
    """What the fetches of the test took off the wire, the most of one."""
    return max(int(found) for found in re.findall(r" bytes=(\d+) ", caplog.text))


@pytest.mark.parametrize(
    ("path", "code", "is_final"),
    [
        ("reset", "cut-off", False),
        ("reset-in-body", "cut-off", False),
        ("close", "cut-off", False),
        ("says-more", "cut-off", False),
        ("not-http", "not-http-answer", False),
        ("two-lengths", "not-http-answer", False),
        ("bad-chunk", "not-http-answer", False),
        ("endless-chunk-size", "not-http-answer", False),
        ("packed-transfer", "not-http-answer", False),
        ("packed/gzip", "encoding", True),
        ("packed/br", "encoding", True),
        ("packed/identity,%20gzip", "encoding", True),
        ("loop", "too-many-redirects", True),
        ("hops/5", "too-many-redirects", True),
        ("to/302/", "redirect-nowhere", True),
        ("status/404", "not-found", True),
        ("status/410", "not-found", True),
        ("status/401", "forbidden", True),
        ("status/403", "forbidden", True),
        ("status/451", "forbidden", True),
        ("status/408", "server-error", False),
        ("status/429", "rate-limited", False),
        ("status/500", "server-error", False),
        ("status/503", "server-error", False),
        ("status/101", "not-http-answer", False),
        ("status/206", "status", True),
        ("status/300", "status", True),
        ("status/400", "status", True),
        ("status/418", "status", True),
    ],
)
def test_a_broken_or_unwilling_server_is_one_failure(web, path, code, is_final):
    error, seconds = timed(web.fetcher, f"http://images.example.com/{path}")
    assert (error.code, error.is_final) == (code, is_final)
    assert error.facts["host"] == "images.example.com"
    assert seconds < 5


def test_content_that_goes_on_after_its_announced_end_is_not_read(web):
    assert web.fetcher.fetch("http://images.example.com/says-less").content == b"0123456789"


def test_content_of_exactly_the_limit_is_taken_and_one_byte_more_is_not():
    with serve({"/100": b"x" * 100, "/101": b"x" * 101}) as web:
        assert len(web.fetcher.fetch("http://example.com/100", max_bytes=100).content) == 100
        error, _ = timed(web.fetcher, "http://example.com/101", max_bytes=100)
    assert error.code == "answer-too-large"
    assert error.facts["max_bytes"] == 100


def test_the_type_that_is_announced_is_passed_on_as_a_hint_only(web):
    fetched = web.fetcher.fetch("http://images.example.com/html-as-png")
    assert (fetched.content_type, fetched.content[:8]) == ("image/png", b"<script>")


@pytest.mark.parametrize(
    ("retry_after", "seconds"),
    [("120", 120), ("99999999", 7 * 24 * 3600), ("Wed, 21 Oct 2015 07:28:00 GMT", 0), ("soon", None), ("", None)],
)
def test_when_to_come_back_is_a_fact(web, retry_after, seconds):
    web.http.retry_after = retry_after
    try:
        error, _ = timed(web.fetcher, "http://images.example.com/status/429")
    finally:
        web.http.retry_after = ""
    assert error.facts.get("retry_after_s") == seconds


HEADS = st.sampled_from(
    [b"HTTP/1.1 200 OK\r\n", b"HTTP/1.0 200\r\n", b"HTTP/1.1 302 x\r\nLocation: ", b"HTTP/1.1 100 Continue\r\n", b""]
)
LINES = st.sampled_from(
    [
        b"Content-Length: 5\r\n",
        b"Content-Length: -1\r\n",
        b"Transfer-Encoding: chunked\r\n",
        b"Transfer-Encoding: chunked, chunked\r\n",
        b"Content-Encoding: \xff\r\n",
        b"Retry-After: Mon, 99 Foo 99999\r\n",
        b" folded\r\n",
        b"\r\n",
        b"\n",
        b"5\r\nhello\r\n",
        b"0\r\n\r\n",
        b"\x00",
    ]
)


@given(head=HEADS, lines=st.lists(LINES | st.binary(max_size=30), max_size=8))
def test_whatever_bytes_answer_end_in_content_or_in_a_failure_with_a_code(web, head, lines):
    web.http.raw_answer = head + b"".join(lines)
    code, content = "", b""
    try:
        content = web.fetcher.fetch("http://images.example.com/raw").content
    except FetchError as error:
        code = error.code
    assert len(content) <= len(web.http.raw_answer)
    assert code == "" or code in SENTENCES


@pytest.mark.parametrize("handshake", ["hang", "drip"])
def test_a_server_that_never_finishes_its_handshake_is_left(handshake):
    with HostileServer(handshake=handshake) as server:
        fetcher = Fetcher(LoopbackNetwork({443: server.port}), QUICK)
        error, seconds = timed(fetcher, "https://images.example.com/a.png")
    assert (error.code, error.is_final) == ("connect-timeout", False)
    assert seconds < QUICK.connect_s + SLACK_S


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_connection_reset_before_the_request_is_one_failure(scheme):
    with HostileServer(handshake="reset") as server:
        network = LoopbackNetwork({80: server.port, 443: server.port})
        error, _ = timed(Fetcher(network), f"{scheme}://images.example.com/a.png")
    assert error.code in {"cut-off", "tls", "unreachable"}  # whenever the machine notices
    assert not error.is_final


def test_a_server_that_does_not_listen_is_left_at_the_deadline():
    ours, theirs = socket.socketpair()
    with closing(theirs), closing(GuardedStream(ours, FetchProgress(QUICK, max_bytes=1))) as stream:
        started_at = time.monotonic()
        with pytest.raises(FetchError, match="deadline"):
            stream.write(b"x" * 50 * MIB)
    assert time.monotonic() - started_at < QUICK.total_s + SLACK_S


def test_a_dripping_site_keeps_no_time_by_redirecting_first():
    with serve(limits=QUICK, slow_s=0.3) as web:
        error, seconds = timed(web.fetcher, "http://images.example.com/to/302/%2Fdrip-headers")
    assert error.code == "deadline"
    assert seconds < QUICK.total_s + SLACK_S


def test_many_hostile_addresses_end_in_the_time_of_their_limits():
    """The promise of 100 hostile ones in 4 minutes by 8 threads (187.5 s at 15 s each), at a thirtieth of the time."""
    limits = Limits(first_byte_s=0.5, total_s=0.5)
    addresses = [f"http://n{number}.example.com/{path}" for number in range(25) for path in ("drip", "hang")]
    codes = []

    def work():
        while addresses:
            codes.append(timed(web.fetcher, addresses.pop())[0].code)

    with serve(limits=limits) as web:
        started_at = time.monotonic()
        run_together([work] * 8)
        seconds = time.monotonic() - started_at
    assert len(codes) == 50
    assert set(codes) == {"deadline"}
    assert seconds < 50 * 0.5 / 8 + SLACK_S


def test_with_the_default_limits_each_ends_within_15_seconds_and_12_mib(web, caplog):
    """The promise itself, once, with all kinds at the same time."""
    caplog.set_level(logging.INFO, logger="news.web")
    hosts = {"drip": "http", "drip-headers": "http", "hang-in-body": "https", "hang": "https", "endless": "https"}
    results = {}

    def work(path, scheme):
        results[path] = timed(web.fetcher, f"{scheme}://{path}.example.com/{path}")

    run_together([lambda path=path, scheme=scheme: work(path, scheme) for path, scheme in hosts.items()])
    assert {path: error.code for path, (error, _) in results.items()} == {
        "drip": "deadline",
        "drip-headers": "deadline",
        "hang-in-body": "deadline",
        "hang": "no-answer",
        "endless": "answer-too-large",
    }
    assert max(seconds for _, seconds in results.values()) < 15 + SLACK_S
    assert results["hang"][1] < 8 + SLACK_S
    assert read_bytes(caplog) <= 12 * MIB


def run_together(functions):
    threads = [threading.Thread(target=function) for function in functions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(600)
        assert not thread.is_alive()
