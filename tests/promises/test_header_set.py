"""P26: every kind of answer carries its set of headers, as a production machine sends them, and scores A+."""

import os
import runpy
from pathlib import Path
from unittest import mock

import pytest
from django.conf import settings as test_settings
from django.test import Client
from django.urls import reverse
from django.utils import translation

from news.models import Address
from tests.factories import ImageFactory, PostFactory
from tests.observatory import policy_of, score
from tests.people import make_person, sign_in
from tests.public.test_visibility import Scene

pytestmark = pytest.mark.django_db
SETTINGS = Path(__file__).resolve().parents[2] / "cms" / "settings.py"
OURS = ("SECURE_", "SESSION_COOKIE_", "CSRF_COOKIE_", "CONTENT_SECURITY_POLICY", "X_FRAME_", "PERMISSIONS_POLICY")
PRODUCTION = {"CMS_SECRET_KEY": "".join(map(chr, range(48, 112))), "CMS_ALLOWED_HOSTS": "testserver"}
PAGE, SHORT, FEED = "public, max-age=60, stale-while-revalidate=300", "public, max-age=5", "public, max-age=300"
ON_EVERY_ANSWER = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Frame-Options": "DENY",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
}
# Kind of answer: its status and the beginning of its Cache-Control. What may be kept is public; what may not, says so.
KINDS = {
    "page": (200, PAGE),
    "page known already": (304, PAGE),
    "not found": (404, SHORT),
    "gone": (410, SHORT),
    "old address": (301, SHORT),
    "short link": (301, PAGE),
    "missing slash": (301, ""),
    "feed": (200, FEED),
    "feed alias": (301, FEED),
    "picture address": (302, "public, max-age=300"),
    "picture file": (200, "public, max-age=31536000, immutable"),
    "missing file": (404, SHORT),
    "API": (200, PAGE),
    "API problem": (400, SHORT),
    "API not found": (404, SHORT),
    "API refused": (405, "no-store"),
    "static file": (200, "max-age="),
    "robots": (200, "public, max-age=3600"),
    "health": (200, "max-age=0, no-cache, no-store"),
    "failure": (500, "no-store"),
    "sign-in": (200, "private, no-store"),
}
NOT_PUBLIC = {"sign-in"}
SANDBOXED = {"picture file", "missing file"}


@pytest.fixture
def production(settings, tmp_path):
    """The headers' settings as cms/settings.py makes them on a machine with TLS; the rest stays the tests' own."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("CMS_")}
    with mock.patch.dict(os.environ, clean | PRODUCTION | {"CMS_DATA_DIR": str(tmp_path)}, clear=True):
        values = runpy.run_path(str(SETTINGS))
    for name, value in values.items():
        if name.startswith(OURS):
            setattr(settings, name, value)
    settings.MEDIA_ROOT = tmp_path
    return Client(raise_request_exception=False)


@pytest.fixture
def answers(production, tmp_path, monkeypatch):
    post, gone, image = PostFactory(), PostFactory(trashed_at="2026-01-01T00:00:00Z"), ImageFactory()
    Address.objects.create(path="/old/", post=post)
    (tmp_path / "a.jpg").write_bytes(b"\xff\xd8\xff")
    get = lambda path, **headers: production.get(path, secure=True, headers=headers)  # noqa: E731
    page = get(post.get_absolute_url())
    found = {
        "page": page,
        "page known already": get(post.get_absolute_url(), **{"if-none-match": page.headers["ETag"]}),
        "not found": get("/nothing/"),
        "gone": get(gone.get_absolute_url()),
        "old address": get("/old/"),
        "short link": get(f"/p/{post.pk}/"),
        "missing slash": get("/archive"),
        "feed": get("/feed/"),
        "feed alias": get("/rss.xml"),
        "picture address": get(image.get_absolute_url()),
        "picture file": get("/media/a.jpg"),
        "missing file": get("/media/none.jpg"),
        "API": get("/api/v1/posts/"),
        "API problem": get("/api/v1/posts/?x=1"),
        "API not found": get("/api/v1/posts/0/"),
        "API refused": production.post("/api/v1/posts/", secure=True),
        "static file": get("/static/public/site.css"),
        "robots": get("/robots.txt"),
        "health": get("/healthz"),
        "sign-in": get(reverse("admin:login")),
    }
    monkeypatch.setattr("news.public.views.archives.count_months", lambda posts: 1 / 0)
    yield found | {"failure": get("/archive/")}
    for kind in ("picture file", "static file"):
        found[kind].close()


def check_common(response, where):
    for name, value in ON_EVERY_ANSWER.items():
        assert response.headers.get(name) == value, (where, name)
    policy = policy_of(response)
    assert policy["default-src"] == ["'none'"], where
    assert "unsafe" not in response.headers["Content-Security-Policy"], where


def check_public(response, where):
    assert not response.cookies, where
    varied = response.headers.get("Vary", "").lower()
    assert "cookie" not in varied, where
    assert "accept-language" not in varied, where


def test_each_kind_of_answer_has_its_set(answers):
    assert set(answers) == set(KINDS)
    for kind, response in answers.items():
        status, cache = KINDS[kind]
        assert response.status_code == status, kind
        assert response.headers.get("Cache-Control", "").startswith(cache), kind
        check_common(response, kind)
        if kind not in NOT_PUBLIC:
            check_public(response, kind)
        if kind in SANDBOXED:
            assert "sandbox" in policy_of(response), kind
        else:
            assert policy_of(response)["frame-ancestors"] == ["'none'"], kind
            assert "upgrade-insecure-requests" in policy_of(response), kind


def test_the_observatory_gives_each_a_plus(answers):
    for kind, response in answers.items():
        points, why = score(response)
        assert points >= (100 if kind in SANDBOXED else 110), (kind, points, why)


def test_the_page_with_the_editor_loses_what_its_inline_code_costs_and_no_more(production):
    page = sign_in(production, make_person("admin")).get(reverse("admin:news_post_add"), secure=True)
    assert page.status_code == 200
    assert score(page)[0] == 80


def test_every_public_address_carries_the_common_set(production):
    scene = Scene("draft", "trashed")
    for language, _name in test_settings.LANGUAGES:
        with translation.override(language):
            paths = [path for _name, path in scene.paths()]
        for path in paths:
            response = production.get(path, secure=True)
            check_common(response, path)
            check_public(response, path)
            assert response.headers["Cache-Control"].startswith(("public, max-age=", "no-store", "max-age=0")), path


def test_without_tls_a_reader_is_led_to_it(production):
    response = production.get("/archive/?page=1")
    assert response.status_code == 301
    assert response.headers["Location"] == "https://testserver/archive/?page=1"


@pytest.mark.parametrize(
    ("header", "value", "lost"),
    [
        ("Content-Security-Policy", "default-src 'none'; script-src 'self' 'unsafe-inline'; form-action 'self'", 20),
        ("Content-Security-Policy", "", 25),
        ("Strict-Transport-Security", "", 20),
        ("X-Content-Type-Options", "", 5),
        ("Access-Control-Allow-Credentials", "true", 50),
    ],
)
def test_the_scorer_sees_what_is_missing(production, header, value, lost):
    response = production.get("/", secure=True)
    best, _ = score(response)
    response.headers[header] = value
    assert score(response)[0] <= best - lost
