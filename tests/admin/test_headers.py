"""Content policy and caching per page: the editor's pages are laxer, everything else is strict."""

import pytest
from django.urls import reverse

from tests.admin.forms import post_url
from tests.factories import PostFactory
from tests.observatory import policy_of

pytestmark = pytest.mark.django_db
INLINE = "'unsafe-inline'"


@pytest.fixture
def pages(desk):
    client = desk("admin")
    post = PostFactory()
    urls = {
        "login": reverse("admin:login"),
        "index": reverse("admin:index"),
        "list": reverse("admin:news_post_changelist"),
        "history": post_url(post, "history"),
        "delete": post_url(post, "delete"),
        "tag": reverse("admin:news_tag_add"),
        "change": post_url(post),
        "add": reverse("admin:news_post_add"),
        "profile": reverse("admin:news_siteprofile_change", args=[1]),
    }
    return {name: client.get(url) for name, url in urls.items()}


WITH_EDITOR = {"change", "add", "profile"}


def test_only_pages_with_the_editor_allow_inline_code(pages):
    for name, response in pages.items():
        policy = policy_of(response)
        for directive in ("script-src", "style-src"):
            assert (INLINE in policy[directive]) == (name in WITH_EDITOR), (name, directive)


def test_no_page_evaluates_text_or_asks_another_host(pages):
    allowed = {"'self'", "'none'", INLINE, "data:", "blob:"}
    for name, response in pages.items():
        policy = policy_of(response)
        assert {source for sources in policy.values() for source in sources} <= allowed, name
        assert policy["default-src"] == ["'none'"]
        assert policy["frame-ancestors"] == ["'none'"]
        assert policy["object-src"] == ["'none'"]


def test_no_admin_page_is_kept_by_a_cache(pages):
    for name, response in pages.items():
        if name != "login":
            assert response.headers["Cache-Control"] == "private, no-store", name


def test_a_post_one_may_only_read_has_no_editor_and_the_strict_policy(reporter):
    response = reporter.get(post_url(PostFactory(owner=reporter.user)))
    assert INLINE not in policy_of(response)["script-src"]
    assert b"ckeditor" not in response.content


def test_plain_pages_carry_no_inline_code(pages):
    from lxml import html

    for name, response in pages.items():
        if name in WITH_EDITOR or response.status_code != 200:
            continue
        page = html.fromstring(response.content.decode())
        inline = [script for script in page.iter("script") if not script.get("src")]
        assert [script for script in inline if script.get("type") not in ("application/json",)] == [], name
        assert page.xpath("//@style | //@onclick | //@onload") == [], name
