"""An address is read once, strictly, into ASCII parts that read the same again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.web.errors import FetchError
from news.web.urls import MAX_LENGTH, Target, parse_location, parse_url

ADDRESSES = st.one_of(
    st.text(),
    st.text().map("http://example.com/{}".format),
    st.text().map("https://{}/a".format),
    st.text(alphabet="htps:/\\@[]%?#.0x1②。é例 \t-_", max_size=40).map("http://{}".format),
)


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("http://example.com", Target("http", "example.com", 80, "/")),
        ("HTTPS://EXAMPLE.com:443/A?b=c#d", Target("https", "example.com", 443, "/A?b=c")),
        ("http://example.com.:80/", Target("http", "example.com", 80, "/")),
        ("http://example.com:443/", Target("http", "example.com", 443, "/")),
        ("http://example.com:/", Target("http", "example.com", 80, "/")),
        (
            "http://例子.中国/图.jpg?名=值",
            Target("http", "xn--fsqu00a.xn--fiqs8s", 80, "/%E5%9B%BE.jpg?%E5%90%8D=%E5%80%BC"),
        ),
        ("http://[2606:4700:0::1]/", Target("http", "2606:4700::1", 80, "/")),
        ("http://a_b.example.com/x%20y", Target("http", "a_b.example.com", 80, "/x%20y")),
        ("http://example.com?x", Target("http", "example.com", 80, "/?x")),
        ('http://example.com/"<x>', Target("http", "example.com", 80, "/%22%3Cx%3E")),
    ],
)
def test_a_good_address_becomes_its_parts(url, target):
    assert parse_url(url) == target


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("", "not-http"),
        ("example.com/a.png", "not-http"),
        ("//example.com/a.png", "not-http"),
        ("ftp://example.com/", "not-http"),
        ("file:///etc/passwd", "not-http"),
        ("javascript:alert(1)", "not-http"),
        ("gopher://127.0.0.1:6379/_FLUSHALL", "not-http"),
        ("http:/example.com", "not-http"),
        ("http:///a", "no-host"),
        ("http://", "no-host"),
        ("http:// example.com/", "characters"),
        (" http://example.com/", "characters"),
        ("http://example.com/a b", "characters"),
        ("http://example.com/a\tb", "characters"),
        ("http://example.com/a\r\nHost: evil", "characters"),
        ("http://example.com/\u00a0", "characters"),
        ("http://example.com/\u3000", "characters"),
        ("http://example.com/\u202e", "characters"),
        ("http://example.com/\x85", "characters"),
        ("http://example.com/\ud800", "characters"),
        ("http://127.0.0.1\\@images.example.com/", "characters"),
        ("http://user:word@example.com/", "userinfo"),
        ("http://@example.com/", "userinfo"),
        ("http://example.com:8002/content/delete/87343", "port"),
        ("http://example.com:22/", "port"),
        ("http://[fe80::1%25eth0]/", "no-host"),
        ("http://-example.com/", "no-host"),
        ("http://example.com/" + "a" * MAX_LENGTH, "too-long"),
        ("http://example.com/" + "图" * 1_000, "too-long"),
    ],
)
def test_a_bad_address_is_refused_for_good(url, code):
    with pytest.raises(FetchError) as caught:
        parse_url(url)
    assert (caught.value.code, caught.value.is_final) == (code, True)


@given(ADDRESSES)
def test_whatever_is_read_is_ascii_and_reads_the_same_again(url):
    try:
        target = parse_url(url)
    except FetchError:
        return
    assert target.url.isascii()
    assert target.url.isprintable()
    assert " " not in target.url
    assert target.port in (80, 443)
    assert parse_url(target.url) == target


@pytest.mark.parametrize(
    ("location", "url"),
    [
        (b"/b.png", "https://example.com/b.png"),
        (b"b.png", "https://example.com/a/b.png"),
        (b"../b.png", "https://example.com/b.png"),
        (b"?x=1", "https://example.com/a/c.png?x=1"),
        (b"#top", "https://example.com/a/c.png?q"),
        (b"//cdn.example.com/b.png", "https://cdn.example.com/b.png"),
        (b"https://cdn.example.com/b.png", "https://cdn.example.com/b.png"),
        ("/图.png".encode(), "https://example.com/%E5%9B%BE.png"),
        ("/图.png".encode("gbk"), "https://example.com/%CD%BC.png"),
    ],
)
def test_a_location_is_read_relative_to_the_address_that_sent_it(location, url):
    assert parse_location(location, parse_url("https://example.com/a/c.png?q")).url == url


@pytest.mark.parametrize(
    ("location", "code"),
    [
        (b"http://example.com/", "redirect-downgrade"),
        (b"HTTP://example.com/", "redirect-downgrade"),
        (b"http:/b.png", "not-http"),
        (b"ftp://example.com/", "not-http"),
        (b"data:image/png;base64,AAAA", "not-http"),
        (b"\\\\example.com\\", "characters"),
        (b"/a b", "characters"),
        (b"/a\x00", "characters"),
        (b"/a\tb", "characters"),
        (b"//[::1", "no-host"),
        (b"//user@example.com/", "userinfo"),
        (b"//example.com:8443/", "port"),
        (b"/" + b"\xff" * 2_000, "too-long"),
    ],
)
def test_a_location_is_as_strict_as_an_address(location, code):
    with pytest.raises(FetchError) as caught:
        parse_location(location, parse_url("https://example.com/a/c.png?q"))
    assert caught.value.code == code
    assert caught.value.is_final


@given(st.binary())
def test_any_location_is_read_or_refused(location):
    try:
        target = parse_location(location, parse_url("https://example.com/a"))
    except FetchError:
        return
    assert target.scheme == "https"
    assert parse_url(target.url) == target
