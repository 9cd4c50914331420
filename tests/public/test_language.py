"""The path decides the language, nothing else does."""

import pytest

from tests.factories import PostFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("path", "tag"), [("/", "zh-Hans"), ("/en/", "en"), ("/archive/", "zh-Hans")])
def test_the_page_says_its_language(client, path, tag):
    response = client.get(path, headers={"accept-language": "fr,en;q=0.9"})
    assert f'<html lang="{tag}">' in response.content.decode()
    assert response.headers["Content-Language"] == tag


@pytest.mark.parametrize(
    ("path", "other"), [("/archive/", "/en/archive/"), ("/en/archive/", "/archive/"), ("/en/", "/")]
)
def test_the_switch_leads_to_the_same_page(client, path, other):
    PostFactory()
    assert f'<li><a href="{other}" hreflang=' in client.get(path).content.decode()


@pytest.mark.parametrize("path", ["/zh-hans/", "/fr/", "/EN/", "/enx/"])
def test_no_other_prefix_exists(client, path):
    assert client.get(path).status_code == 404


def test_the_admin_follows_the_browser_and_says_so_to_caches(client):
    response = client.get("/admin/login/", headers={"accept-language": "en"})
    assert response.headers["Content-Language"] == "en"
    assert "Accept-Language" in response.headers["Vary"]


def test_one_requests_language_does_not_reach_the_next(client):
    from django.utils import translation

    before = translation.get_language()
    client.get("/en/")
    assert translation.get_language() == before
