"""The first logins of a site: one admin, one editor, one reporter."""

import secrets

from django.contrib.auth.models import Group
from django.db import transaction

from news.models import User

# Without letters and digits that are mistaken for each other: read aloud or copied by hand, it still fits.
ALPHABET = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
GROUPS_COUNT = 4
GROUP_LENGTH = 5
FIRST_LOGINS = ("admin", "editor", "reporter")


def create_first_logins() -> dict[str, str]:
    """Makes the logins that are missing and returns their passwords, which are kept nowhere else.

    Logins that exist are left alone and are not in the result, so that it may be run again.
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
    """Twenty random characters in groups of five: 115 bits."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS_COUNT))
    return "-".join(groups)
