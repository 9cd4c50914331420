"""`create_logins`: each password is printed once, a second run changes nothing."""

import io
import json

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.auth.password_validation import validate_password
from django.core.management import call_command

from news.models import User
from news.publishing.site.logins import make_password
from news.publishing.site.roles import sync_roles

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def roles():
    sync_roles(Group, Permission)


def run(*options):
    out = io.StringIO()
    call_command("create_logins", *options, stdout=out)
    return out.getvalue()


def test_three_logins_with_working_passwords_are_made(real_hashers):
    created = json.loads(run("--json"))["created"]
    assert set(created) == {"admin", "editor", "reporter"}
    for name, password in created.items():
        user = User.objects.get(username=name)
        assert user.check_password(password)
        assert user.is_staff
        assert user.is_superuser == (name == "admin")
    assert User.objects.get(username="editor").has_perm("news.publish_post")
    assert not User.objects.get(username="reporter").has_perm("news.publish_post")


def test_a_second_run_says_they_exist_and_changes_nothing():
    run()
    before = list(User.objects.order_by("pk").values_list("username", "password"))
    out = run()
    assert "admin, editor, reporter" in out
    assert "changepassword" in out
    assert list(User.objects.order_by("pk").values_list("username", "password")) == before


def test_quiet_prints_the_new_passwords_only():
    assert len(run("--quiet").splitlines()) == 3
    assert run("--quiet") == ""


def test_passwords_are_long_differ_and_pass_the_sites_rules():
    passwords = {make_password() for _ in range(50)}
    assert len(passwords) == 50
    for password in passwords:
        assert len(password) >= 16
        validate_password(password)
