"""A well-behaved site gives its file, whatever way leads there; the request says no more than it must."""

import logging
import threading
import time
from datetime import UTC, datetime

import pytest
import trustme

from news.web.fetching import MAX_BYTES, Fetcher, Limits
from tests.web.hostile_server import HostileServer, server_tls
from tests.web.network import LOOPBACK, LoopbackNetwork, serve


def test_a_file_comes_whole(web):
    fetched = web.fetcher.fetch("http://images.example.com/a.png")
    assert (fetched.url, fetched.content, fetched.address) == (
        "http://images.example.com/a.png",
        b"picture",
        LOOPBACK,
    )
    assert 0 < fetched.seconds < 5


def test_a_file_comes_over_tls_with_the_name_verified(web):
    assert web.fetcher.fetch("https://images.example.com/a.png").content == b"picture"


def test_a_certificate_for_another_name_is_refused(web, refusal):
    error = refusal(web.fetcher, "https://elsewhere.example.org/a.png")
    assert (error.code, error.is_final) == ("certificate", False)
    assert error.facts["problem"] == "other-name"
    assert "elsewhere.example.org" not in {request.headers["Host"] for request in web.https.requests}


def test_an_unknown_authority_is_refused(web, refusal):
    network = LoopbackNetwork({443: web.https.port})
    error = refusal(Fetcher(network), "https://images.example.com/a.png")
    assert (error.code, error.facts["problem"]) == ("certificate", "unknown-authority")


def test_an_expired_certificate_is_refused(refusal):
    authority = trustme.CA()
    tls = server_tls(authority, "images.example.com", not_after=datetime(2020, 1, 1, tzinfo=UTC))
    with HostileServer(tls=tls) as server:
        network = LoopbackNetwork({443: server.port}, authority=authority)
        error = refusal(Fetcher(network), "https://images.example.com/a.png")
    assert (error.code, error.facts["problem"]) == ("certificate", "expired")


def test_plain_text_where_tls_is_expected_is_refused(refusal):
    with HostileServer(handshake="text") as server:
        error = refusal(Fetcher(LoopbackNetwork({443: server.port})), "https://images.example.com/")
    assert (error.code, error.is_final) == ("tls", False)


def test_content_of_unknown_length_comes_whole():
    content = bytes(range(256)) * 4096
    with serve({"/big.bin": content}) as web:
        assert web.fetcher.fetch("https://example.com/big.bin").content == content


def test_the_request_holds_nothing_about_us_but_a_name(web):
    asked = web.fetcher.fetch("http://images.example.com/echo/a?b=c").content.decode().splitlines()
    assert asked == [
        "GET /echo/a?b=c",
        "Host: images.example.com",
        "User-Agent: Mozilla/5.0 (compatible; Masthead)",
        "Accept: */*",
        "Accept-Encoding: identity",
        "Connection: close",
    ]


def test_chinese_addresses_are_sent_in_ascii(web):
    asked = web.fetcher.fetch("http://图片.example.com/echo/新闻?标题=一").content.decode().splitlines()
    assert asked[0] == "GET /echo/%E6%96%B0%E9%97%BB?%E6%A0%87%E9%A2%98=%E4%B8%80"
    assert asked[1] == "Host: xn--wcsw84d.example.com"


@pytest.mark.parametrize(
    ("referer", "shown"),
    [
        ("http://news.example.com/a", True),
        ("https://news.example.com/a", False),
        ("javascript:alert(1)", False),
        ("http://news.example.com/\r\nX-Evil: 1", False),
        ("", False),
    ],
)
def test_a_referer_is_sent_where_the_web_allows_it(web, referer, shown):
    asked = web.fetcher.fetch("http://images.example.com/echo", referer=referer).content.decode()
    assert ("Referer:" in asked) is shown
    assert "X-Evil" not in asked


def test_no_cookie_comes_back(web):
    web.fetcher.fetch("http://images.example.com/cookie")
    asked = web.http.requests[-1]
    assert asked.path == "/echo"
    assert "Cookie" not in asked.headers


def test_proxies_and_other_environment_are_ignored(web, monkeypatch):
    with HostileServer() as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        assert web.fetcher.fetch("http://images.example.com/a.png").content == b"picture"
        assert web.fetcher.fetch("https://images.example.com/a.png").content == b"picture"
        assert proxy.connection_count == 0


def test_the_name_is_tried_at_its_other_address_when_one_does_not_answer(web):
    names = {"two.example.com": ("127.0.0.9", LOOPBACK)}
    network = LoopbackNetwork({80: web.http.port}, names=names, allowed=(LOOPBACK, "127.0.0.9"))
    assert Fetcher(network).fetch("http://two.example.com/a.png").address == LOOPBACK
    assert network.connected == ["127.0.0.9", LOOPBACK]


def test_an_address_that_swallows_everything_leaves_time_for_the_next(web):
    class HalfDead(LoopbackNetwork):
        def connect(self, address, port, timeout_s):
            if address != LOOPBACK:
                time.sleep(timeout_s)
                raise TimeoutError
            return super().connect(address, port, timeout_s)

    names = {"two.example.com": ("2606:4700::1", LOOPBACK)}
    fetcher = Fetcher(HalfDead({80: web.http.port}, names=names), Limits(connect_s=4))
    assert fetcher.fetch("http://two.example.com/a.png").address == LOOPBACK


def test_a_site_that_speaks_ipv6_only_is_reached():
    try:
        server = HostileServer({"/a.png": b"picture"}, address="::1")
    except OSError:
        pytest.skip("this machine has no IPv6")
    with server:
        network = LoopbackNetwork({80: server.port}, names={"six.example.com": "::1"}, allowed=("::1",))
        assert Fetcher(network).fetch("http://six.example.com/a.png").address == "::1"
        fetched = Fetcher(network).fetch("http://[0:0::1]/echo")
    assert (fetched.url, fetched.address) == ("http://[::1]/echo", "::1")
    assert b"Host: [::1]\n" in fetched.content


def test_one_line_is_logged_without_path_and_query(web, caplog, refusal):
    caplog.set_level(logging.DEBUG, logger="news.web")
    web.fetcher.fetch("http://images.example.com/a.png?token=secret")
    refusal(web.fetcher, "http://images.example.com/status/404?token=secret")
    refusal(web.fetcher, "http://user:secret@images.example.com/")
    good, missing, bad = (record for record in caplog.records if record.name == "news.web.fetching")
    assert (good.levelno, missing.levelno, bad.levelno) == (logging.DEBUG, logging.INFO, logging.INFO)
    assert "host=images.example.com address=127.0.0.1 bytes=" in good.getMessage()
    assert good.getMessage().endswith("verdict=ok")
    assert missing.getMessage().endswith("verdict=not-found")
    assert "host=- address=- bytes=0" in bad.getMessage()
    assert "secret" not in caplog.text


def test_the_default_limits_are_the_promised_ones():
    limits = Limits()
    assert (limits.resolve_s, limits.connect_s, limits.first_byte_s, limits.total_s) == (3, 5, 8, 15)
    assert (limits.max_header_bytes, limits.max_redirects) == (32 * 1024, 4)
    assert (limits.per_host, limits.at_once) == (2, 8)
    assert MAX_BYTES == 10 * 1024 * 1024


def test_one_fetcher_serves_many_threads(web):
    def fetch(number):
        results.append(web.fetcher.fetch(f"https://n{number % 5}.example.com/a.png").content)

    results = []
    threads = [threading.Thread(target=fetch, args=(number,)) for number in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(600)
    assert results == [b"picture"] * 30
