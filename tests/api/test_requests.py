"""A closed list of parameters, problems in JSON, answers that caches and browsers may keep. Never a 5xx."""

import pytest
from django.core.signing import Signer

from news.api.cursors import write_cursor
from news.api.endpoints import ENDPOINTS
from tests.factories import PostFactory, TagFactory

pytestmark = pytest.mark.django_db
ODD = ["", "\x00", "１０", "-1", "0", "9" * 5000, "1e3", "NaN", "null", "[]", "a'b", "../..", "%00", "💧" * 400, " "]
CLOSED = [endpoint for endpoint in ENDPOINTS if not endpoint.key]


def test_an_unknown_parameter_is_refused_with_those_that_are_known(client):
    response = client.get("/api/v1/tags/?static=1")
    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == 400
    assert problem["parameter"] == "static"
    assert problem["allowed"] == ["limit", "cursor", "fields"]


@pytest.mark.parametrize("endpoint", CLOSED, ids=lambda each: each.name)
def test_odd_values_are_refused_or_find_nothing(client, endpoint):
    for parameter in endpoint.parameters:
        for value in ODD:
            response = client.get(f"/api/v1/{endpoint.route}", {parameter.name: value})
            assert response.status_code in {200, 400}, (parameter.name, value)
            assert len(response.content) < 2000, "an answer must not grow with what was asked"
            if response.status_code == 200:
                assert response.json()["items"] == []


@pytest.mark.parametrize("path", ["posts/0/", "posts/" + "9" * 30 + "/", "posts/" + "9" * 5000 + "/", "posts/１/"])
def test_odd_ids_are_not_found(ask, path):
    assert ask(path, status=404)["status"] == 404


@pytest.mark.parametrize(
    "text",
    ["2024-13-01", "2024-02-30", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "２０２４-01-01", "today"],
)
def test_times_that_are_none_are_refused(ask, text):
    assert "ISO 8601" in ask("posts/", status=400, published_after=text)["detail"]


def test_a_parameter_given_twice_is_refused(client):
    assert client.get("/api/v1/posts/?tag=a&tag=b").status_code == 400


@pytest.mark.parametrize("query", ["a=1&" * 1500, "tag=" + "x" * 20_000])
@pytest.mark.parametrize("path", ["/api/v1/posts/", "/api/v1/posts"])
def test_more_than_anybody_means_is_refused_in_json_too(client, path, query):
    response = client.get(f"{path}?{query}")
    assert response.status_code in {400, 404}
    assert response.headers["Content-Type"] == "application/problem+json"


def test_an_unknown_field_is_refused_with_those_there_are(ask):
    problem = ask("posts/", status=400, fields="id,password")
    assert "id" in problem["allowed"]
    assert "translations" not in problem["allowed"]


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "x~y",
        Signer(salt="news.api.cursor", sep="~", key="k" * 50).sign_object(["posts", "newest", "2024-01-01", 1]),
        write_cursor("posts", "oldest", "2024-01-01T00:00:00+00:00", 1),
        write_cursor("tags", "a"),
    ],
    ids=["noise", "unsigned", "of another key", "of another order", "of another list"],
)
def test_a_cursor_that_is_not_of_this_list_is_refused(ask, cursor):
    assert ask("posts/", status=400, cursor=cursor)["parameter"] == "cursor"


def test_an_answer_is_sent_once(client):
    post = PostFactory()
    for path in (f"/api/v1/posts/{post.pk}/", "/api/v1/posts/", "/api/v1/tags/", "/api/v1/", "/api/v1/openapi.json"):
        first = client.get(path)
        assert first.headers["Cache-Control"].startswith("public, max-age=60")
        assert ("Last-Modified" in first.headers) == ("posts/" in path)
        again = client.get(path, headers={"if-none-match": first.headers["ETag"]})
        assert again.status_code == 304
        assert again.headers["Access-Control-Allow-Origin"] == "*"
        assert again.headers["Cache-Control"] == first.headers["Cache-Control"]


def test_a_post_taken_back_changes_a_list_although_its_newest_date_got_older(client):
    PostFactory()
    last = PostFactory()
    before = client.get("/api/v1/posts/")
    type(last).objects.filter(pk=last.pk).update(status="archived")
    validators = {"if-none-match": before.headers["ETag"], "if-modified-since": before.headers["Last-Modified"]}
    assert client.get("/api/v1/posts/", headers=validators).status_code == 200
    assert (
        client.get("/api/v1/posts/", headers={"if-modified-since": before.headers["Last-Modified"]}).status_code == 200
    )


@pytest.mark.parametrize("path", ["/api/v1/posts/", "/api/v1/posts/?nonsense=1", "/api/v1/nothing/", "/api/v2/"])
def test_any_page_of_any_site_may_read_the_answer(client, path):
    headers = client.get(path).headers
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in headers
    assert headers.get("Vary", "Accept-Encoding") == "Accept-Encoding"  # not on the page that asks


def test_methods(client):
    get, head = client.get("/api/v1/posts/"), client.head("/api/v1/posts/")
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["ETag"] == get.headers["ETag"]
    asked = client.options("/api/v1/posts/")
    assert asked.status_code == 204
    assert asked.headers["Allow"] == asked.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_writing_is_refused_by_method_and_not_by_a_forms_token(method):
    from django.test import Client

    response = getattr(Client(enforce_csrf_checks=True), method)("/api/v1/posts/")
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert response.json()["status"] == 405


@pytest.mark.parametrize("is_trial_site", [True, False])
@pytest.mark.parametrize(
    "path", ["/api/", "/api/v1/nothing/", "/api/v1/posts/x/", "/api/v1/tags/a%0Ab/", "/api/v2/posts/"]
)
def test_nothing_is_not_found_in_json(client, settings, is_trial_site, path):
    settings.DEBUG = is_trial_site
    response = client.get(path)
    assert response.status_code == 404
    assert response.headers["Content-Type"] == "application/problem+json"


def test_a_missing_slash_is_added_with_the_question_kept(client):
    TagFactory()
    assert client.get("/api/v1/posts?limit=2").headers["Location"] == "/api/v1/posts/?limit=2"
    assert client.get("/api").headers["Location"] == "/api/"
