"""Answers for machines that watch or crawl the site."""

import datetime as dt
from pathlib import Path
from urllib.robotparser import RobotFileParser

import pytest
from django.conf import settings
from django.db import DatabaseError
from PIL import Image

from news.models import SiteProfile
from news.public.crawlers import AI_CRAWLERS
from tests.factories import ImageFactory, PostFactory


def test_the_process_answers_without_the_database(client):
    response = client.get("/healthz")
    assert response.content == b"ok\n"
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.django_db
def test_the_site_is_ready(client):
    assert client.get("/readyz").status_code == 200


def test_without_its_database_it_is_not(client, monkeypatch):
    def fail():
        raise DatabaseError("secret host name")

    monkeypatch.setattr("news.public.views.machines.connection.cursor", fail)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.content == b"not ready\n"


@pytest.mark.django_db
def test_nor_without_room_on_its_disk(client, monkeypatch):
    monkeypatch.setattr("news.public.views.machines.MIN_FREE_SHARE", 1.1)
    assert client.get("/readyz").status_code == 503


@pytest.mark.django_db
class TestRobots:
    def read(self, client):
        response = client.get("/robots.txt")
        assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
        return response.content.decode()

    def allows(self, text, agent, path):
        parser = RobotFileParser()
        parser.parse(text.splitlines())
        return parser.can_fetch(agent, f"http://testserver{path}")

    def test_they_stay_out_of_the_admin_and_of_searches(self, client):
        text = self.read(client)
        assert self.allows(text, "Googlebot", "/category/a/")
        for path in ("/admin/", "/search/?q=a", "/en/search/?q=a"):
            assert not self.allows(text, "Googlebot", path)

    def test_they_are_told_of_the_sitemaps(self, client):
        lines = self.read(client).splitlines()
        assert "Sitemap: http://testserver/sitemap.xml" in lines
        assert "Sitemap: http://testserver/news-sitemap.xml" in lines

    @pytest.mark.parametrize("is_welcome", [False, True])
    def test_those_of_language_models_come_in_when_they_are_welcome(self, client, is_welcome):
        SiteProfile(pk=1, allows_ai_crawlers=is_welcome).save()
        text = self.read(client)
        for agent in ("GPTBot", "ClaudeBot", "CCBot", "Google-Extended", "Bytespider"):
            assert self.allows(text, agent, "/") is is_welcome
        assert self.allows(text, "Googlebot", "/")
        assert self.allows(text, "Baiduspider", "/")

    def test_the_list_names_each_once_in_order(self):
        assert list(AI_CRAWLERS) == sorted(set(AI_CRAWLERS), key=str.lower)
        assert not {"Googlebot", "Bingbot", "Baiduspider", "Applebot", "YandexBot"} & set(AI_CRAWLERS)


@pytest.mark.django_db
class TestSecurityText:
    def test_it_is_there_when_somebody_would_answer(self, client):
        SiteProfile(pk=1, security_contact="mailto:security@news.example").save()
        response = client.get("/.well-known/security.txt")
        facts = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
        assert facts["Contact"] == "mailto:security@news.example"
        assert facts["Preferred-Languages"] == "zh, en"
        assert facts["Canonical"] == "http://testserver/.well-known/security.txt"
        left = dt.datetime.fromisoformat(facts["Expires"]) - dt.datetime.now(dt.UTC)
        assert dt.timedelta(days=30) < left < dt.timedelta(days=365)

    @pytest.mark.parametrize("contact", ["", "call me", "http://plain.example/", "mailto:x"])
    def test_without_it_is_not(self, client, contact):
        SiteProfile(pk=1, security_contact=contact).save()
        assert client.get("/.well-known/security.txt").status_code == 404


@pytest.mark.django_db
class TestPictures:
    @pytest.mark.parametrize("path", ["/favicon.ico", "/apple-touch-icon.png"])
    def test_browsers_find_an_icon_without_being_told(self, client, path):
        assert client.get(path).headers["Location"] == "/static/public/icon-180.png"
        icon = ImageFactory()
        SiteProfile(pk=1, icon=icon).save()
        assert client.get(path).headers["Location"] == icon.rendition_url("square")

    @pytest.mark.parametrize(
        ("name", "size", "most"), [("icon-180.png", (180, 180), 5), ("share.jpg", (1200, 630), 40)]
    )
    def test_those_that_come_with_it_are_small_and_of_the_right_size(self, name, size, most):
        file = Path(settings.BASE_DIR) / "static" / "public" / name
        assert file.stat().st_size <= most * 1024
        with Image.open(file) as picture:
            assert picture.size == size

    def test_every_page_has_a_picture_to_share(self, client):
        post = PostFactory(tags=["潮汐"])
        for path in ("/", "/tag/", "/archive/", "/feeds/", post.get_absolute_url(), "/tag/chao-xi/"):
            page = client.get(path).content.decode()
            assert '<meta property="og:image" content="http://testserver/static/public/share.jpg">' in page, path
            assert '<meta property="og:image:width" content="1200">' in page, path
