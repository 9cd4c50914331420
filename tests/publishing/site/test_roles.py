"""Roles: the table in code, the table in the docs and the groups in the database say the same."""

from itertools import pairwise
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, Permission

from news.publishing.site.roles import ROLES, sync_roles

DOCS = Path(__file__).resolve().parents[3] / "docs" / "roles.md"


def read_docs():
    rows = [
        [cell.strip() for cell in line.strip("|\n").split("|")]
        for line in DOCS.read_text().splitlines()
        if line.startswith("|")
    ]
    head, _rule, *body = rows
    roles = head[2:]
    return {role: {row[0].strip("`") for row in body if row[2 + at] == "yes"} for at, role in enumerate(roles)}


def test_the_docs_show_the_table():
    assert read_docs() == {role: set(names) for role, names in ROLES.items()}


@pytest.mark.django_db
def test_the_groups_hold_the_table():
    sync_roles(Group, Permission)  # a live-server test may have emptied what the migration made
    groups = {
        group.name: set(group.permissions.values_list("codename", flat=True))
        for group in Group.objects.filter(name__in=ROLES)
    }
    assert groups == {role: set(names) for role, names in ROLES.items()}


@pytest.mark.django_db
def test_syncing_takes_away_what_the_table_does_not_hold():
    sync_roles(Group, Permission)
    group = Group.objects.get(name="reporter")
    group.permissions.add(Permission.objects.get(codename="publish_post"))
    sync_roles(Group, Permission)
    assert not group.permissions.filter(codename="publish_post").exists()


def test_each_role_holds_what_the_one_before_it_holds():
    tables = list(ROLES.values())
    assert all(lower < higher for lower, higher in pairwise(tables))
