"""How tests ask the API."""

import pytest

ROOT = "/api/v1/"


@pytest.fixture
def ask(client, db):
    """`ask("posts/", limit=2)` → the answer's JSON; `status=` when another one than 200 is expected."""

    def get(path, *, status=200, **parameters):
        response = client.get(path if path.startswith("http") else ROOT + path, parameters)
        assert response.status_code == status, (path, parameters, response.content)
        return response.json()

    return get


@pytest.fixture
def ids(ask):
    """The ids of the posts that some parameters choose, in order."""

    def get(**parameters):
        return [item["id"] for item in ask("posts/", **parameters)["items"]]

    return get
