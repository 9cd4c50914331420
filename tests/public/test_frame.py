"""What stands around every page."""

import base64
import gzip
import hashlib
import re

import pytest

from news.models import SiteProfile
from tests.factories import CategoryFactory, ImageFactory, PostFactory

pytestmark = pytest.mark.django_db


def test_the_first_link_skips_to_the_text(client):
    body = client.get("/").content.decode().split("<body>")[1]
    assert body.lstrip().startswith('<a class="skip" href="#main">')
    assert '<main id="main" tabindex="-1"' in body


def test_the_top_categories_stand_in_the_editors_order(client):
    for name, position in (("丙", 3), ("甲", 1), ("乙", 2)):
        CategoryFactory(parent=CategoryFactory(name=name, position=position), name=f"{name}下")
    nav = client.get("/").content.decode().split("</nav>")[0]
    assert nav.index("甲") < nav.index("乙") < nav.index("丙")
    assert "甲下" not in nav


def test_the_branch_one_is_in_is_marked(client):
    root = CategoryFactory()
    leaf = CategoryFactory(parent=root)
    link = f'<a href="{root.get_absolute_url()}" aria-current='
    assert f'{link}"page"' in client.get(root.get_absolute_url()).content.decode()
    assert f'{link}"true"' in client.get(leaf.get_absolute_url()).content.decode()
    post = PostFactory(categories=[leaf])
    assert f'{link}"true"' in client.get(post.get_absolute_url()).content.decode()


def test_the_profile_fills_head_and_footer(client):
    SiteProfile(
        pk=1,
        name="潮声",
        footer="<p>关于<b>我们</b></p>",
        footer_en="<p>About us</p>",
        icp_number="临ICP备1号",
        public_security_number="临公网安备2号",
        verification_tags={"google-site-verification": 'a"><script>b', "items": "c"},
        icon=ImageFactory(),
        share_image=ImageFactory(),
    ).save()
    html = client.get("/").content.decode()
    assert "<p>关于<b>我们</b></p>" in html
    assert '<a href="https://beian.miit.gov.cn/" rel="noopener" lang="zh-Hans">临ICP备1号</a>' in html
    assert "临公网安备2号" in html
    assert '<meta name="google-site-verification" content="a&quot;&gt;&lt;script&gt;b">' in html
    assert '<meta name="items" content="c">' in html
    assert 'property="og:image" content="http://testserver/media/' in html
    assert '<link rel="icon" href="/media/' in html
    assert "<p>About us</p>" in client.get("/en/").content.decode()


def test_every_page_has_one_heading_of_the_first_level(client):
    post = PostFactory(body="<h2>a</h2>", categories=[CategoryFactory()])
    category = post.primary_category.get_absolute_url()
    for path in ("/", post.get_absolute_url(), category, "/archive/", "/tag/", "/nothing/", f"/{post.path_on:%Y}/"):
        assert client.get(path).content.decode().count("<h1") == 1, path


def test_the_site_works_before_anybody_wrote_its_profile(client):
    assert "<title>Masthead</title>" in client.get("/").content.decode()


def test_the_one_inline_script_is_small_and_allowed_by_its_hash(client):
    """Others may not stand in the page: the policy has neither a nonce nor unsafe-inline."""
    response = client.get("/")
    scripts = re.findall(r"<script>(.*?)</script>", response.content.decode(), re.DOTALL)
    assert len(scripts) == 1
    assert len(scripts[0].encode()) <= 300
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    assert f"'sha256-{digest}'" in response.headers["Content-Security-Policy"]


def test_beyond_seven_sections_the_rest_stands_behind_more(client):
    for number in range(9):
        CategoryFactory(name=f"栏{number}", position=number)
    nav = client.get("/").content.decode().split("</nav>")[0]
    shown, more = nav.split("<details")
    assert "栏6" in shown
    assert "栏7" not in shown
    assert "栏7" in more
    assert "栏8" in more


def test_pages_are_compressed_for_who_takes_it(client):
    plain, packed = client.get("/"), client.get("/", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert "Accept-Encoding" in packed.headers["Vary"]
    again = client.get("/", headers={"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]})
    assert again.status_code == 304


def test_the_admin_is_not_compressed(client):
    """Its pages hold secrets beside what a stranger can put into an address (BREACH)."""
    response = client.get("/admin/login/", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in response.headers


def test_pictures_are_not_compressed_again(client, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "a.jpg").write_bytes(b"\xff\xd8\xff" * 100)
    response = client.get("/media/a.jpg", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in response.headers
    response.getvalue()  # reads the file to its end, which closes it


def test_what_a_button_copies_is_said_beside_it(client):
    post = PostFactory()
    for path in ("/feeds/", post.get_absolute_url()):
        html = client.get(path).content.decode()
        buttons = re.findall(r"<button [^>]*data-copy=[^>]*>", html)
        assert all("data-done=" in button for button in buttons), path
        assert html.count('class="said" role="status"') == len(buttons) > 0, path
