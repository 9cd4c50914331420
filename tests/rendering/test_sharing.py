"""A post can be passed on without anybody else's script: a QR code drawn here, plain links to other services."""

import gzip
from urllib.parse import parse_qs, urlsplit

import pytest
import zxingcpp
from django.template.loader import render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as Picture
from PIL import ImageDraw

from news.rendering.sharing import draw_qr, share_post
from news.rendering.site import PagePlace
from tests.factories import PostFactory

PLACE = PagePlace("https://news.example/", "zh-hans", "/")
URL = "https://news.example/2026/11/24/" + "a" * 60 + "/"


def read_code(code, scale=4):
    """Draws the path as a browser would (moves and horizontal strokes one wide) and reads the picture."""
    picture = Picture.new("L", (code.size * scale, code.size * scale), 255)
    pen = ImageDraw.Draw(picture)
    for row in code.path.split("M")[1:]:
        x, y = 0, 0
        for step in row.replace("m", " m").replace("h", " h").split(" "):
            if step.startswith("m"):
                x += int(step[1:])
            elif step.startswith("h"):
                width = int(step[1:])
                pen.rectangle((x * scale, y * scale, (x + width) * scale - 1, (y + 1) * scale - 1), fill=0)
                x += width
            elif step.endswith(".5"):
                y = int(step[:-2])
            elif step != "0":
                x = int(step)
    return zxingcpp.read_barcode(picture).text


@settings(max_examples=8, deadline=None)
@given(st.text("abcdefghijklmnopqrstuvwxyz-0123456789", min_size=1, max_size=60))
def test_the_code_says_the_address(slug):
    url = f"https://news.example/2026/11/24/{slug}/"
    assert read_code(draw_qr(url)) == url


@pytest.mark.django_db
def test_the_code_on_the_page_is_that_of_the_canonical_address(client):
    post = PostFactory(language="en", slug="harbour")
    page = client.get(post.get_absolute_url())
    assert read_code(page.context["sharing"].qr) == f"http://testserver/en{post.get_absolute_url()}"
    assert page.context["sharing"].qr.path in page.content.decode()


@pytest.mark.django_db
def test_links_to_other_services_carry_title_and_address():
    post = PostFactory(title="潮汐 & “海”", slug="tides")
    sharing = share_post(post, URL, PLACE)
    assert parse_qs(urlsplit(sharing.weibo_url).query) == {"url": [URL], "title": [post.title]}
    assert parse_qs(urlsplit(sharing.mail_url).query) == {"subject": [post.title], "body": [URL]}
    assert sharing.short_url == f"https://news.example/p/{post.pk}/"


@pytest.mark.django_db
def test_all_of_it_weighs_little_and_loads_nothing():
    post = PostFactory(slug="a" * 60)
    markup = render_to_string("public/parts/share.html", {"sharing": share_post(post, URL, PLACE), "post": post})
    assert len(gzip.compress(markup.encode())) < 2_000
    assert "src=" not in markup
    assert "<script" not in markup
