"""Pages beside the posts: short addresses, one per language, never in the way of the site's own."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import get_resolver
from django.utils import translation

from news.models import Page
from news.models.page import RESERVED_SLUGS
from news.publishing.site.pages import delete_page, save_page
from tests.factories import PageFactory

pytestmark = pytest.mark.django_db


def first_parts(patterns=None, prefix=""):
    """The fixed beginnings of every address of the site, without the language prefix."""
    for entry in patterns if patterns is not None else get_resolver().url_patterns:
        route = str(entry.pattern)
        if hasattr(entry, "url_patterns") and not prefix + route:
            yield from first_parts(entry.url_patterns)
        else:
            yield route.partition("/")[0]


def test_no_page_can_take_an_address_of_the_site():
    with translation.override("zh-hans"):
        parts = {part for part in first_parts() if part and "<" not in part and "." not in part}
    assert parts <= RESERVED_SLUGS
    for slug in (*RESERVED_SLUGS, "2026"):
        with pytest.raises(ValidationError):
            Page(title="x", slug=slug).clean()


def test_each_chrome_shows_its_own_language_and_names_the_other(client):
    PageFactory(slug="about", title="关于我们")
    PageFactory(slug="about", title="About us", language="en")
    here, there = client.get("/about/").content.decode(), client.get("/en/about/").content.decode()
    assert "<h1>关于我们</h1>" in here
    assert "<h1>About us</h1>" in there
    for page in (here, there):
        assert '<link rel="alternate" hreflang="en" href="http://testserver/en/about/">' in page
        assert '<link rel="alternate" hreflang="zh-Hans" href="http://testserver/about/">' in page


def test_a_page_in_one_language_is_marked_under_the_other_chrome(client):
    PageFactory(slug="about", title="关于我们")
    page = client.get("/en/about/").content.decode()
    assert '<article class="post" lang="zh-Hans">' in page
    assert '<link rel="canonical" href="http://testserver/about/">' in page


def test_an_unpublished_page_is_not_there_and_not_in_the_footer(client):
    PageFactory(slug="secret", title="还没写完", is_published=False)
    assert client.get("/secret/").status_code == 404
    assert "还没写完" not in client.get("/").content.decode()


def test_published_pages_stand_in_the_footer(client):
    PageFactory(slug="contact", title="联系我们")
    assert '<a href="/contact/">联系我们</a>' in client.get("/").content.decode()


def test_a_renamed_page_is_found_and_a_deleted_one_is_gone(client):
    page = PageFactory(slug="about")
    page.slug = "about-us"
    save_page(page)
    assert client.get("/about/").headers["Location"] == "/about-us/"
    delete_page(page)
    assert client.get("/about-us/").status_code == 410
    assert client.get("/about/").status_code == 410
