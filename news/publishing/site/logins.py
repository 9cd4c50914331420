"""The first logins of a site: one admin, one editor, one reporter."""

import secrets

from django.contrib.auth.models import Group
from django.db import transaction

from news.models import User

# Without easily confused letters and digits, so that passwords can be read aloud or copied by hand.
ALPHABET = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
GROUPS_COUNT = 4
GROUP_LENGTH = 5
FIRST_LOGINS = ("admin", "editor", "reporter")


def create_first_logins() -> dict[str, str]:
    """Creates the missing logins and returns their passwords, which are stored nowhere else.

    Existing logins are left alone and are not in the result, so it may be run again.
    """
    return {name: password for name in FIRST_LOGINS if (password := _create_once(name))}


@transaction.atomic
def _create_once(name: str) -> str:
    if User.objects.filter(username=name).exists():
        return ""
    password = make_password()
    is_admin = name == "admin"
    user = User.objects.create_user(name, password=password, is_staff=True, is_superuser=is_admin)
    if not is_admin:
        user.groups.set([Group.objects.get(name=name)])
    return password


def make_password() -> str:
    """Returns twenty random characters in groups of five: 115 bits."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS_COUNT))
    return "-".join(groups)
