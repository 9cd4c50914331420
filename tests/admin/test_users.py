"""The logins at the desk: made with a role, ready to sign in, named in the language of the desk."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from news.admin.signing_in.role_messages import DESCRIPTIONS, NAMES
from news.models import Activity, User
from news.publishing.site.roles import ROLES
from tests.admin.forms import read_form
from tests.people import make_person

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture
def chief(desk):
    return desk("chief")


def test_a_new_login_has_its_role_and_can_sign_in(chief):
    role = Group.objects.get(name="reporter")
    values = {"username": "xiaolin", "password1": PASSWORD, "password2": PASSWORD, "groups": [role.pk], "_save": "1"}
    assert chief.post(reverse("admin:news_user_add"), values).status_code == 302
    stranger = Client()
    answer = stranger.post(reverse("admin:login"), {"username": "xiaolin", "password": PASSWORD})
    assert answer.status_code == 302
    assert stranger.get(reverse("admin:news_post_add")).status_code == 200
    assert stranger.get(reverse("admin:news_user_changelist")).status_code == 403


def test_a_chief_cannot_make_a_superuser(chief):
    values = {"username": "x", "password1": PASSWORD, "password2": PASSWORD, "is_superuser": "on", "_save": "1"}
    chief.post(reverse("admin:news_user_add"), values)
    assert not User.objects.get(username="x").is_superuser


def test_every_role_has_a_name_and_says_what_it_may():
    assert NAMES.keys() == DESCRIPTIONS.keys() == ROLES.keys()


def test_roles_are_named_in_the_language_of_the_desk(chief):
    reporter = make_person("reporter")
    listed = chief.get(reverse("admin:news_user_changelist"), headers={"accept-language": "zh-CN"}).content.decode()
    assert ">记者<" in listed
    form = chief.get(reverse("admin:news_user_change", args=[reporter.pk])).content.decode()
    assert "记者：写自己的文章，提交审核" in form


def test_a_group_that_is_no_role_of_ours_keeps_its_name(chief):
    Group.objects.create(name="实习生")
    assert "实习生" in chief.get(reverse("admin:news_user_add")).content.decode()


def test_the_log_tells_the_role_that_was_given_with_the_login_and_later(chief):
    reporter, editor = (Group.objects.get(name=name) for name in ("reporter", "editor"))
    values = {"username": "xiaolin", "password1": PASSWORD, "password2": PASSWORD, "groups": [reporter.pk]}
    chief.post(reverse("admin:news_user_add"), {**values, "_save": "1"})
    person = User.objects.get(username="xiaolin")
    url = reverse("admin:news_user_change", args=[person.pk])
    chief.post(url, {**read_form(chief.get(url), "user_form"), "groups": [editor.pk], "_save": "1"})
    assert [act.facts["changes"]["groups"]["new"] for act in Activity.objects.filter(object_id=person.pk)] == [
        ["editor"],
        ["reporter"],
    ]
    told = chief.get(reverse("admin:news_user_history", args=[person.pk])).content.decode()
    assert "角色" in told
    assert "记者" in told
    assert "编辑" in told
    assert "reporter" not in told


@pytest.mark.parametrize("role", ["\0", "nobody", "'"])
def test_an_odd_role_in_the_address_is_none(chief, role):
    listed = chief.get(reverse("admin:news_user_changelist"), {"role": role})
    assert listed.status_code == 200
    assert chief.user.username in listed.content.decode()


def test_the_list_can_be_narrowed_to_a_role(chief):
    reporter, editor = make_person("reporter"), make_person("editor")
    listed = chief.get(reverse("admin:news_user_changelist"), {"role": "reporter"}).content.decode()
    assert reporter.username in listed
    assert editor.username not in listed


def test_how_a_password_is_stored_is_not_shown(chief, real_hashers):
    person = make_person("reporter")
    person.set_password(PASSWORD)
    person.save()
    page = chief.get(reverse("admin:news_user_change", args=[person.pk])).content.decode()
    assert "已设置密码" in page
    assert person.password.split("$")[0] not in page
    person.set_unusable_password()
    person.save()
    assert "没有设置密码" in chief.get(reverse("admin:news_user_change", args=[person.pk])).content.decode()


def test_a_password_is_changed_and_never_taken_away(chief, real_hashers):
    person = make_person("reporter")
    url = reverse("admin:auth_user_password_change", args=[person.pk])
    page = chief.get(url).content.decode()
    assert f"为{person.username}设置新密码" in page
    assert "LDAP" not in page
    assert "usable_password" not in page
    for values in ({}, {"usable_password": "false", "unset-password": "1"}, {"password1": "Kx9#mountain-water"}):
        refused = chief.post(url, values)
        assert refused.status_code == 200
        assert "errorlist" in refused.content.decode()
    assert chief.post(url, dict.fromkeys(("password1", "password2"), "Kx9#mountain-water")).status_code == 302
    person.refresh_from_db()
    assert person.check_password("Kx9#mountain-water")
