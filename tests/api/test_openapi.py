"""The OpenAPI document tells the truth: each route and parameter is in it, and real answers fit its schemas."""

import re

import pytest

from news.api.endpoints import ENDPOINTS
from news.api.openapi import ALL_ENDPOINTS
from news.api.urls import urlpatterns
from news.models import Correction
from tests.api.schemas import misfits
from tests.factories import AuthorFactory, CategoryFactory, ImageFactory, PostFactory, SourceFactory

pytestmark = pytest.mark.django_db
ROUTES = urlpatterns[0].url_patterns


@pytest.fixture
def document(client):
    return client.get("/api/v1/openapi.json").json()


@pytest.fixture
def site():
    author, source, category = AuthorFactory(picture=ImageFactory()), SourceFactory(), CategoryFactory()
    links = {"authors": [author], "categories": [category], "tags": ["潮汐"]}
    post = PostFactory(source=source, header_image=ImageFactory(), source_url="https://outlet.example/1", **links)
    PostFactory(source=SourceFactory(policy="link"), translation_of=post, language="en", **links)
    PostFactory()
    Correction.objects.create(post=post, text="更正")
    keys = {"post": post.pk, "category": category.path, "tag": post.tags.get().slug}
    return keys | {"author": author.slug, "source": source.slug}


def template(route):
    return "/" + re.sub(r"<\w+:key>", "{key}", route)


def test_every_route_is_described(document):
    assert set(document["paths"]) == {template(str(pattern.pattern)) for pattern in ROUTES}
    assert document["openapi"].startswith("3.1.")


def test_every_parameter_is_described_and_accepted(document, client, site):
    for endpoint in ENDPOINTS:
        described = document["paths"][template(endpoint.route)]["get"]["parameters"]
        in_query = {each["name"] for each in described if each["in"] == "query"}
        assert in_query == {parameter.name for parameter in endpoint.parameters}
        refused = client.get(path_of(endpoint, site), {"nonsense": "1"}).json()
        assert set(refused["allowed"]) == in_query


def path_of(endpoint, site):
    return "/api/v1/" + re.sub(r"<\w+:key>", str(site.get(endpoint.name, "")), endpoint.route)


def schema_of(document, endpoint):
    responses = document["paths"][template(endpoint.route)]["get"]["responses"]
    return responses["200"]["content"]["application/json"]["schema"]


@pytest.mark.parametrize("endpoint", ALL_ENDPOINTS, ids=lambda each: each.name)
def test_answers_fit_their_schemas(document, client, site, endpoint):
    answer = client.get(path_of(endpoint, site)).json()
    assert misfits(answer, schema_of(document, endpoint), document["components"]["schemas"]) == []


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda each: each.name)
def test_each_field_can_be_asked_for_alone(document, client, site, endpoint):
    described = document["paths"][template(endpoint.route)]["get"]["parameters"]
    names = next(each for each in described if each["name"] == "fields")["schema"]["items"]["enum"]
    for name in names:
        answer = client.get(path_of(endpoint, site), {"fields": name}).json()
        assert misfits(answer, schema_of(document, endpoint), document["components"]["schemas"]) == []
        assert all(set(item) == {name} for item in answer.get("items", [answer]))


def test_problems_fit_theirs(document, client):
    for path in ("posts/?x=1", "posts/1/", "posts/?limit=0", "nothing/"):
        problem = client.get(f"/api/v1/{path}").json()
        assert misfits(problem, document["components"]["schemas"]["Problem"], document["components"]["schemas"]) == []


def test_references_lead_somewhere(document):
    text = str(document)
    assert set(re.findall(r"#/components/schemas/(\w+)", text)) == set(document["components"]["schemas"])


def test_the_index_names_every_list(client):
    for url in client.get("/api/v1/").json().values():
        assert client.get(url).status_code == 200


def test_the_check_itself_sees_what_does_not_fit():
    schema = {"type": "object", "properties": {"at": {"type": "string", "format": "date-time"}}, "required": ["at"],
              "additionalProperties": False}  # fmt: skip
    assert misfits({"at": "2024-01-01T00:00:00+08:00"}, schema, {}) == []
    for value in ({}, {"at": "2024-01-01T00:00:00"}, {"at": 1}, {"at": "x"}, [], {"at": None, "more": 1}):
        assert misfits(value, schema, {}) != []
