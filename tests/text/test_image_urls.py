"""Addresses of pictures: proxies come off, placeholders are known, one form is written."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from news.text.image_urls import is_placeholder_image, normalise_image_url, unwrap_image_url
from tests.text.soup import any_text

PROXY = "https://cors.zfour.workers.dev/?"


@pytest.mark.parametrize(
    ("url", "target"),
    [
        (f"{PROXY}http://images.example.com/a.jpg?x=1&y=2", "http://images.example.com/a.jpg?x=1&y=2"),
        (f"{PROXY}https%3A%2F%2Fexample.com%2Fa.jpg", "https://example.com/a.jpg"),
        (f"{PROXY}https://example.com/a%20b.jpg", "https://example.com/a%20b.jpg"),
        (f"{PROXY}{PROXY}{PROXY}http://example.com/x", "http://example.com/x"),
        (f"{PROXY}//example.com/x", "https://example.com/x"),
        ("https://images.weserv.nl/?url=example.com/x.jpg&w=300", "http://example.com/x.jpg"),
        ("https://images.weserv.nl/?url=ssl:example.com/x.jpg", "https://example.com/x.jpg"),
        ("https://wsrv.nl/?w=2&url=https%3A%2F%2Fexample.com%2Fx", "https://example.com/x"),
        ("https://i2.wp.com/example.com/a.png?ssl=1&w=20", "https://example.com/a.png"),
        ("https://i0.wp.com/example.com/a.png?w=20", "http://example.com/a.png"),
        ("https://cors-anywhere.herokuapp.com/https://example.com/x?y=1", "https://example.com/x?y=1"),
        ("https://pic1.xuehuaimg.com/proxy/https://example.com/x", "https://example.com/x"),
    ],
)
def test_a_proxy_comes_off(url, target):
    unwrapped = unwrap_image_url(url)
    assert (unwrapped.url, unwrapped.problem) == (target, "")
    assert unwrapped.wrapper in url


@pytest.mark.parametrize(
    "url",
    ["https://example.com/?url=https://other.example/x", "http://example.com/图.jpg", "https://i0.wp.com/robots.txt/"],
)
def test_an_address_without_a_proxy_stays(url):
    assert unwrap_image_url(url).url in (url, "http://robots.txt/")


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("", "empty"),
        (PROXY, "empty"),
        ("/Users/x/3.png", "not-http"),
        ("data:image/png;base64,xx", "not-http"),
        (f"{PROXY}javascript:alert(1)", "not-http"),
        ("http://127.0.0.1\\@example.com/", "characters"),
        ("http://exa\tmple.com/", "characters"),
        ("http://example.com/a b", "characters"),
        ("http://user@example.com/", "userinfo"),
        ("http://", "no-host"),
        ("http://example.com:99999/", "no-host"),
        ("http://[fe80::1%25eth0]/", "no-host"),
        (f"{PROXY * 4}http://example.com/x", "too-deep"),
        ("http://example.com/" + "x" * 9_000, "too-long"),
    ],
)
def test_what_is_not_a_plain_address_is_refused(url, problem):
    unwrapped = unwrap_image_url(url)
    assert (unwrapped.url, unwrapped.problem) == ("", problem)


@settings(max_examples=100, deadline=None)
@given(st.one_of(any_text, any_text.map(lambda text: PROXY + text), any_text.map(lambda text: f"http://{text}")))
def test_unwrapping_and_normalising_may_be_repeated(text):
    url = unwrap_image_url(text).url
    assert unwrap_image_url(url).url == url
    normal = normalise_image_url(text)
    assert normal.isascii()
    assert normalise_image_url(normal) == normal
    is_placeholder_image(text)


@pytest.mark.parametrize(
    ("url", "is_placeholder"),
    [
        ("https://picsum.photos/400/300?random=1327", True),
        (f"{PROXY}https://picsum.photos/400/300?random=1", True),
        ("https://picsum.photos/id/237/200", False),
        ("https://example.com/undefined", True),
        ("undefined", True),
        ("null", True),
        ("", True),
        ("data:image/gif;base64,R0lGODlhAQABAAAAACw=", True),
        ("https://via.placeholder.com/150", True),
        ("https://placehold.co/600x400", True),
        ("https://dummyimage.com/6x4", True),
        ("https://placekitten.com/6/4", True),
        ("https://images.example.com/a.jpg", False),
        ("http://[broken", False),
    ],
)
def test_placeholders_are_known(url, is_placeholder):
    assert is_placeholder_image(url) is is_placeholder


@pytest.mark.parametrize(
    ("url", "normal"),
    [
        ("HTTP://Example.COM:80/a#b", "http://example.com/a"),
        (
            "https://例子.测试/图片.jpg?a=中&b=%E4",
            "https://xn--fsqu00a.xn--0zwm56d/%E5%9B%BE%E7%89%87.jpg?a=%E4%B8%AD&b=%E4",
        ),
        ("https://example.com", "https://example.com/"),
        ("http://[2001:DB8::1]:8080/x", "http://[2001:db8::1]:8080/x"),
        ("//example.com/x", "https://example.com/x"),
        ("ftp://example.com/", ""),
        ("https://example.com/" + "x" * 2_000, ""),
        ("https://" + "x" * 70 + ".com/", ""),
    ],
)
def test_one_ascii_form(url, normal):
    assert normalise_image_url(url) == normal
