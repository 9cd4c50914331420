"""Every public answer carries the headers of docs/security.md, sets no cookie and depends on none."""

import datetime as dt
import re

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from django.utils.http import http_date

from tests.factories import AuthorFactory, CategoryFactory, ImageFactory, PostFactory, SourceFactory

pytestmark = pytest.mark.django_db
THEME_HASH = f"'sha256-{settings.THEME_SCRIPT_HASH}'"
CSP = (
    f"default-src 'none'; script-src 'self' {THEME_HASH}; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; media-src 'self'; frame-src 'none'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; object-src 'none'"
)
MEDIA_CSP = "default-src 'none'; sandbox"
PICTURE = "ab/abcdef.jpg"


def as_set(policy):
    return {part.strip() for part in policy.split(";") if part.strip()}


@pytest.fixture
def paths(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "ab").mkdir()
    (tmp_path / PICTURE).write_bytes(b"\xff\xd8\xff")
    category, author, source, image = CategoryFactory(), AuthorFactory(), SourceFactory(), ImageFactory()
    post = PostFactory(categories=[category], authors=[author], source=source, tags=["潮汐"], header_image=image)
    listed = [category, author, source, post.tags.get()]
    pages = [
        "/",
        post.get_absolute_url(),
        f"/p/{post.pk}/",
        *(thing.get_absolute_url() for thing in listed),
        *(thing.get_absolute_url() + "feed/" for thing in listed),
        "/feed/",
        "/feed/atom/",
        "/feed.json",
        "/feeds/",
        "/archive/",
        "/tag/",
        f"/{post.path_on:%Y}/",
        f"/{post.path_on:%Y/%m}/",
        "/nothing-here/",
        "/?page=nonsense",
        f"{category.get_absolute_url()}?page=999",
    ]
    machines = ["/robots.txt", "/healthz", "/readyz", "/rss.xml", "/rss/", "/index.xml", "/atom.xml", "/favicon.ico"]
    machines += ["/sitemap.xml", "/sitemap/pages-1.xml", "/news-sitemap.xml", "/.well-known/security.txt"]
    media = [f"/i/{image.pk}/", "/i/999999/", f"/media/{PICTURE}", "/media/none.jpg"]
    return {"pages": [*pages, *(f"/en{path}" for path in pages)], "machines": machines, "media": media}


def test_every_public_answer(client, paths):
    client.cookies["sessionid"] = "someones"
    for path in [*paths["pages"], *paths["machines"], *paths["media"]]:
        response = client.get(path)
        headers = response.headers
        policy = MEDIA_CSP if path in paths["media"] and response.status_code != 302 else CSP
        assert as_set(headers["Content-Security-Policy"]) == as_set(policy), path
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin", path
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin", path
        assert headers["Permissions-Policy"] == "camera=(), geolocation=(), microphone=()", path
        assert headers["X-Frame-Options"] == "DENY", path
        assert "Set-Cookie" not in headers, path
        assert not response.cookies, path
        assert "cookie" not in headers.get("Vary", "").lower(), path
        assert "accept-language" not in headers.get("Vary", "").lower(), path
        response.getvalue()  # reads a file to its end, which closes it


def test_pages_may_be_kept_for_a_minute_and_errors_for_seconds(client, paths):
    for path in paths["pages"]:
        response = client.get(path)
        if response.status_code == 200 and not re.search(r"feed(/|/atom/|\.json)$", path):
            assert response.headers["Cache-Control"] == "public, max-age=60, stale-while-revalidate=300", path
        if response.status_code == 404:
            assert response.headers["Cache-Control"] == "public, max-age=5", path


def test_public_pages_ask_neither_session_nor_user(client, paths, django_assert_num_queries):
    """With a session cookie a page costs the same queries as without: nobody looks at it."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for path in paths["pages"]:
        with CaptureQueriesContext(
            connection,
        ) as without:
            client.get(path)
        other = Client()
        other.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
        with django_assert_num_queries(len(without)):
            other.get(path)


def test_writing_methods_are_refused(client, paths):
    for path in [*paths["pages"][:12], *paths["media"][:1]]:
        assert client.post(path).status_code in {403, 405}, path


def test_head_answers_like_get_without_a_body(client, paths):
    for path in [*paths["pages"], *paths["machines"], *paths["media"]]:
        get, head = client.get(path), client.head(path)
        assert head.status_code == get.status_code, path
        assert head.headers.get("ETag") == get.headers.get("ETag"), path
        assert head.getvalue() == b"", path
        get.getvalue()


def test_a_page_that_did_not_change_is_not_sent_again(client, paths):
    for path in paths["pages"]:
        first = client.get(path)
        if first.status_code == 200:
            again = client.get(path, headers={"if-none-match": first.headers["ETag"]})
            assert again.status_code == 304, path
            assert again.headers["Cache-Control"] == first.headers["Cache-Control"], path
            assert again.content == b""


@pytest.mark.parametrize("path", ["/", "/en/", "/archive/"])
def test_pages_hold_no_inline_style_and_one_script_besides_data_and_files(client, paths, path):
    page = client.get(path).content.decode()
    assert not re.search(r"<[^>]+ style=", page)
    assert "<style" not in page
    inline = re.findall(r"<script(?! type=\"application/ld\+json\"| type=\"module\" src=)[^>]*>(.*?)</script>", page)
    assert inline == [settings.NEWS_THEME_SCRIPT]  # that one is allowed by its hash


def test_pages_say_when_what_they_show_last_changed(client):
    """For who asks; whether a page is sent again is decided by its digest alone."""
    category = CategoryFactory()
    changed_at = timezone.now() - dt.timedelta(minutes=7)
    post = PostFactory(categories=[category], updated_at=changed_at)
    for path in ("/", category.get_absolute_url(), post.get_absolute_url()):
        response = client.get(path)
        assert response.headers["Last-Modified"] == http_date(changed_at.timestamp()), path
        again = client.get(path, headers={"if-modified-since": http_date()})
        assert again.status_code == 200, path
