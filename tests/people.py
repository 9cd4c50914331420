"""Logins of every role, and how they sign in."""

from collections.abc import Iterable
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission

from news.models import User
from news.publishing.site.roles import ROLES, sync_roles
from tests.factories import UserFactory

ADMIN = "admin"
ALL_ROLES = (*ROLES, ADMIN)


def walked_by(roles: Iterable[str], *few: str) -> list[Any]:
    """Roles as parameters of a long walk: `few` of them each time, the others in soak."""
    return [role if role in few else pytest.param(role, marks=pytest.mark.soak) for role in roles]


def make_person(role: str, **values: object) -> User:
    """A staff login of a role of `news.publishing.site.roles`, or «admin», the superuser."""
    user = UserFactory(is_staff=True, is_superuser=role == ADMIN, **values)
    if role != ADMIN:
        if not Group.objects.filter(name=role).exists():  # a live-server test has emptied the tables
            sync_roles(Group, Permission)
        user.groups.add(Group.objects.get(name=role))
    return user


def sign_in(client, user):
    """Past axes, which wants a request with every sign-in."""
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client
