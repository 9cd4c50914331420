"""Everybody sets how they work at the desk; nobody sets what they may do."""

import pytest
from django.urls import reverse

from news.models import Activity
from tests.admin.forms import read_form

pytestmark = pytest.mark.django_db
URL = "admin:preferences"


def save(client, **changes):
    values = read_form(client.get(reverse(URL)), "preferences_form")
    return client.post(reverse(URL), {**values, **changes}, follow=True)


@pytest.mark.parametrize("role", ["reporter", "editor", "admin"])
def test_one_sets_ones_own_desk(desk, role):
    client = desk(role)
    values = {"first_name": "雷", "email": "lei@news.example", "theme": "dark", "interface_language": "en"}
    answer = save(client, **values, is_compact="on", has_shortcuts=[])
    user = client.user
    user.refresh_from_db()
    assert {name: getattr(user, name) for name in values} == values
    assert (user.is_compact, user.has_shortcuts) == (True, False)
    assert "Your preferences are saved." in answer.content.decode()
    assert Activity.objects.get().object_id == user.pk


def test_nobody_gives_themselves_rights_or_another_name(reporter):
    forged = {"is_superuser": "on", "is_staff": "on", "groups": ["1", "2", "3"], "username": "chef", "password": "x"}
    save(reporter, **forged, id="1", pk="1", first_name="雷")
    user = reporter.user
    before = user.username, user.password
    user.refresh_from_db()
    assert (user.username, user.password) == before
    assert user.first_name == "雷"
    assert not user.is_superuser
    assert [group.name for group in user.groups.all()] == ["reporter"]


def test_what_is_wrong_is_said_beside_the_field(reporter):
    answer = save(reporter, email="x", theme="pink")
    assert set(answer.context["form"].errors) == {"email", "theme"}
    assert not Activity.objects.exists()


def test_a_stranger_is_sent_to_the_sign_in(client):
    assert client.get(reverse(URL)).status_code == 302


def test_the_chief_sees_the_desk_of_a_login(desk):
    chief = desk("chief")
    page = chief.get(reverse("admin:news_user_change", args=[chief.user.pk])).content.decode()
    assert "id_theme" in page
    assert chief.get(reverse("admin:news_user_changelist")).status_code == 200
