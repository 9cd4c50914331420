"""People at their desks."""

import pytest
from django.test import Client

from tests.people import make_person, sign_in


@pytest.fixture
def desk(db):
    """`desk("editor")` gives a signed-in client, with the login as `client.user`."""

    def open_desk(role, **values):
        client = Client()
        client.user = make_person(role, **values)
        return sign_in(client, client.user)

    return open_desk


@pytest.fixture
def editor(desk):
    return desk("editor")


@pytest.fixture
def reporter(desk):
    return desk("reporter")
