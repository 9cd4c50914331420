"""The frame around every page: ways by role, settings of one's own, errors, signing in."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from axes.helpers import get_cool_off
from django.conf import settings
from django.contrib import admin
from django.template.loader import get_template
from django.test import Client
from django.urls import reverse

from cms.errors import server_error
from news.models import User
from tests.admin.forms import post_url
from tests.factories import PostFactory
from tests.observatory import policy_of
from tests.people import make_person, sign_in

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
FOR_ALL = {"post", "image", "category", "tag", "author", "source", "page"}
WAYS = {
    "reporter": FOR_ALL,
    "editor": FOR_ALL | {"address"},
    "publisher": FOR_ALL | {"address", "slot", "importbatch", "followup"},
    "chief": FOR_ALL | {"address", "slot", "importbatch", "followup", "siteprofile", "user"},
}


def way_to(name):
    return reverse("admin:front_page") if name == "slot" else reverse(f"admin:news_{name}_changelist")


@pytest.mark.parametrize("role", WAYS)
def test_the_menu_leads_where_the_role_may_go(desk, role):
    client = desk(role)
    response = client.get(reverse("admin:index"))
    urls = [link.url for group in response.context["desk_nav"] for link in group.links]
    assert {way_to(name) for name in WAYS[role]} <= set(urls)
    assert all(client.get(url).status_code in {200, 302} for url in urls)
    if role in {"reporter", "editor"}:
        assert not [url for url in urls if "user" in url or "siteprofile" in url or "importbatch" in url]


def test_where_one_is_is_marked_once(desk):
    client = desk("editor")
    post = PostFactory()
    for url, mark in ((reverse("admin:news_post_changelist"), "page"), (post_url(post), "true")):
        page = client.get(url).content.decode()
        marked = re.findall(r'<a href="([^"]+)" aria-current="(\w+)" data-go', page)
        assert marked == [(reverse("admin:news_post_changelist"), mark)], url


def test_the_frame_keeps_every_block_of_djangos():
    theirs = Path(admin.__file__).parent / "templates" / "admin" / "base.html"
    ours = Path(get_template("admin/base.html").origin.name)
    assert ours != theirs
    blocks = [set(re.findall(r"{% block ([\w-]+)", path.read_text())) for path in (theirs, ours)]
    left_out = {"stylesheet_rtl", "branding", "usertools", "welcome-msg", "userlinks", "nav-global"}
    assert blocks[0] - blocks[1] <= left_out | {"responsive_rtl"}


def test_ones_own_settings_are_on_the_page_and_kept(desk):
    client = desk("reporter")
    for name, value in (("theme", "dark"), ("has_shortcuts", "off"), ("is_compact", "on")):
        assert client.post(reverse("admin:set_own"), {name: value}).status_code == 200
    user = User.objects.get(pk=client.user.pk)
    assert (user.theme, user.has_shortcuts, user.is_compact) == ("dark", False, True)
    page = client.get(reverse("admin:index")).content.decode()
    assert 'data-theme="dark"' in page
    assert 'data-shortcuts="off"' in page
    assert re.search(r'<body class="[^"]*\bcompact\b', page)


@pytest.mark.parametrize("data", [{}, {"theme": "pink"}, {"is_superuser": "on"}, {"has_shortcuts": "1"}])
def test_no_other_setting_is_taken(desk, data):
    client = desk("reporter")
    response = client.post(reverse("admin:set_own"), data)
    assert response.status_code == 400
    assert response.json()["error"]
    assert not User.objects.get(pk=client.user.pk).is_superuser


def test_a_stranger_chooses_the_language_of_the_sign_in_page(client):
    login = reverse("admin:login")
    response = client.post(reverse("admin:switch_language"), {"language": "en", "next": login})
    assert response["Location"] == login
    cookie = response.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/admin/", True, "Lax")
    assert 'lang="en"' in client.get(login, headers={"Accept-Language": "zh-CN"}).content.decode()
    client.post(reverse("admin:switch_language"), {"language": "zh-hans", "next": login})
    assert 'lang="zh-Hans"' in client.get(login, headers={"Accept-Language": "en"}).content.decode()


def test_the_language_switch_wants_its_token_and_leads_nowhere_else(client):
    url = reverse("admin:switch_language")
    assert client.post(url, {"language": "en", "next": "https://evil.example/"})["Location"] == reverse("admin:index")
    assert Client(enforce_csrf_checks=True).post(url, {"language": "en"}).status_code == 403


def test_what_is_not_there_and_what_is_not_allowed_is_said_in_the_desks_look(desk):
    client = desk("reporter")
    for url, status in (("/admin/nothing/", 404), (reverse("admin:news_user_changelist"), 403)):
        response = client.get(url)
        assert response.status_code == status
        assert 'id="desk-nav"' in response.content.decode()
        assert response.headers["Cache-Control"] == "private, no-store"
    assert client.get(post_url(PostFactory())).status_code == 404


def test_a_form_that_expired_is_answered_in_the_desks_look(desk):
    client = Client(enforce_csrf_checks=True)
    sign_in(client, make_person("editor"))
    response = client.post(reverse("admin:news_tag_add"), {"name": "x"})
    assert response.status_code == 403
    assert 'id="desk-nav"' in response.content.decode()
    assert policy_of(response)["script-src"] == ["'self'"]
    assert 'id="desk-nav"' not in Client(enforce_csrf_checks=True).post("/views/").content.decode()


def test_an_error_of_ours_needs_neither_the_database_nor_the_person(rf, django_assert_num_queries, caplog):
    with django_assert_num_queries(0):
        response = server_error(rf.get("/admin/news/post/"))
    assert response.status_code == 500
    assert response["X-Request-ID"] in response.content.decode()
    assert response["X-Request-ID"] in caplog.text
    assert "desk-nav" not in response.content.decode()


def test_a_wrong_password_is_told_and_the_way_on_is_kept(client):
    user, to = make_person("editor"), reverse("admin:news_tag_changelist")
    login = f"{reverse('admin:login')}?next={to}"
    response = client.post(login, {"username": user.username, "password": "wrong", "next": to})
    page = response.content.decode()
    assert 'role="alert"' in page
    assert f'name="next" value="{to}"' in page
    assert 'autocomplete="current-password"' in page
    assert 'autocomplete="username"' in page
    response = client.post(login, {"username": user.username, "password": PASSWORD, "next": to})
    assert response["Location"] == to


@pytest.mark.parametrize(("language", "word"), [("zh-CN", "15"), ("en", "Wait 15 minutes")])
def test_after_too_many_tries_the_wait_is_named(client, language, word):
    user, login = make_person("editor"), reverse("admin:login")
    data = {"username": user.username, "password": "wrong", "next": "/admin/news/tag/"}
    for _try in range(settings.AXES_FAILURE_LIMIT + 1):
        response = client.post(login, data, headers={"Accept-Language": language})
    assert response.status_code == 429
    assert response["Retry-After"] == "900"
    assert get_cool_off() == timedelta(minutes=15)
    page = response.content.decode()
    assert word in page
    assert "?next=/admin/news/tag/" in page
    assert response.headers["Cache-Control"] == "private, no-store"
    response = client.post(login, data | {"password": PASSWORD})
    assert response.status_code == 429
    other = make_person("reporter")
    assert client.post(login, {"username": other.username, "password": PASSWORD}).status_code == 302


def test_signing_out_says_so(desk):
    client = desk("editor")
    response = client.post(reverse("admin:logout"))
    page = response.content.decode()
    assert response.status_code == 200
    assert "desk-nav" not in page
    assert reverse("admin:index") in page


def test_pages_without_a_login_show_djangos_theme_switch_only(client, desk):
    assert "admin/js/theme.js" in client.get(reverse("admin:login")).content.decode()
    assert "admin/js/theme.js" not in desk("editor").get(reverse("admin:index")).content.decode()
