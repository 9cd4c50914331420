"""Behind a proxy, a visitor is who the proxy says, whatever the visitor claims."""

import pytest
from django.test import RequestFactory

from cms.proxy import client_ip


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, "127.0.0.1"),
        ({"X-Forwarded-For": "203.0.113.66"}, "203.0.113.66"),
        ({"X-Forwarded-For": "10.0.0.1, 198.51.100.7"}, "198.51.100.7"),
        ({"X-Forwarded-For": ""}, "127.0.0.1"),
    ],
)
def test_the_last_entry_counts_because_the_proxy_wrote_it(headers, expected):
    assert client_ip(RequestFactory().get("/", headers=headers)) == expected


@pytest.mark.django_db
def test_a_strangers_guesses_lock_nobody_else_out(client, settings):
    settings.AXES_CLIENT_IP_CALLABLE = "cms.proxy.client_ip"
    guess = {"username": "editor", "password": "wrong"}
    for _ in range(settings.AXES_FAILURE_LIMIT):
        answer = client.post("/admin/login/", guess, headers={"X-Forwarded-For": "203.0.113.66"})
    assert answer.status_code == 429
    assert client.post("/admin/login/", guess, headers={"X-Forwarded-For": "198.51.100.7"}).status_code == 200
