"""Measures how many queries Today and the form need, and what happens when two people save at the same time."""

import os
import re
import subprocess
import sys

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from scripts.evidence.desk.every_page import make_post
from scripts.evidence.desk.stage import Desk, url_of
from scripts.evidence.measured import Measured, desk_promise, no_faults
from scripts.evidence.site import ROOT

LIMITS = {"Today": 15, "form": 25, "list": 12}
RACE = "tests/promises/test_edit_conflicts.py::test_no_edit_is_lost_in_two_hundred_random_interleavings"
TOLD = re.compile(r"(\w+): (\d+) rounds, (\d+) conflicts, (\d+) lost, (\d+) false")
POSTGRESQL = "postgresql://postgres@127.0.0.1:5432/postgres"


@desk_promise("queries", "Today costs at most 15 queries, the form 25, the list 12")
def measure_queries(desk: Desk) -> Measured:
    client, post = desk.client(desk.person("chief")), make_post(desk)
    pages = {"Today": reverse("admin:index"), "form": url_of(post), "list": reverse("admin:news_post_changelist")}
    counts = {}
    for name, path in pages.items():
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        counts[name] = len(queries)
    faults = [f"{name}: {count}" for name, count in counts.items() if count > LIMITS[name]]
    return no_faults(faults, ", ".join(f"{name} {count}" for name, count in counts.items()))


@desk_promise("conflicts", "two people save the same posts at once, 200 rounds: no edit lost, no false conflict")
def measure_conflicts(_desk: Desk) -> Measured:
    """Run on SQLite and on PostgreSQL, at CMS_TEST_DATABASE_URL or on this machine."""
    addresses = {"sqlite": "", "postgresql": os.environ.get("CMS_TEST_DATABASE_URL", POSTGRESQL)}
    told, faults = [], []
    for name, address in addresses.items():
        found = TOLD.search(race(address))
        if found is None:
            faults.append(f"{name}: not measured")
            continue
        _vendor, rounds, conflicts, lost, false = found.groups()
        told.append(f"{name}: {rounds} rounds, {conflicts} conflicts, {lost} lost, {false} false")
        faults += [told[-1]] if (lost, false) != ("0", "0") else []
    return no_faults(faults, "; ".join(told))


def race(address: str) -> str:
    """Run the test of this promise on one database, and return its output."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CMS_", "DJANGO_"))}
    environment = kept | {"CMS_DEBUG": "1", **({"CMS_DATABASE_URL": address} if address else {})}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", RACE]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False).stdout
