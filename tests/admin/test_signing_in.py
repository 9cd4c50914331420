"""The session ends while somebody types: the text is kept, and only the same person goes on with it."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from lxml import html

from news.models import Post
from news.publishing.posts.saving import save_post
from tests.admin.forms import post_url, read_form
from tests.people import make_person

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
URL = "/admin/sign-in-again/"


@pytest.fixture
def user(db):
    return make_person("editor", username="lilei")


@pytest.fixture
def stranger():
    return Client(enforce_csrf_checks=True)


def sign_in_again(client, username="lilei", password=PASSWORD, expected="lilei"):
    token = client.get(URL).json()["csrf"]
    values = {"username": username, "password": password, "expected": expected}
    return client.post(URL, values, headers={"x-csrftoken": token})


def test_the_same_person_signs_in_in_place_and_gets_a_new_token(stranger, user):
    before = stranger.get(URL).json()
    assert before["username"] == ""
    answer = sign_in_again(stranger)
    assert answer.status_code == 200
    assert answer.json()["username"] == "lilei"
    assert stranger.get(reverse("admin:index")).status_code == 200
    assert stranger.get(URL).json()["username"] == "lilei"


def test_another_person_a_wrong_password_and_a_missing_token_are_refused(stranger, user):
    make_person("editor", username="hanmeimei")
    assert sign_in_again(stranger, username="hanmeimei").status_code == 400
    assert sign_in_again(stranger, password="wrong").status_code == 400
    assert stranger.post(URL, {"username": "lilei", "password": PASSWORD}).status_code == 403
    assert settings.SESSION_COOKIE_NAME not in stranger.cookies


def test_guessing_is_slowed_down_here_too(stranger, user):
    statuses = [sign_in_again(stranger, password="wrong").status_code for _ in range(settings.AXES_FAILURE_LIMIT + 1)]
    assert statuses[-1] == 429
    assert sign_in_again(stranger).status_code == 429


def test_who_is_no_editor_is_refused(stranger, user):
    user.is_staff = False
    user.save()
    assert sign_in_again(stranger).status_code == 400


def test_a_desk_request_without_a_session_is_led_to_the_sign_in_page_and_without_a_token_says_so(
    stranger, user, client
):
    post = save_post(Post(title="稿", language="en"))
    assert client.post(post_url(post, "autosave"), {}, headers={"accept": "application/json"}).status_code == 302
    refused = stranger.post(post_url(post, "autosave"), {}, headers={"accept": "application/json"})
    assert (refused.status_code, refused.json()) == (403, {"reason": "csrf"})


def test_a_form_sent_after_the_session_ended_is_saved_after_signing_in_again(user, client):
    post = save_post(Post(title="稿", body="<p>一</p>", language="en"))
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    values = read_form(client.get(post_url(post)))
    assert values["draft_user"] == ["lilei"]
    client.cookies.pop(settings.SESSION_COOKIE_NAME)
    page = client.post(post_url(post), {**values, "body": "<p>\n半天的\n心血</p>", "_continue": "1"})
    assert page.status_code == 403
    assert "半天的" in page.content.decode()
    asked = form_of(page, "sign-in-again")
    assert asked["username"] == "lilei"
    wrong = client.post("/admin/sign-in-again/go-on/", {**asked, "password": "wrong"})
    assert wrong.status_code == 403
    page = client.post("/admin/sign-in-again/go-on/", {**form_of(wrong, "sign-in-again"), "password": PASSWORD})
    assert page.status_code == 200
    sent = form_of(page, "sign-in-again")
    assert client.post(post_url(post), sent).status_code == 302
    assert "半天的" in Post.objects.get(pk=post.pk).body


def test_the_page_after_signing_in_sends_to_forms_of_ours_only(user, client):
    for back in ("https://evil.example/", "//evil.example/admin/news/post/add/", "/admin/", "/", ""):
        values = {"username": "lilei", "password": PASSWORD, "kept": "[]", "back": back}
        assert client.post("/admin/sign-in-again/go-on/", values).status_code == 403, back
    assert (
        client.post("/admin/sign-in-again/go-on/", {"kept": "no json", "back": "/admin/news/post/add/"}).status_code
        == 403
    )


def test_a_form_whose_token_does_not_fit_shows_what_was_typed(stranger):
    page = stranger.post(reverse("admin:news_post_add"), {"title": "标题", "body": "<p>半天的心血</p><script>"})
    text = page.content.decode()
    assert page.status_code == 403
    assert "半天的心血" in text
    assert "<script>" not in text.partition('id="typed-body"')[2]
    assert "no-store" in page.headers["Cache-Control"]
    public = stranger.post("/search/")
    assert "typed-" not in public.content.decode()


def form_of(page, name):
    root = html.fromstring(page.content.decode())
    (form,) = root.find_class(name)
    values = dict(form.form_values())
    for area in form.iter("textarea"):
        values[area.get("name")] = area.text or ""
    return values
