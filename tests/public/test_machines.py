"""Answers for machines that watch or crawl the site."""

import pytest
from django.db import DatabaseError


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


def test_robots_stay_out_of_the_admin(client):
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "Disallow: /admin/" in response.content.decode()
