"""The index of the API and its OpenAPI 3.1 document, both generated from the table of endpoints."""

import re
from typing import Any

from django.urls import reverse

from news.api.contract import APIRequest, APIResult, Endpoint
from news.api.endpoints import ENDPOINTS
from news.api.names import AUTHOR, AUTHOR_NAME, CATEGORY, CATEGORY_NAME, SOURCE, SOURCE_NAME, TAG, TAG_NAME
from news.api.parameters import Parameter
from news.api.pictures import PICTURE, RENDITION
from news.api.posts import CORRECTION, POST, TRANSLATION
from news.api.problems import CONTENT_TYPE, EXTENSIONS, PROBLEM
from news.api.shapes import INTEGER, STRING, URL, Schema
from news.rendering.site import read_site

RESOURCES = (POST, CATEGORY, TAG, AUTHOR, SOURCE)
PARTS = (CATEGORY_NAME, TAG_NAME, AUTHOR_NAME, SOURCE_NAME, PICTURE, RENDITION, TRANSLATION, CORRECTION)
ABOUT = (
    "What the site shows, for programs. Read-only, without a key. Parameters are a closed list: an unknown one is "
    "answered with 400 and the names that are known. Times carry their offset; addresses are absolute."
)
_KEY = re.compile(r"<(\w+):key>")
_LISTS = [endpoint for endpoint in ENDPOINTS if not endpoint.key]
INDEX_SCHEMA: Schema = {
    "type": "object",
    "properties": {**{endpoint.route.strip("/"): URL for endpoint in _LISTS}, "openapi": URL},
    "required": [*(endpoint.route.strip("/") for endpoint in _LISTS), "openapi"],
    "additionalProperties": False,
}


def answer_index(asked: APIRequest) -> APIResult:
    """Return the addresses of all lists and of the OpenAPI document."""
    lists = {endpoint.route.strip("/"): f"api:{endpoint.name}" for endpoint in _LISTS}
    names = lists | {"openapi": "api:openapi"}
    return APIResult({name: asked.place.absolute(reverse(route)) for name, route in names.items()})


def answer_document(asked: APIRequest) -> APIResult:
    document = {
        "openapi": "3.1.0",
        "info": {"title": read_site(asked.place.language).name, "version": "1", "description": ABOUT},
        "servers": [{"url": asked.place.absolute(reverse("api:index"))}],
        "paths": {f"/{_KEY.sub('{key}', each.route)}": {"get": _operation(each)} for each in ALL_ENDPOINTS},
        "components": {"schemas": _schemas()},
    }
    return APIResult(document)


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    return {
        "operationId": endpoint.name,
        "summary": endpoint.about,
        "parameters": [*_key_parameter(endpoint), *(_query_parameter(each) for each in endpoint.parameters)],
        "responses": _responses(endpoint),
    }


def _key_parameter(endpoint: Endpoint) -> list[dict[str, Any]]:
    found = _KEY.search(endpoint.route)
    if found is None:
        return []
    schema = INTEGER if found[1] == "int" else STRING
    return [{"name": "key", "in": "path", "required": True, "description": endpoint.key, "schema": schema}]


def _query_parameter(parameter: Parameter) -> dict[str, Any]:
    is_list = parameter.schema["type"] == "array"
    style = {"style": "form", "explode": False} if is_list else {}  # OpenAPI 3.1: comma-separated values
    about = {"description": parameter.about, "schema": parameter.schema}
    return {"name": parameter.name, "in": "query", "required": False, **about, **style}


def _responses(endpoint: Endpoint) -> dict[str, Any]:
    problem = {"content": {CONTENT_TYPE: {"schema": PROBLEM.ref()}}}
    responses = {
        "200": {"description": "As asked.", "content": {"application/json": {"schema": endpoint.schema}}},
        "304": {"description": "Nothing has changed since the ETag in If-None-Match."},
        "400": {"description": "A parameter is unknown, given twice or not understood.", **problem},
    }
    if endpoint.key:
        responses["404"] = {"description": "There is nothing public by this name.", **problem}
    if endpoint.name == "post":
        responses["410"] = {"description": "It was public once and has been withdrawn.", **problem}
    return responses


def _schemas() -> dict[str, Schema]:
    resources = {shape.name: shape.schema(is_sparse=True) for shape in RESOURCES}
    parts = {shape.name: shape.schema() for shape in PARTS}
    problem = PROBLEM.schema()
    return resources | parts | {PROBLEM.name: problem | {"properties": problem["properties"] | EXTENSIONS}}


INDEX = Endpoint("index", "", "Where everything is.", (), INDEX_SCHEMA, answer_index)
DOCUMENT = Endpoint("openapi", "openapi.json", "This document.", (), {"type": "object"}, answer_document)
ALL_ENDPOINTS = (INDEX, DOCUMENT, *ENDPOINTS)
